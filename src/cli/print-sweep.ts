import type { FindingMethod } from '../model/finding.ts';
import type { MetricName } from '../model/metric-catalog.ts';
import { METRIC_CATALOG } from '../model/metric-catalog.ts';
import type { SweepRecord, SweepTrial, TrialResult } from '../model/sweep.ts';
import { bestByChance } from '../run/best-by-chance.ts';
import type { RecordedSweep } from '../run/recorded-runs.ts';
import type { SweepResult } from '../run/sweep.ts';
import { certaintyText } from './certainty-text.ts';
import { formatDate, formatMetric } from './number-format.ts';
import { printableRecord } from './printable-run.ts';
import { type TextColumn, textTable } from './text-table.ts';

/** The metrics of which more is better. */
export const SWEEP_ORDERS: readonly MetricName[] = [
  'total_return',
  'cagr',
  'sharpe',
  'sortino',
  'drawdown_max',
  'calmar',
  'hit_rate',
  'profit_factor',
];

const SHOWN: readonly MetricName[] = [
  'total_return',
  'cagr',
  'sharpe',
  'drawdown_max',
  'turnover_annual',
  'round_trips',
];

/** Which of the trials are shown. */
export interface SweepOrder {
  readonly by: MetricName;
  readonly best: number;
}

/** The ten with the best Sharpe ratio. */
export const SWEEP_ORDER: SweepOrder = { by: 'sharpe', best: 10 };

type RunTrial = SweepTrial & { readonly result: TrialResult };

/** The trials with a result, the best first; those without a figure last, equal ones in the order of the grid. */
function ranked({ trials }: SweepRecord, by: MetricName): RunTrial[] {
  const figure = ({ result }: RunTrial): number => result.metrics[by]?.value ?? Number.NEGATIVE_INFINITY;
  return trials
    .filter((trial): trial is RunTrial => trial.result !== null)
    .sort((a, b) => (figure(a) === figure(b) ? a.position - b.position : figure(b) - figure(a)));
}

