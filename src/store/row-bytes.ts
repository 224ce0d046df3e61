import type { SqlValue } from './connection.ts';

/** The byte before a value, which says what it is. */
export const VALUE_KINDS = { null: 0, number: 1, text: 2 } as const;

const NULL = VALUE_KINDS.null;
const NUMBER = VALUE_KINDS.number;
const TEXT = VALUE_KINDS.text;

/** Room that is there whenever a value is put down; a longer text asks for its own. */
const VALUE_BYTES_MAX = 16;
const ROOM = 65_536;

/**
 * Rows as bytes, for hashing and for their way to the writer (see `RowCursor`). A row is the number of its table and of its values, one byte each, and the values without the
 * nulls at the end: a null is a byte 0, a number a byte 1 and its little-endian float64, a text a byte 2, its length in
 * bytes as a little-endian 32-bit number, and its UTF-8. Minus zero counts as zero, because SQLite keeps it so.
 */
export class RowBytes {
  #bytes = new Uint8Array(ROOM);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** Bytes that were put down since the last `take`. */
  get length(): number {
    return this.#length;
  }

  /** Puts down the first `count` values of a row, without the nulls at their end. */
  add(table: number, values: readonly SqlValue[], count: number): void {
    let end = Math.min(values.length, count);
    while (values[end - 1] === null) end--;
    this.#reserve(2);
    this.#bytes[this.#length++] = table;
    this.#bytes[this.#length++] = end;
    for (let i = 0; i < end; i++) this.#put(values[i]!);
  }

  /** The bytes, which begin anew; valid until the next `add`. */
  take(): Uint8Array {
    const taken = this.from(0);
    this.#length = 0;
    return taken;
  }

  /** The bytes from some length on; valid until the next `add`. */
  from(length: number): Uint8Array {
    return this.#bytes.subarray(length, this.#length);
  }

  #put(value: SqlValue): void {
    this.#reserve(VALUE_BYTES_MAX);
    if (typeof value === 'number') {
      this.#bytes[this.#length] = NUMBER;
      this.#view.setFloat64(this.#length + 1, value + 0, true);
      this.#length += 9;
    } else if (value === null) {
      this.#bytes[this.#length++] = NULL;
    } else if (typeof value === 'string') this.#putText(value);
    else throw new TypeError('no column of a journal holds bytes');
  }

  #putText(text: string): void {
    // No character takes more than three bytes a code unit.
    this.#reserve(5 + 3 * text.length);
    const start = this.#length + 5;
    let end = start;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 127) {
        end = start + Buffer.from(this.#bytes.buffer).write(text, start, 'utf8');
        break;
      }
      this.#bytes[end++] = unit;
    }
    this.#bytes[this.#length] = TEXT;
    this.#view.setUint32(this.#length + 1, end - start, true);
    this.#length = end;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + bytes));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
