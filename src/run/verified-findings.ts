import type { EquityFigures } from '../metrics/equity-tally.ts';
import { ForecastTally } from '../metrics/forecast-tally.ts';
import type { Finding, FindingMethod } from '../model/finding.ts';
import type { RunReport } from '../model/run-record.ts';
import type { ArmRows } from '../store/arm-rows.ts';
import type { DifferenceList } from './difference-list.ts';
import { drawFindings, type FindingSettings } from './drawn-findings.ts';
import { recordedDays } from './recorded-days.ts';

/** What findings are derived from. */
export interface VerifiedFindingsParts {
  readonly report: RunReport;
  /** By the number of the arm. */
  readonly equity: ReadonlyMap<number, EquityFigures>;
  readonly rowsOf: (armId: number) => ArmRows;
  readonly differences: DifferenceList;
}

/** Methods that need the events of the run. */
const LEARNED: readonly FindingMethod[] = ['change-events', 'diebold-mariano'];

const FIELDS = ['method', 'subject', 'against', 'estimate', 'pValue', 'reason'] as const;

/**
 * Derives the findings of a run and compares them; returns how many, and null where the run kept too little. The numbers of trials are
 * those that the findings name, since the store may hold more by now.
 */
export function verifyFindings({
  report,
  equity,
  rowsOf,
  differences,
}: VerifiedFindingsParts): number | null {
  const { run, arms, findings } = report;
  if (run.detail === 'summary' && findings.some(({ method }) => LEARNED.includes(method))) return null;
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
  for (let position = 0; position < Math.max(derived.length, findings.length); position++) {
    const place = { table: 'findings', row: `position ${position}` };
    const [recorded, finding] = [findings[position], derived[position]];
    for (const field of FIELDS) {
      const column = field === 'pValue' ? 'p_value' : field;
      differences.compare(place, column, { recorded: recorded?.[field], derived: finding?.[field] });
    }
  }
  return derived.length;
}

function settingsOf({ run, findings, verdict }: RunReport): FindingSettings {
  const variance = detailOf(findings, 'deflated-sharpe', 'varianceOfTrials');
  return {
    periodsPerYear: run.periodsPerYear,
    riskFreeRate: (run.settings['riskFreeRate'] as number | undefined) ?? 0,
    seed: run.seed,
    trials: {
      count: detailOf(findings, 'deflated-sharpe', 'trials') ?? verdict?.trials ?? 1,
      sharpeVariance: variance === null ? null : variance * run.periodsPerYear,
    },
  };
}

function detailOf(findings: readonly Finding[], method: FindingMethod, name: string): number | null {
  const named = findings.find((finding) => finding.method === method && finding.detail[name] !== undefined);
  return named?.detail[name] ?? null;
}