/** What the terminal shows of a sweep: the best, what could not be run, and how far to trust it. */
export function sweepText(result: SweepResult, order: SweepOrder): string {
  const { record, storePath, workers, ran, elapsedMs } = result;
  const { run, trials } = record;
  const reused = resultCount(record) - (ran - failures(result));
  const facts = [
    `${trials.length.toLocaleString('en-US')} combinations`,
    ran > 0
      ? `${ran.toLocaleString('en-US')} run by ${workers} ${workers === 1 ? 'thread' : 'threads'} in ${(elapsedMs / 1000).toFixed(1)} s`
      : 'none left to run',
    ...(reused > 0 ? [`${reused.toLocaleString('en-US')} known from before`] : []),
  ];
  const lines = [
    `${run.strategyName} on ${run.dataName}: ${formatDate(run.testFrom)} to ${formatDate(run.testTo)}, seed ${run.seed}`,
    facts.join(', '),
    '',
    ...trialLines(result, order),
    `store:   ${storePath} (run ${run.runId}, journal ${run.journalHash?.slice(0, 12) ?? run.status})`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The best trials as a table, the faults of those that could not be run, and a word of caution. */
export function trialLines(recorded: RecordedSweep, order: SweepOrder): string[] {
  const { record } = recorded;
  const best = ranked(record, order.by);
  const table = bestTable(best.slice(0, order.best), record.run.parameters);
  return [table, '', ...faultLines(record), ...cautionLines(recorded, best, order.by)];
}

const resultCount = ({ trials }: SweepRecord): number =>
  trials.filter(({ result }) => result !== null).length;

/** Combinations that were begun and could not be run to their end. */
function failures({ record, ran }: SweepResult): number {
  return Math.max(0, ran - resultCount(record));
}

function bestTable(best: readonly RunTrial[], axes: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(axes);
  const columns: TextColumn[] = [
    { heading: '', align: 'right' },
    ...names.map((heading) => ({ heading, align: 'right' as const })),
    ...SHOWN.map((name) => ({ heading: labelOf(name), align: 'right' as const })),
  ];
  const rows = best.map(({ parameters, result }, i) => [
    String(i + 1),
    ...names.map((name) => valueText(parameters[name])),
    ...SHOWN.map((name) => formatMetric(name, result.metrics[name])),
  ]);
  return textTable(columns, rows);
}

const labelOf = (name: MetricName): string =>
  METRIC_CATALOG.find((metric) => metric.name === name)!.label.toLowerCase();

const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A line for each kind of fault, so that none is passed over. */
function faultLines({ trials }: SweepRecord): string[] {
  const counts = new Map<string, number>();
  for (const { fault } of trials) if (fault !== null) counts.set(fault, (counts.get(fault) ?? 0) + 1);
  return [...counts].map(([fault, count]) => `fault:   ${count.toLocaleString('en-US')} × ${fault}`);
}

/** The best of many is good by chance: says how good, and what it costs later. */
function cautionLines(
  { trialsCounted, record }: RecordedSweep,
  best: readonly RunTrial[],
  by: MetricName,
): string[] {
  if (best.length < 2) return [];
  const chance = bestByChance(best.map(({ result }) => result.metrics.sharpe?.value ?? null));
  const count = best.length.toLocaleString('en-US');
  const expected =
    chance === null
      ? ''
      : ` With no skill at all, the best Sharpe ratio of ${count} that differ like these would be about ${chance.toFixed(2)}.`;
  return [
    `caution: the best by ${labelOf(by)} of ${count} trials is no evidence.${expected}`,
    ...overfittingLines(record),
    `         Every later verdict on this strategy and these data counts ${trialsCounted.toLocaleString('en-US')} trials.`,
  ];
}

/** What the trials say of each other: how often the best one would not have stayed ahead. */
function overfittingLines({ findings }: SweepRecord): string[] {
  const of = (method: FindingMethod) => findings.find((finding) => finding.method === method);
  const [overfitting, deflated] = [of('overfitting-probability'), of('deflated-sharpe')];
  const lines: string[] = [];
  if (overfitting?.estimate != null) {
    const { stretches, combinations } = overfitting.detail;
    const share = `${(100 * overfitting.estimate).toFixed(0)} %`;
    lines.push(
      `         Probability of overfitting ${share}: so often the best by Sharpe ratio in half of ${stretches} stretches was below the median in the other half (${combinations!.toLocaleString('en-US')} ways).`,
    );
  } else if (overfitting) lines.push(`         Probability of overfitting n/a: ${overfitting.reason}.`);
  if (deflated?.estimate != null) {
    const sure = certaintyText(deflated.estimate);
    lines.push(
      `         That the best Sharpe ratio is above zero is ${sure} sure after ${deflated.detail['trials']} trials (deflated).`,
    );
  }
  return lines;
}

/** A sweep as one plain object, for `--json`. */
export function printableSweep(result: SweepResult, order: SweepOrder): Record<string, unknown> {
  const { storePath, workers, ran, repeated, elapsedMs } = result;
  return { ...printableTrials(result, order), workers, ran, repeated, elapsedMs, storePath };
}

/** The same of a recorded one. */
export function printableTrials(
  { record, trialsCounted }: RecordedSweep,
  order: SweepOrder,
): Record<string, unknown> {
  const best = ranked(record, order.by);
  return {
    ...printableRecord(record.run),
    trialsCounted,
    findings: record.findings,
    sharpeBestByChance: bestByChance(best.map((trial) => trial.result.metrics.sharpe?.value ?? null)),
    best: best.slice(0, order.best).map(({ position }) => position),
    trials: record.trials.map(({ position, parameters, fault, result }) => ({
      position,
      parameters,
      fault,
      configHash: result?.configHash ?? null,
      journalHash: result?.journalHash ?? null,
      metrics: result?.metrics ?? null,
    })),
  };
}
