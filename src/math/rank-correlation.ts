/** Pearson's correlation of two samples that vary; NaN for one that does not. */
export function correlation(a: Float64Array, b: Float64Array): number {
  let [sumA, sumB] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    sumA += a[i]!;
    sumB += b[i]!;
  }
  const [meanA, meanB] = [sumA / a.length, sumB / b.length];
  let [products, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    products += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return Math.max(-1, Math.min(1, products / (Math.sqrt(squaresA) * Math.sqrt(squaresB))));
}

/** Spearman's rank correlation: that of Pearson of the ranks, with the middle rank for equal values. */
export function rankCorrelation(a: Float64Array, b: Float64Array): number {
  return correlation(middleRanks(a), middleRanks(b));
}

/** The rank of each value from 1; equal values share the mean of their ranks. */
export function middleRanks(values: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  return values.map((value) => {
    const below = countBelow(sorted, value, false);
    return (below + countBelow(sorted, value, true) + 1) / 2;
  });
}

/** How many sorted values are below one, or are at most as large. */
function countBelow(sorted: Float64Array, value: number, withEqual: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value || (withEqual && sorted[middle]! === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
