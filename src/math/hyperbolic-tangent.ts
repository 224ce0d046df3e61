/** Powers of two up to the largest that the reduction below can ask for. */
const POWERS_OF_TWO = powersOfTwo(65);
const INVERSE_LN2 = Math.LOG2E;
/** ln 2 in two parts: the last 21 bits of the first are zero, so a multiple of it by a small integer is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** 1.5 · 2^52: added and subtracted it rounds to the nearest whole number. */
const ROUNDER = 6755399441055744;
/** Beyond it the result rounds to 1. */
const SATURATION = 20;

/**
 * The hyperbolic tangent, odd, within 4 units in the last place of the exact value; NaN for NaN.
 *
 * With 2|x| = k·ln 2 + r, |r| ≤ ln 2 / 2 and R = r·coth(r/2), the exponential is e^(2|x|) = 2^k (R + r) / (R − r),
 * so that tanh|x| = ((2^k − 1) R + (2^k + 1) r) / ((2^k + 1) R + (2^k − 1) r): one division and no cancellation
 * near zero. R is the series 2 + r²/6 − r⁴/360 + … of the Bernoulli numbers (Abramowitz & Stegun 4.5.67).
 *
 * Only additions, multiplications and one division occur, so that every engine gives the same bits, which the
 * standard does not promise of `Math.tanh`; it is also faster.
 */
export function hyperbolicTangent(x: number): number {
  const y = 2 * Math.abs(x);
  if (y > 2 * SATURATION) return x > 0 ? 1 : -1;
  const k = y * INVERSE_LN2 + ROUNDER - ROUNDER;
  const r = y - k * LN2_HIGH - k * LN2_LOW;
  const square = r * r;
  const odd = 1 / 6 + square * square * (1 / 15120 + square * square * (1 / 23950080));
  const even = 1 / 360 + square * square * (1 / 604800 + square * square * (691 / 653837184000));
  const series = 2 + square * (odd - square * even);
  const power = POWERS_OF_TWO[k | 0]!;
  const value = ((power - 1) * series + (power + 1) * r) / ((power + 1) * series + (power - 1) * r);
  return x < 0 ? -value : value;
}

function powersOfTwo(count: number): Float64Array {
  const powers = new Float64Array(count).fill(1);
  for (let i = 1; i < count; i++) powers[i] = 2 * powers[i - 1]!;
  return powers;
}
