import { curveDrawing } from '../report/curve-drawing.ts';
import type { ShotsResult } from './shots.ts';

/** The names of the contenders, the subject first. */
export function contendersOf({ record }: ShotsResult): string[] {
  return [...new Set(record.scores.map(({ contender }) => contender))];
}

/** What a contender came to after so many shots, one value a seed; where a value is not defined there is none. */
export function scoresOf(
  { record }: ShotsResult,
  contender: string,
  shots: number,
  measure: string,
): number[] {
  return record.scores
    .filter((score) => score.contender === contender && score.measure === measure)
    .filter(({ condition }) => condition === `shots ${shots}`)
    .flatMap(({ value }) => (value === null ? [] : [value]));
}

/** Null of no values. */
export function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The learning curves as an SVG document: mean loss by number of shots. */
export function shotsDrawing(result: ShotsResult): string {
  const { record, shots } = result;
  return curveDrawing({
    title: `${record.run.strategyName} on ${record.run.dataName}: loss on unseen assets`,
    horizontal: 'rows of support',
    vertical: 'mean loss',
    curves: contendersOf(result).map((name) => ({
      name,
      points: shots.map((count) => ({
        x: count,
        y: meanOf(scoresOf(result, name, count, 'loss')) ?? Number.NaN,
      })),
    })),
  });
}
