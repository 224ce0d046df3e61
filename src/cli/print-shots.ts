import type { ShotsResult } from '../run/shots.ts';
import { contendersOf, meanOf, scoresOf } from '../run/shots-scores.ts';
import { formatDate } from './number-format.ts';
import { type TextColumn, textTable } from './text-table.ts';

/** A study of shots on the terminal: losses, correlations, and the differences to the subject with their standard errors. */
export function shotsText(result: ShotsResult, drawing: string | null): string {
  const { record, shots, tasks, assets, storePath } = result;
  const { run } = record;
  const seeds = new Set(record.scores.map(({ seed }) => seed)).size;
  return [
    `${run.strategyName} on ${run.dataName}: ${tasks} tasks of ${assets} unseen symbols, ${formatDate(run.testFrom)} to ${formatDate(run.testTo)}, ${seeds} ${seeds === 1 ? 'seed' : 'seeds'} from ${run.seed}`,
    '',
    'Mean loss after so many rows of the asset; lower is better. Behind it the deviation over seeds.',
    table(result, (of) => withDeviation(of('loss'), 4)),
    '',
    `Loss less that of ${result.subject}, its standard error over assets behind it: above 0 the contender is worse.`,
    table(result, (of) => withError(of('loss-difference'), of('loss-difference-error'))),
    '',
    'Correlation of forecasts and labels.',
    table(result, (of) => withDeviation(of('correlation'), 3)),
    '',
    `beaten by ${result.subject} beyond two standard errors: ${beaten(result)} of ${(contendersOf(result).length - 1) * shots.length} places; beaten it: ${beating(result)}`,
    ...(drawing ? [`drawing: ${drawing}`] : []),
    `store:   ${storePath} (run ${run.runId})`,
    '',
  ].join('\n');
}

/** The same as plain data. */
export function printableShots(
  { record, ...rest }: ShotsResult,
  drawing: string | null,
): Record<string, unknown> {
  const { runId, strategyName, dataName, seed } = record.run;
  return { runId, strategyName, dataName, seed, ...rest, drawing, scores: record.scores };
}

type Measured = (measure: string) => readonly number[];

function table(result: ShotsResult, cell: (of: Measured) => string): string {
  const columns: TextColumn[] = [
    { heading: 'learner', align: 'left' },
    ...result.shots.map((count): TextColumn => ({ heading: String(count), align: 'right' })),
  ];
  const rows = contendersOf(result).map((name) => [
    name,
    ...result.shots.map((count) => cell((measure) => scoresOf(result, name, count, measure))),
  ]);
  return textTable(columns, rows);
}

function withDeviation(values: readonly number[], digits: number): string {
  const mean = meanOf(values);
  if (mean === null) return '–';
  if (values.length < 2) return mean.toFixed(digits);
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return `${mean.toFixed(digits)} ± ${Math.sqrt(squares / (values.length - 1)).toFixed(digits)}`;
}

function withError(differences: readonly number[], errors: readonly number[]): string {
  const [mean, error] = [meanOf(differences), meanOf(errors)];
  if (mean === null) return '–';
  return `${mean > 0 ? '+' : ''}${mean.toFixed(4)}${error === null ? '' : ` (${error.toFixed(4)})`}`;
}

/** Mean differences in units of their mean standard errors, of every contender and number of shots. */
function ratios(result: ShotsResult): number[] {
  return contendersOf(result).flatMap((name) =>
    result.shots.flatMap((count) => {
      const mean = meanOf(scoresOf(result, name, count, 'loss-difference'));
      const error = meanOf(scoresOf(result, name, count, 'loss-difference-error'));
      return mean === null || error === null || error === 0 ? [] : [mean / error];
    }),
  );
}

const beaten = (result: ShotsResult): number => ratios(result).filter((ratio) => ratio > 2).length;
const beating = (result: ShotsResult): number => ratios(result).filter((ratio) => ratio < -2).length;
