import type { SqlValue } from './connection.ts';
import { VALUE_KINDS } from './row-bytes.ts';

/** Texts up to this length are looked for among those that came before. */
const KEPT_TEXT_BYTES_MAX = 24;

/** Reads rows back from the bytes of a `RowBytes`, one after the other. */
export class RowCursor {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  #at = 0;
  /** Texts that came before, by their length and two of their bytes: most texts of a journal are a few words. */
  readonly #texts = new Map<number, { readonly text: string; readonly at: number }>();
  /** The number of the table of the present row. */
  table = 0;
  /** The number of its values, without the nulls at its end. */
  count = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Goes to the next row, whose values are to be read or skipped; false at the end. */
  next(): boolean {
    if (this.#at >= this.#bytes.length) return false;
    this.table = this.#bytes[this.#at]!;
    this.count = this.#bytes[this.#at + 1]!;
    this.#at += 2;
    return true;
  }

  /** Puts the values of the row into `values` from `at` on. */
  read(values: SqlValue[], at: number): void {
    for (let i = 0; i < this.count; i++) values[at + i] = this.#value();
  }

  /** Passes over the values of the row. */
  skip(): void {
    for (let i = 0; i < this.count; i++) {
      const kind = this.#bytes[this.#at++];
      if (kind === VALUE_KINDS.number) this.#at += 8;
      else if (kind === VALUE_KINDS.text) this.#at += 4 + this.#view.getUint32(this.#at, true);
    }
  }

  #value(): SqlValue {
    const kind = this.#bytes[this.#at++];
    if (kind === VALUE_KINDS.null) return null;
    if (kind === VALUE_KINDS.number) {
      this.#at += 8;
      return this.#view.getFloat64(this.#at - 8, true);
    }
    const length = this.#view.getUint32(this.#at, true);
    const from = this.#at + 4;
    this.#at = from + length;
    return length === 0 ? '' : this.#text(from, length);
  }

  #text(from: number, length: number): string {
    if (length > KEPT_TEXT_BYTES_MAX) return this.#bytes.toString('utf8', from, from + length);
    const bytes = this.#bytes;
    const key = (length << 16) | (bytes[from]! << 8) | bytes[from + length - 1]!;
    const kept = this.#texts.get(key);
    if (kept !== undefined && this.#isSame(kept.at, from, length)) return kept.text;
    const text = bytes.toString('utf8', from, from + length);
    this.#texts.set(key, { text, at: from });
    return text;
  }

  #isSame(first: number, second: number, length: number): boolean {
    for (let i = 0; i < length; i++) if (this.#bytes[first + i] !== this.#bytes[second + i]) return false;
    return true;
  }
}
