import { normalQuantile } from './normal-distribution.ts';

/**
 * The quantile of Student's distribution with `freedom` degrees of freedom, by the expansion about the normal one of
 * Abramowitz & Stegun (1964), 26.7.5, to the fourth order. `p` lies in (0, 1). From 5 degrees on it is right to 0.1 % for
 * p within [0.005, 0.995]; with fewer it is too small in the tails. NaN below 1 degree.
 */
export function studentQuantile(p: number, freedom: number): number {
  if (!(freedom >= 1)) return Number.NaN;
  const x = normalQuantile(p);
  const square = x * x;
  const terms = [
    (square + 1) / 4,
    ((5 * square + 16) * square + 3) / 96,
    (((3 * square + 19) * square + 17) * square - 15) / 384,
    ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945) / 92_160,
  ];
  let sum = 1;
  let divisor = 1;
  for (const term of terms) {
    divisor *= freedom;
    sum += term / divisor;
  }
  return x * sum;
}
