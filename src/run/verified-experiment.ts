import { dailyReturns } from '../metrics/daily-returns.ts';
import type { EquityFigures } from '../metrics/equity-tally.ts';
import { sharpe } from '../metrics/sharpe.ts';
import type { Experiment, PathArm, SensitivityArm } from '../model/experiment.ts';
import type { RunRecord } from '../model/run-record.ts';
import type { RecordedCloses } from '../store/closes-reader.ts';
import { runHash } from '../store/journal-hash.ts';
import type { SeededArm } from './seed-mean.ts';
import type { VerificationRecord } from './verification-record.ts';
import { initialCash, riskFreeRate } from './verified-arm.ts';

/** An arm of the run with one of its seeds, with the hash of its journal. */
interface HashedArm extends SeededArm {
  readonly journalHash: string | null;
}

/** What the figures of sensitivity and cross-validation are derived from. */
export interface VerifiedExperimentParts {
  readonly run: RunRecord;
  readonly experiment: Experiment;
  /** Of all seeds. */
  readonly arms: readonly HashedArm[];
  readonly closes: RecordedCloses;
  readonly record: VerificationRecord;
}

/** What is needed of an account for a ratio and a return. */
type Account = Pick<EquityFigures, 'initialEquity' | 'days' | 'closes' | 'isRuined'>;

/** Derives what the arms came to with other settings and on the paths of a cross-validation, and compares it. */
export function verifyExperiment(parts: VerifiedExperimentParts): void {
  const { experiment, closes } = parts;
  const rows = experiment.sensitivity.flatMap(({ arms }, position) =>
    arms.map((arm, i) => ({ arm, first: arms[0]!, row: `position ${position}, arm_position ${i}` })),
  );
  verifyFigures('sensitivity', rows, closes.sensitivity, parts);
  const paths = experiment.paths.map((arm, i) => ({
    arm,
    first: experiment.paths.find(({ path }) => path === arm.path)!,
    row: `path ${arm.path}, arm_position ${i}`,
  }));
  verifyFigures('cross_validation_paths', paths, closes.paths, parts);
}

interface FigureRow {
  readonly arm: SensitivityArm | PathArm;
  /** The subject of the same setting or path. */
  readonly first: SensitivityArm | PathArm;
  readonly row: string;
}

function verifyFigures(
  table: 'sensitivity' | 'cross_validation_paths',
  rows: readonly FigureRow[],
  closes: readonly (Float64Array | null)[],
  parts: VerifiedExperimentParts,
): void {
  const { differences } = parts.record;
  let [derivedRows, left, hashesLeft] = [0, 0, 0];
  for (const [i, { arm, first, row }] of rows.entries()) {
    const place = { table, row };
    const compare = (field: string, recorded: unknown, derived: unknown): void =>
      differences.compare(place, field, { recorded, derived });
    const own = parts.arms.filter(({ job }) => job.name === arm.arm);
    if (own.length === 0) {
      differences.add({ ...place, field: 'arm', recorded: arm.arm, derived: 'an arm of the run' });
      continue;
    }
    compare('role', arm.role, own[0]!.job.role);
    const isPair = arm !== first && arm.sharpe !== null && first.sharpe !== null;
    compare('sharpe_difference', arm.sharpeDifference, isPair ? first.sharpe! - arm.sharpe! : null);
    const seeds = table === 'sensitivity' ? own.length : 1;
    const width = seeds * (1 + own[0]!.equity.days.length);
    if (closes[i]) compare('day_closes', closes[i].length, width);
    const accounts = accountsOf(arm, own, closes[i] ?? null, parts.run);
    if (accounts === null) left++;
    else {
      derivedRows++;
      const { ratio, total } = figuresOf(accounts, parts.run);
      compare('sharpe', arm.sharpe, ratio);
      compare('total_return', arm.totalReturn, total);
      if (closes[i]) hashesLeft++;
    }
  }
  if (derivedRows > 0) parts.record.did(`rows of ${table}`, null, derivedRows);
  if (left > 0)
    parts.record.skip(
      `${left} rows of ${table}`,
      null,
      'the run kept no closes of them (schema 20 or before)',
    );
  if (hashesLeft > 0)
    parts.record.skip(`journal hashes of ${table}`, null, 'of these arms the closes of days alone are kept');
}

/** The accounts of an arm by seed: from its closes, or those of the arms of the run where it has their hash; null where there are neither. */
function accountsOf(
  { journalHash }: SensitivityArm | PathArm,
  own: readonly HashedArm[],
  closes: Float64Array | null,
  run: RunRecord,
): readonly Account[] | null {
  if (closes === null) {
    if (journalHash === null) return [];
    return hashOf(own) === journalHash ? own.map(({ equity }) => equity) : null;
  }
  const days = own[0]!.equity.days;
  const width = 1 + days.length;
  return Array.from({ length: Math.floor(closes.length / width) }, (_, seed) => {
    const [isRuined, ...values] = closes.subarray(seed * width, (seed + 1) * width);
    const initialEquity = initialCash(run.settings);
    return { initialEquity, days, closes: Float64Array.from(values), isRuined: isRuined === 1 };
  });
}

function hashOf(runs: readonly HashedArm[]): string | null {
  if (runs.length === 1) return runs[0]!.journalHash;
  return runHash(
    runs.map(({ job, journalHash }) => ({ name: `${job.name} ${job.seed}`, journalHash: journalHash ?? '' })),
  );
}

/** The Sharpe ratio of the mean over the seeds of the returns of each day, and the mean of the total returns; null without an account. */
function figuresOf(
  accounts: readonly Account[],
  run: RunRecord,
): { readonly ratio: number | null; readonly total: number | null } {
  const [first] = accounts;
  if (first === undefined || first.closes.length === 0) return { ratio: null, total: null };
  const returns = accounts.map((account) => dailyReturns(account as EquityFigures).value);
  const value = returns[0]!.map(
    (_, day) => returns.reduce((sum, own) => sum + own[day]!, 0) / returns.length,
  );
  const ruined = accounts.some(({ isRuined }) => isRuined);
  const totals = accounts.map(({ closes, initialEquity }) => closes.at(-1)! / initialEquity - 1);
  return {
    ratio: sharpe({ day: first.days, value, ruined }, run.periodsPerYear, riskFreeRate(run.settings)).value,
    total: totals.reduce((sum, total) => sum + total, 0) / totals.length,
  };
}
