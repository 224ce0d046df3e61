const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const LOWER_E = 0x65;

/** The powers of ten that a double holds exactly, by exponent. */
export const POWERS_OF_TEN = new Float64Array([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
  1e20, 1e21, 1e22,
]);

/** Integers below 2^53 are exact in a double. */
const EXACT_BELOW = 9_007_199_254_740_992;

/**
 * Reads `bytes[start, end)` as a plain decimal: an optional sign, ASCII digits with at most one point, an optional
 * exponent. The result is the double nearest to the text, bit for bit that of `Number(text)`. NaN where the text is
 * anything else: empty, a space, hexadecimal, `Infinity`, a thousands separator, a digit of another script, or a
 * magnitude beyond the largest double.
 *
 * A mantissa below 2^53 and a power of ten up to 10^22 are both exact, so that one division rounds correctly (Clinger
 * 1990, "How to read floating point numbers accurately"); longer texts go to `Number`.
 */
export function parseDecimal(bytes: Buffer, start: number, end: number): number {
  const first = bytes[start];
  const digitsStart = first === MINUS || first === PLUS ? start + 1 : start;
  let position = digitsStart;
  let mantissa = 0;
  for (; position < end && isDigit(bytes[position]); position++)
    mantissa = mantissa * 10 + (bytes[position] - ZERO);
  let digits = position - digitsStart;
  let scale = 0;
  if (position < end && bytes[position] === POINT) {
    const fractionStart = ++position;
    for (; position < end && isDigit(bytes[position]); position++)
      mantissa = mantissa * 10 + (bytes[position] - ZERO);
    scale = position - fractionStart;
    digits += scale;
  }
  if (digits === 0 || (position < end && !isExponent(bytes, position, end))) return Number.NaN;
  if (position < end || mantissa >= EXACT_BELOW || scale >= POWERS_OF_TEN.length)
    return parseLong(bytes, start, end);
  const magnitude = mantissa / POWERS_OF_TEN[scale];
  return first === MINUS ? -magnitude : magnitude;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

function isExponent(bytes: Buffer, start: number, end: number): boolean {
  if ((bytes[start] | 0x20) !== LOWER_E) return false;
  const sign = bytes[start + 1];
  let position = sign === MINUS || sign === PLUS ? start + 2 : start + 1;
  if (position >= end) return false;
  while (position < end && isDigit(bytes[position])) position++;
  return position === end;
}

/** For texts already known to be decimals, so that the leniency of `Number` has nothing to act on. */
function parseLong(bytes: Buffer, start: number, end: number): number {
  const value = Number(bytes.toString('latin1', start, end));
  return Number.isFinite(value) ? value : Number.NaN;
}
