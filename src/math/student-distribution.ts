import { logGamma } from './log-gamma.ts';

/** Steps of the continued fraction; far fewer are needed. */
const STEPS_MAX = 500;

const PRECISION = 1e-15;

/**
 * The distribution function P(T ≤ t) of Student's t with that many degrees of freedom, above zero and not always whole: `1 − I(ν / (ν + t²);
 * ν/2, 1/2) / 2` above zero, with I the regularised incomplete beta function. Relative error of the lower tail below 1e-12.
 */
export function studentCumulative(t: number, freedom: number): number {
  const square = t * t;
  // Either way the argument is the smaller part of one, and so exact.
  const tail =
    square < freedom
      ? (1 - incompleteBeta(square / (freedom + square), 0.5, freedom / 2)) / 2
      : incompleteBeta(freedom / (freedom + square), freedom / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/**
 * The regularised incomplete beta function I(x; a, b), by the continued fraction of Lentz (Press et al. 2007, "Numerical recipes", section
 * 6.4), turned round where it converges slowly.
 */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b));
  let [c, d] = [1, 1 / nonZero(1 - ((a + b) * x) / (a + 1))];
  let fraction = d;
  for (let m = 1; m < STEPS_MAX; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return (front * fraction) / a;
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}
