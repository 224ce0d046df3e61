import type {
  ArmRecord,
  CurrencyBalance,
  EquityColumns,
  OrderOutcomeKind,
  RunRecord,
} from '../model/run-record.ts';
import type { RunResult } from '../run/run-result.ts';

/** A run as one plain object, for `--json`: everything but the long series, which are in the store. */
export function printableRun({ report, storePath, reportPath }: RunResult): Record<string, unknown> {
  return { ...printableRecord(report.run), ...printableReport({ report, storePath, reportPath }) };
}

/** The record of a run with its times as ISO text. */
export function printableRecord(run: RunRecord): Record<string, unknown> {
  const iso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());
  return {
    ...run,
    testFrom: iso(run.testFrom),
    testTo: iso(run.testTo),
    startedAt: iso(run.startedAt),
    finishedAt: iso(run.finishedAt),
    symbols: run.symbols.map((symbol) => ({ ...symbol, from: iso(symbol.from), to: iso(symbol.to) })),
  };
}

function printableReport({ report, storePath, reportPath }: RunResult): Record<string, unknown> {
  return {
    verdict: report.verdict,
    findings: report.findings,
    experiment: report.experiment,
    arms: report.arms.map(
      ({
        armId,
        name,
        role,
        description,
        journalHash,
        equity,
        balances,
        metrics,
        customMetrics,
        regimes,
        adaptations,
        outcomes,
      }) => ({
        armId,
        name,
        role,
        description,
        journalHash,
        accountAtEnd: lastMark(equity, balances),
        metrics,
        customMetrics,
        regimesConfirmed: regimes.length,
        adaptations: adaptations.filter(({ status }) => status === 'adapted').length,
        refusals: countsOf(outcomes, 'refused'),
        shrinks: countsOf(outcomes, 'shrunk'),
        expiries: countsOf(outcomes, 'expired'),
        cancellations: countsOf(outcomes, 'cancelled'),
        lateRequests: countsOf(outcomes, 'late'),
      }),
    ),
    storePath,
    reportPath,
  };
}

/** How many orders had that outcome, by reason. */
function countsOf(outcomes: ArmRecord['outcomes'], wanted: OrderOutcomeKind): Record<string, number> {
  return Object.fromEntries(
    outcomes.filter(({ kind }) => kind === wanted).map(({ reason, orders }) => [reason, orders]),
  );
}

/** The account at the last close, with the money of each currency where it has several; null for an arm that saw none. */
function lastMark(
  { time, cash, equity, gross, net }: EquityColumns,
  balances: readonly CurrencyBalance[],
): Record<string, unknown> | null {
  const last = time.length - 1;
  if (last < 0) return null;
  return {
    time: new Date(time[last]!).toISOString(),
    cash: cash[last],
    equity: equity[last],
    gross: gross[last],
    net: net[last],
    ...(balances.length > 0 && { balances }),
  };
}
