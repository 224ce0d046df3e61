import type { TrialsKnown } from '../evidence/run-findings.ts';
import type { EquityFigures } from '../metrics/equity-tally.ts';
import { ForecastTally } from '../metrics/forecast-tally.ts';
import type { Finding, FindingMethod } from '../model/finding.ts';
import type { RunReport } from '../model/run-record.ts';
import type { SweepRecord } from '../model/sweep.ts';
import type { ArmRows } from '../store/arm-rows.ts';
import { drawFindings, type FindingSettings } from './drawn-findings.ts';
import { recordedDays } from './recorded-days.ts';
import { sweepFindings } from './sweep-findings.ts';
import type { VerificationRecord } from './verification-record.ts';
import { riskFreeRate } from './verified-arm.ts';

/** What findings are derived from. */
export interface VerifiedFindingsParts {
  readonly report: RunReport;
  /** By the number of the arm. */
  readonly equity: ReadonlyMap<number, EquityFigures>;
  readonly rowsOf: (armId: number) => ArmRows;
  readonly record: VerificationRecord;
}

/** Methods that need the events of the run. */
const LEARNED: readonly FindingMethod[] = ['change-events', 'diebold-mariano'];

const FIELDS = ['method', 'subject', 'against', 'estimate', 'pValue', 'reason'] as const;

/**
 * Derives the findings of a comparison and compares them. The numbers of trials are those that the findings name, since the store may hold more
 * by now.
 */
export function verifyFindings({ report, equity, rowsOf, record }: VerifiedFindingsParts): void {
  const { run, arms, findings } = report;
  if (run.detail === 'summary' && findings.some(({ method }) => LEARNED.includes(method))) {
    record.skip('findings', null, `the run kept no events (--detail ${run.detail})`);
    return;
  }
  const days = recordedDays(run, arms[0]!.equity.time);
  const derived = drawFindings(
    arms.map(({ armId, name, regimes }) => {
      const rows = rowsOf(armId);
      const forecasts = new ForecastTally(rows.facts().symbols.length);
      rows.eachForecast((settled) => forecasts.add(settled));
      const confirmations = regimes.map(({ time }) => days.dateOf(time));
      const forecastHorizon = detailOf(findings, 'diebold-mariano', 'horizon') ?? 1;
      return { name, equity: equity.get(armId)!, confirmations, forecasts, forecastHorizon };
    }),
    settingsOf(report),
  );
  compareFindings(findings, derived, record);
}

/** Derives the findings of a sweep from what its trials came to, and compares them. */
export function verifySweepFindings(
  { run, trials, findings }: SweepRecord,
  record: VerificationRecord,
): void {
  const { periodsPerYear } = run;
  const known = trialsOf(findings, periodsPerYear, 1);
  compareFindings(findings, sweepFindings(trials, { periodsPerYear, trials: known }), record);
}

function compareFindings(
  findings: readonly Finding[],
  derived: readonly Finding[],
  record: VerificationRecord,
): void {
  const { differences } = record;
  for (let position = 0; position < Math.max(derived.length, findings.length); position++) {
    const place = { table: 'findings', row: `position ${position}` };
    const [recorded, finding] = [findings[position], derived[position]];
    for (const field of FIELDS) {
      const column = field === 'pValue' ? 'p_value' : field;
      differences.compare(place, column, { recorded: recorded?.[field], derived: finding?.[field] });
    }
    for (const name of new Set(Object.keys({ ...recorded?.detail, ...finding?.detail }))) {
      const values = { recorded: recorded?.detail[name], derived: finding?.detail[name] };
      differences.compare(place, `detail.${name}`, values);
    }
  }
  record.did('findings', null, derived.length);
}
function settingsOf({ run, findings, verdict }: RunReport): FindingSettings {
  return {
    periodsPerYear: run.periodsPerYear,
    riskFreeRate: riskFreeRate(run.settings),
    seed: run.seed,
    trials: trialsOf(findings, run.periodsPerYear, verdict?.trials ?? 1),
  };
}

/** The trials that findings name. */
function trialsOf(findings: readonly Finding[], periodsPerYear: number, otherwise: number): TrialsKnown {
  const variance = detailOf(findings, 'deflated-sharpe', 'varianceOfTrials');
  return {
    count: detailOf(findings, 'deflated-sharpe', 'trials') ?? otherwise,
    sharpeVariance: variance === null ? null : variance * periodsPerYear,
  };
}

function detailOf(findings: readonly Finding[], method: FindingMethod, name: string): number | null {
  const named = findings.find((finding) => finding.method === method && finding.detail[name] !== undefined);
  return named?.detail[name] ?? null;
}
