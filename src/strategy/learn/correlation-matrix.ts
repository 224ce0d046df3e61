import type { ReturnPanel } from './return-panel.ts';

/** Fewer shared returns than this say nothing of a correlation. */
const SHARED_MIN = 3;

/**
 * Pearson correlations of every two columns over the slices in which both have a return, symbols × symbols; 1 on the
 * diagonal; 0 where fewer than three are shared or one of the two does not move.
 */
export function correlationMatrix({ slices, symbols, returns }: ReturnPanel): Float64Array {
  const count = symbols.length;
  const matrix = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    matrix[a * count + a] = 1;
    for (let b = 0; b < a; b++) {
      const value = correlation(returns, { slices, count, a, b });
      matrix[a * count + b] = value;
      matrix[b * count + a] = value;
    }
  }
  return matrix;
}

interface ColumnPair {
  readonly slices: number;
  readonly count: number;
  readonly a: number;
  readonly b: number;
}

function correlation(returns: Float64Array, { slices, count, a, b }: ColumnPair): number {
  let shared = 0;
  let meanA = 0;
  let meanB = 0;
  let squareA = 0;
  let squareB = 0;
  let product = 0;
  // Welford's recursion (1962): no difference of large sums.
  for (let slice = 0; slice < slices; slice++) {
    const x = returns[slice * count + a]!;
    const y = returns[slice * count + b]!;
    if (!Number.isFinite(x + y)) continue;
    shared++;
    const fromA = x - meanA;
    const fromB = y - meanB;
    meanA += fromA / shared;
    meanB += fromB / shared;
    squareA += fromA * (x - meanA);
    squareB += fromB * (y - meanB);
    product += fromA * (y - meanB);
  }
  if (shared < SHARED_MIN || squareA <= 0 || squareB <= 0) return 0;
  return Math.max(-1, Math.min(1, product / (Math.sqrt(squareA) * Math.sqrt(squareB))));
}
