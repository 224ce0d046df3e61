import { styleText } from 'node:util';
import type { Verdict } from '../model/comparison.ts';
import { METRIC_CATALOG, METRIC_GROUPS, type MetricName } from '../model/metric-catalog.ts';
import { ruinedArms } from '../model/ruined-arms.ts';
import type { ArmRecord, OrderOutcome, RunReport } from '../model/run-record.ts';
import type { RunResult } from '../run/run-result.ts';
import { customMetricLines } from './custom-metric-text.ts';
import { formatDate, formatMetric } from './number-format.ts';
import { pathLines } from './path-text.ts';
import { findingLines } from './print-findings.ts';
import { seedLines } from './seed-text.ts';
import { sensitivityLines } from './sensitivity-text.ts';
import { type TextColumn, textTable } from './text-table.ts';

/** The metrics that the terminal shows; the report and the store have all. */
const SHOWN: readonly MetricName[] = [
  'total_return',
  'cagr',
  'volatility',
  'sharpe',
  'drawdown_max',
  'turnover_annual',
  'round_trips',
];

const VERDICT_COLORS: Record<Verdict, 'green' | 'red' | 'yellow'> = {
  better: 'green',
  worse: 'red',
  inconclusive: 'yellow',
};

/** How much of a run the terminal shows. */
export interface ShownRun {
  readonly colored: boolean;
  /** Every metric in place of the main ones. */
  readonly allMetrics: boolean;
}

/** What the terminal shows of the arms of a run, whether it has just ended or is looked at again. */
export function armLines(report: RunReport, allMetrics: boolean): string[] {
  return [
    ...(allMetrics ? metricTables(report) : [armTable(report), '']),
    ...customMetricLines(report),
    ...ruinLines(report),
    ...seedLines(report),
    ...sensitivityLines(report),
    ...pathLines(report),
    ...outcomeLines(report),
    ...ambiguityLines(report),
    ...armNotes(report),
  ];
}

/** What the terminal shows at the end of a run: arms as rows, the verdict, and where everything lies. */
export function runText({ report, reportPath, storePath }: RunResult, shown: ShownRun): string {
  const { colored, allMetrics } = shown;
  const lines = [headline(report), '', ...armLines(report, allMetrics)];
  const { verdict, run } = report;
  if (verdict) {
    const word = colored ? styleText(VERDICT_COLORS[verdict.verdict], verdict.verdict) : verdict.verdict;
    lines.push(`verdict: ${verdict.sentence.replace(verdict.verdict, word)}`);
  }
  lines.push(...findingLines(report));
  if (reportPath) lines.push(`report:  ${reportPath}`);
  lines.push(
    `store:   ${storePath} (run ${run.runId}, journal ${run.journalHash?.slice(0, 12) ?? run.status}${durationText(run)})`,
  );
  return `${lines.join('\n')}\n`;
}

/**
 * What became of orders beside being filled, so that none ends silently: a row for each outcome and reason, a column for
 * each arm, and an empty line; nothing where all were filled as they were wanted.
 */
function outcomeLines({ arms }: RunReport): string[] {
  const ends = [...new Set(arms.flatMap(({ outcomes }) => outcomes.map(outcomeText)))].sort();
  if (ends.length === 0) return [];
  const columns: TextColumn[] = [
    { heading: 'orders not filled as wanted', align: 'left' },
    ...arms.map(({ name }) => ({ heading: name, align: 'right' as const })),
  ];
  const countIn = (arm: ArmRecord, end: string): number =>
    arm.outcomes.find((outcome) => outcomeText(outcome) === end)?.orders ?? 0;
  const rows = ends.map((end) => [end, ...arms.map((arm) => countIn(arm, end).toLocaleString('en-US'))]);
  return [textTable(columns, rows), ''];
}

/** A line for each arm whose account was ruined, and an empty one: its figures are those of an account that stood still since. */
function ruinLines({ arms }: RunReport): string[] {
  const lines = ruinedArms(arms).map(
    (name) =>
      `RUINED: ${name}: equity fell to zero or below; its positions were closed and every later order was refused`,
  );
  return lines.length > 0 ? [...lines, ''] : [];
}

