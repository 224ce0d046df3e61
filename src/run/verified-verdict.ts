import type { BootstrapKind } from '../evidence/stationary-bootstrap.ts';
import type { VerdictSummary } from '../model/comparison.ts';
import type { RunRecord } from '../model/run-record.ts';
import { decidingNames, judgeArms } from './judge-arms.ts';
import { seedMeans } from './seed-mean.ts';
import { type SpreadArm, seedClause, seedSpreads } from './seed-spread.ts';
import type { VerificationRecord } from './verification-record.ts';
import { riskFreeRate } from './verified-arm.ts';

/** Judges the arms of all seeds anew, with the number of trials that is recorded, and compares the comparisons and the verdict. */
export function verifyVerdict(
  run: RunRecord,
  verdict: VerdictSummary,
  arms: readonly SpreadArm[],
  record: VerificationRecord,
): void {
  const { differences } = record;
  const derived = derivedVerdict(run, verdict.trials, arms);
  for (const field of ['verdict', 'sentence'] as const) {
    const place = { table: 'verdicts', row: `run ${run.runId}` };
    differences.compare(place, field, { recorded: verdict[field], derived: derived[field] });
  }
  for (const [position, comparison] of derived.comparisons.entries()) {
    const place = { table: 'comparisons', row: `position ${position}` };
    const recorded = verdict.comparisons[position] as unknown as Record<string, unknown> | undefined;
    for (const [field, value] of Object.entries(comparison)) {
      differences.compare(place, columnOf(field), { recorded: recorded?.[field], derived: value });
    }
  }
  if (verdict.comparisons.length > derived.comparisons.length) {
    const row = `position ${derived.comparisons.length}`;
    differences.add({ table: 'comparisons', row, field: 'position', recorded: row, derived: null });
  }
  record.did('comparisons', null, derived.comparisons.length);
  record.did('verdict', null, 1);
}

function derivedVerdict(run: RunRecord, trials: number, arms: readonly SpreadArm[]): VerdictSummary {
  const means = seedMeans(arms);
  const summary = judgeArms(means, {
    periodsPerYear: run.periodsPerYear,
    riskFreeRate: riskFreeRate(run.settings),
    trials,
    seed: run.seed,
    bootstrap: run.settings['bootstrap'] as BootstrapKind | undefined,
  });
  const seeds = new Set(arms.map(({ job }) => job.seed)).size;
  if (seeds === 1) return summary;
  const clause = seedClause(seedSpreads(arms, decidingNames(means)), seeds);
  return { ...summary, sentence: `${summary.sentence}${clause}` };
}

/** The column of a field: `sharpe_low` of `sharpeLow`. */
const columnOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
