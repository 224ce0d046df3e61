import type { Values } from '../../math/batched-matmul.ts';
import type { SampleSet } from './meta-learner.ts';

/** The arrays behind the portfolio inputs of rows; each tasks × capacity. */
export interface PortfolioArrays {
  readonly slices: Values;
  readonly previous: Values;
  readonly hasPrevious: Values;
  readonly isHeld: Values;
  readonly units: Values;
  readonly sliceWeights: Values;
}

/** Which rows of a set stand at the places of one task. */
export interface UsedRows {
  readonly task: number;
  readonly capacity: number;
  /** The rows that are used, in order; places behind them are padding. */
  readonly rows: readonly number[];
}

/** The rows of one slice by symbol. */
interface SliceRows {
  readonly slice: number;
  readonly rowOf: Map<number, number>;
}

/**
 * Writes which rows belong to one slice, and where the symbol of a row stood in the portfolio before: that of the last slice which
 * lies at least a label horizon earlier, since a portfolio is held for as long. A set that does not know its slices counts as one
 * slice of different symbols; one without units has log returns as labels.
 */
export function writePortfolio(
  samples: SampleSet,
  arrays: PortfolioArrays,
  { task, capacity, rows }: UsedRows,
): void {
  const start = task * capacity;
  for (const values of Object.values(arrays) as Values[]) values.fill(0, start, start + capacity);
  const seen: SliceRows[] = [];
  let next = 0;
  let before: SliceRows | null = null;
  rows.forEach((row, at) => {
    const slice = samples.slices?.[row] ?? 0;
    if (seen.at(-1)?.slice !== slice) {
      while (next < seen.length && seen[next]!.slice + (samples.horizonBars ?? 1) <= slice)
        before = seen[next++]!;
      arrays.isHeld[start + seen.length] = before ? 1 : 0;
      seen.push({ slice, rowOf: new Map() });
    }
    const symbol = samples.symbols?.[row] ?? row;
    const previous = before?.rowOf.get(symbol);
    arrays.slices[start + at] = seen.length - 1;
    arrays.units[start + at] = samples.units?.[row] ?? 1;
    arrays.previous[start + at] = previous ?? 0;
    arrays.hasPrevious[start + at] = previous === undefined ? 0 : 1;
    seen.at(-1)!.rowOf.set(symbol, at);
  });
  seen.forEach((_, place) => {
    arrays.sliceWeights[start + place] = 1 / seen.length;
  });
}