const outcomeText = ({ kind, reason }: OrderOutcome): string => `${kind}: ${reason}`;

/** A line for each arm with ambiguous fills: how many, and what the other way round would have made of the profit. */
function ambiguityLines({ arms }: RunReport): string[] {
  return arms.flatMap(({ name, metrics }) => {
    const count = metrics.fills_ambiguous?.value ?? 0;
    const difference = metrics.ambiguous_profit_difference;
    if (count === 0 || !difference) return [];
    const money = formatMetric('ambiguous_profit_difference', difference);
    const fills = count === 1 ? 'fill' : 'fills';
    return [`ambiguous: ${name} ${count} ${fills}; the other way round, profit would differ by ${money}`];
  });
}

/** A line for each arm that does not apply and why, and for one that cheats. */
function armNotes({ arms, experiment }: RunReport): string[] {
  const cheats = arms.some(({ name, role }) => name === 'oracle' && role === 'control')
    ? [
        'oracle:  it CHEATS, being told the true changes; it shows what there was to gain, and decides nothing',
      ]
    : [];
  return [...experiment.leftOut.map(({ arm, reason }) => `no ${arm}: ${reason}`), ...cheats];
}

/** How long the run took on the wall; nothing of one that has not ended. */
function durationText({ startedAt, finishedAt }: RunReport['run']): string {
  return finishedAt === null ? '' : `, ${((finishedAt - startedAt) / 1_000).toFixed(1)} s`;
}

/** One line: what was run, on which data, and when. */
export function headline({ run }: RunReport): string {
  const traded = run.symbols.filter(({ part }) => part === 'test').length;
  const symbols = traded === 1 ? '1 symbol' : `${traded} symbols`;
  const period = `${formatDate(run.testFrom)} to ${formatDate(run.testTo)}`;
  return `${run.strategyName} on ${run.dataName}: ${symbols}, ${period}, seed ${run.seed}`;
}

/** Every metric of all arms: a table for each group with a column for each arm, and an empty line after it. */
function metricTables({ arms }: RunReport): string[] {
  return METRIC_GROUPS.flatMap(({ name: group, label }) => {
    // A run of before a metric was known has none of it.
    const entries = METRIC_CATALOG.filter(
      (entry) => entry.group === group && arms.some(({ metrics }) => metrics[entry.name]),
    );
    if (entries.length === 0) return [];
    const columns: TextColumn[] = [
      { heading: label.toLowerCase(), align: 'left' },
      ...arms.map(({ name }) => ({ heading: name, align: 'right' as const })),
    ];
    const rows = entries.map(({ name, label: heading }) => [
      heading,
      ...arms.map(({ metrics }) => formatMetric(name, metrics[name])),
    ]);
    return [textTable(columns, rows), ''];
  }).concat(reasonLines(arms));
}

/** Why metrics are n/a: a line for each reason, and an empty one. */
function reasonLines(arms: RunReport['arms']): string[] {
  const labels = new Map<string, Set<string>>();
  for (const { name, label } of METRIC_CATALOG) {
    for (const { metrics } of arms) {
      const reason = metrics[name]?.reason;
      if (reason) labels.set(reason, (labels.get(reason) ?? new Set()).add(label));
    }
  }
  const lines = [...labels].map(([reason, names]) => `n/a: ${reason} (${[...names].join(', ')})`);
  return lines.length > 0 ? [...lines, ''] : [];
}

/** The main metrics of all arms as a plain table. */
function armTable({ arms }: RunReport): string {
  const columns: TextColumn[] = [
    { heading: 'arm', align: 'left' },
    ...SHOWN.map((name) => ({
      heading: METRIC_CATALOG.find((metric) => metric.name === name)!.label.toLowerCase(),
      align: 'right' as const,
    })),
  ];
  return textTable(
    columns,
    arms.map((arm) => [arm.name, ...SHOWN.map((name) => formatMetric(name, arm.metrics[name]))]),
  );
}
