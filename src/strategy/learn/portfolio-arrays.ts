import type { Values } from '../../math/batched-matmul.ts';
import type { SampleSet } from './meta-learner.ts';

/** The arrays behind the portfolio inputs of rows; each tasks × capacity. */
export interface PortfolioArrays {
  readonly slices: Values;
  readonly previous: Values;
  readonly hasPrevious: Values;
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

/**
 * Writes which rows belong to one slice, and where the symbol of a row stood in the slice before. A set that does not
 * know its slices counts as one slice of different symbols; one without units has log returns as labels.
 */
export function writePortfolio(
  samples: SampleSet,
  arrays: PortfolioArrays,
  { task, capacity, rows }: UsedRows,
): void {
  const start = task * capacity;
  for (const values of Object.values(arrays) as Values[]) values.fill(0, start, start + capacity);
  let slice = -1;
  let place = -1;
  let before = new Map<number, number>();
  let present = new Map<number, number>();
  rows.forEach((row, at) => {
    const found = samples.slices?.[row] ?? 0;
    if (place < 0 || found !== slice) {
      place++;
      slice = found;
      before = present;
      present = new Map();
    }
    const symbol = samples.symbols?.[row] ?? row;
    const previous = before.get(symbol);
    arrays.slices[start + at] = place;
    arrays.units[start + at] = samples.units?.[row] ?? 1;
    arrays.previous[start + at] = previous ?? 0;
    arrays.hasPrevious[start + at] = previous === undefined ? 0 : 1;
    present.set(symbol, at);
  });
  for (let one = 0; one <= place; one++) arrays.sliceWeights[start + one] = 1 / (place + 1);
}
