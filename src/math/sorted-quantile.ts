/**
 * The quantile of sorted values by linear interpolation (type 7 of Hyndman & Fan 1996, the default of R and NumPy): the value at
 * position `p · (n − 1)`, counted from 0. `p` is between 0 and 1. NaN for no values.
 */
export function sortedQuantile(sorted: Float64Array, p: number): number {
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return low + (position - below) * (high - low);
}
