import { naturalExponential } from './natural-exponential.ts';

/** The logistic function 1 / (1 + e^−x), within 4 units in the last place also where it is small; NaN for NaN. */
export function logistic(x: number): number {
  const power = naturalExponential(-Math.abs(x));
  return (x >= 0 ? 1 : power) / (1 + power);
}

/** ln(1 + e^x), within 4 units in the last place also where it is small; NaN for NaN. */
export function softplusOf(x: number): number {
  const power = naturalExponential(-Math.abs(x));
  const s = power / (2 + power);
  return Math.max(x, 0) + 2 * s * inverseTangentSeries(s * s);
}

/** artanh(s) / s in s², for s² up to 1/9 (Abramowitz & Stegun 4.6.33). */
function inverseTangentSeries(square: number): number {
  let sum = 1 / 33;
  for (let odd = 31; odd >= 1; odd -= 2) sum = sum * square + 1 / odd;
  return sum;
}
