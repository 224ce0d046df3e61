const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const ROOT_TWO = Math.SQRT2;
const NORMAL_MIN = 2.2250738585072014e-308;
const TWO_TO_54 = 18014398509481984;
const EXPONENT_BIAS = 1023;

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);
/** The word that holds sign and exponent: the second one on machines that store the lower one first. */
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

/**
 * The natural logarithm, within 3 units in the last place; −Infinity of 0, NaN below 0 and of NaN.
 *
 * With x = 2^k·m, √½ < m ≤ √2 and s = (m − 1) / (m + 1) it is k·ln 2 + 2s (1 + s²/3 + s⁴/5 + …) (Abramowitz &
 * Stegun 4.1.27). Only exact operations on the exponent, additions, multiplications and one division occur, so that
 * every engine gives the same bits, which the standard does not promise of `Math.log`.
 */
export function naturalLogarithm(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY)
    return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN;
  const isSubnormal = x < NORMAL_MIN;
  bits[0] = isSubnormal ? x * TWO_TO_54 : x;
  let k = (words[HIGH]! >>> 20) - EXPONENT_BIAS - (isSubnormal ? 54 : 0);
  words[HIGH] = (words[HIGH]! & 0xfffff) | 0x3ff00000;
  let m = bits[0]!;
  if (m > ROOT_TWO) {
    m *= 0.5;
    k++;
  }
  const s = (m - 1) / (m + 1);
  return k * LN2_HIGH + (2 * s * inverseTangentSeries(s * s) + k * LN2_LOW);
}

/** artanh(s) / s in s², for s² up to 0.0295. */
function inverseTangentSeries(square: number): number {
  let sum = 1 / 23;
  for (let odd = 21; odd >= 1; odd -= 2) sum = sum * square + 1 / odd;
  return sum;
}
