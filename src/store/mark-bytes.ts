import { endianness } from 'node:os';

/** Numbers of a mark: sequence, time, cash, equity, gross, net. */
export const MARK_WIDTH = 6;

const IS_LITTLE_ENDIAN = endianness() === 'LE';

/** The little-endian bytes of the first `count` numbers; a view of them where the machine keeps them so itself. */
export function float64Bytes(values: Float64Array, count: number): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, count * 8);
  return IS_LITTLE_ENDIAN ? bytes : Buffer.from(bytes).swap64();
}
