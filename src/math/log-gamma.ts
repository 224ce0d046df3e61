/** Coefficients B(2k) / (2k (2k - 1)) of Stirling's series, k from 1. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/** From here on the series is exact to double precision. */
const SERIES_FROM = 12;

/**
 * The natural logarithm of the gamma function for x > 0, to about 1e-15 of max(1, |value|). Stirling's series
 * (Abramowitz & Stegun 1964, 6.1.41) after the recurrence has lifted the argument to 12 or above.
 */
export function logGamma(x: number): number {
  let lifted = x;
  let product = 1;
  while (lifted < SERIES_FROM) {
    product *= lifted;
    lifted += 1;
  }
  const inverse = 1 / lifted;
  const square = inverse * inverse;
  let series = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) series = series * square + STIRLING[k];
  const stirling = (lifted - 0.5) * Math.log(lifted) - lifted + 0.5 * Math.log(2 * Math.PI);
  return stirling + series * inverse - Math.log(product);
}
