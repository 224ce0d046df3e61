import { createHash, type Hash } from 'node:crypto';
import { JOURNAL_TABLES, type JournalRow } from './journal-tables.ts';
import { RowBytes } from './row-bytes.ts';

/** The form of the journals that are written now; older arms have form 1, see `JournalFormOne`. */
export const JOURNAL_FORM = 2;

/** Rows are hashed in pieces of about this many bytes. */
const PIECE_BYTES = 32_768;

/**
 * The hash of what happened in an arm: SHA-256 over the hash of its events and the hash of its marks.
 *
 * Events are hashed one after the other as the bytes of their rows (see `RowBytes`), marks as the bytes that pack them (see
 * `MarkStream`), which hold the sequence number that ties each to its place among the events. Both are many times faster than any
 * text, and equal hashes mean the same journal to the last bit.
 */
export class JournalHash {
  readonly #events: Hash = createHash('sha256');
  readonly #marks: Hash = createHash('sha256');
  readonly #rows = new RowBytes();

  /** Takes rows in the order in which they happened. */
  addRow({ table, values }: JournalRow): void {
    const { number, hashed } = JOURNAL_TABLES[table];
    this.#rows.add(number, values, hashed.length);
    if (this.#rows.length >= PIECE_BYTES) this.#events.update(this.#rows.take());
  }

  /** Takes rows as their bytes, in the order in which they happened; they are not mixed with `addRow`. */
  addRows(bytes: Uint8Array): void {
    this.#events.update(bytes);
  }

  /** Takes marks as the bytes that pack them. */
  addMarks(bytes: Uint8Array): void {
    this.#marks.update(bytes);
  }

  /** The hash in hexadecimal; nothing can be added afterwards. */
  digest(): string {
    this.#events.update(this.#rows.take());
    return journalDigest(this.#events, this.#marks);
  }
}

/** The hash of a journal from those of its events and of its marks, in hexadecimal. */
export function journalDigest(events: Hash, marks: Hash): string {
  const parts = `events ${events.digest('hex')}\nmarks ${marks.digest('hex')}\n`;
  return createHash('sha256').update(parts).digest('hex');
}

/** The hash of a run: SHA-256 over the names and the hashes of its arms, in the order in which they began. */
export function runHash(arms: readonly { readonly name: string; readonly journalHash: string }[]): string {
  const lines = arms.map(({ name, journalHash }) => `${JSON.stringify(name)} ${journalHash}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}
