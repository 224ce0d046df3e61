const INVERSE_LN2 = Math.LOG2E;
/** ln 2 in two parts: the last 21 bits of the first are zero, so a multiple of it by a small integer is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** 1.5 · 2^52: added and subtracted it rounds to the nearest whole number. */
const ROUNDER = 6755399441055744;
/** Beyond these the result is Infinity and 0. */
const LARGEST = 710;
const SMALLEST = -746;
/** The halves of the powers of two between those bounds lie within ± this. */
const HALF_POWER = 540;
const POWERS_OF_TWO = powersOfTwo();

/**
 * e to the power of x, within 2 units in the last place; Infinity and 0 where it leaves the range, NaN for NaN.
 *
 * With x = k·ln 2 + r, |r| ≤ ln 2 / 2 and R = r·coth(r/2) it is 2^k (R + r) / (R − r). R is the series
 * 2 + r²/6 − r⁴/360 + … of the Bernoulli numbers (Abramowitz & Stegun 4.5.67). Only additions, multiplications and
 * one division occur, so that every engine gives the same bits, which the standard does not promise of `Math.exp`.
 */
export function naturalExponential(x: number): number {
  const bounded = Math.max(SMALLEST, Math.min(LARGEST, x));
  const k = bounded * INVERSE_LN2 + ROUNDER - ROUNDER;
  const r = bounded - k * LN2_HIGH - k * LN2_LOW;
  const square = r * r;
  const odd = 1 / 6 + square * square * (1 / 15120 + square * square * (1 / 23950080));
  const even = 1 / 360 + square * square * (1 / 604800 + square * square * (691 / 653837184000));
  const series = 2 + square * (odd - square * even);
  const half = k * 0.5 + ROUNDER - ROUNDER;
  const value = ((series + r) / (series - r)) * POWERS_OF_TWO[HALF_POWER + half]!;
  return value * POWERS_OF_TWO[HALF_POWER + k - half]!;
}

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2 * HALF_POWER + 1).fill(1);
  for (let i = 1; i <= HALF_POWER; i++) {
    powers[HALF_POWER + i] = 2 * powers[HALF_POWER + i - 1]!;
    powers[HALF_POWER - i] = powers[HALF_POWER - i + 1]! / 2;
  }
  return powers;
}
