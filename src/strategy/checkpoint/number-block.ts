import { createHash } from 'node:crypto';

/** A matrix as text: little-endian float64 in base64, with the SHA-256 of its bytes, hexadecimal. */
export interface NumberBlock {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly sha256: string;
  readonly values: string;
}

const BYTES = 8;

/** Writes numbers, all bits of them. */
export function numberBlock(
  name: string,
  [rows, columns]: readonly [number, number],
  values: ArrayLike<number>,
): NumberBlock {
  const view = new DataView(new ArrayBuffer(values.length * BYTES));
  for (let i = 0; i < values.length; i++) view.setFloat64(i * BYTES, values[i]!, true);
  const bytes = Buffer.from(view.buffer);
  return { name, rows, columns, sha256: hashOf(bytes), values: bytes.toString('base64') };
}

/** Reads a block back; `refuse` is called with the rule that is broken and what was found. */
export function blockNumbers(
  block: NumberBlock,
  refuse: (rule: string, found: string) => never,
): Float64Array {
  const { name, rows, columns } = block;
  const bytes = Buffer.from(block.values, 'base64');
  const count = rows * columns;
  if (bytes.byteLength !== count * BYTES) {
    refuse(`${name} [${rows}, ${columns}] has ${count} numbers`, `${bytes.byteLength / BYTES}`);
  }
  const found = hashOf(bytes);
  if (found !== block.sha256) refuse(`${name} [${rows}, ${columns}] has the checksum ${block.sha256}`, found);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: count }, (_, i) => view.getFloat64(i * BYTES, true));
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
