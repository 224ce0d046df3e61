import { createHash } from 'node:crypto';

/**
 * SHA-256 of numbers as consecutive IEEE 754 doubles in little-endian byte order, hexadecimal; the same on every
 * machine. Numbers that compare equal but differ in bits (0 and −0) give different hashes.
 */
export function float64Hash(values: Float64Array): string {
  const bytes = new DataView(new ArrayBuffer(values.length * 8));
  for (let i = 0; i < values.length; i++) bytes.setFloat64(i * 8, values[i]!, true);
  return createHash('sha256').update(bytes).digest('hex');
}
