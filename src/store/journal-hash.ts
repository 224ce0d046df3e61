import { createHash, type Hash } from 'node:crypto';
import { JOURNAL_TABLES, type JournalRow } from './journal-tables.ts';

/** Lines are hashed in texts of about this many characters. */
const TEXT_LENGTH = 16_384;

/**
 * The hash of what happened in an arm: SHA-256 over the hash of its events and the hash of its marks.
 *
 * Events are hashed as lines, one a row: the table, then the hashed columns as a JSON array without the nulls at its
 * end, so numbers have their shortest exact form. Marks are hashed as the little-endian float64 bytes of their six numbers, which is many times
 * faster; their sequence numbers tie each to its place among the events. Minus zero counts as zero in both, because
 * SQLite keeps it so. Equal hashes mean the same journal to the last bit.
 */
export class JournalHash {
  readonly #events: Hash = createHash('sha256');
  readonly #marks: Hash = createHash('sha256');

  /** Takes rows in the order in which they happened. */
  addRows(rows: readonly JournalRow[]): void {
    let lines = '';
    for (let i = 0; i < rows.length; i++) {
      const { table, values } = rows[i]!;
      let end = Math.min(values.length, JOURNAL_TABLES[table].hashed.length);
      while (values[end - 1] === null) end--;
      lines += `${table}${JSON.stringify(values.slice(0, end))}\n`;
      // A long text costs more to put together than its parts.
      if (lines.length < TEXT_LENGTH) continue;
      this.#events.update(lines);
      lines = '';
    }
    this.#events.update(lines);
  }

  /** Takes marks as their bytes, without minus zeros. */
  addMarks(bytes: Uint8Array): void {
    this.#marks.update(bytes);
  }

  /** The hash in hexadecimal; nothing can be added afterwards. */
  digest(): string {
    const parts = `events ${this.#events.digest('hex')}\nmarks ${this.#marks.digest('hex')}\n`;
    return createHash('sha256').update(parts).digest('hex');
  }
}

/** The hash of a run: SHA-256 over the names and the hashes of its arms, in the order in which they began. */
export function runHash(arms: readonly { readonly name: string; readonly journalHash: string }[]): string {
  const lines = arms.map(({ name, journalHash }) => `${JSON.stringify(name)} ${journalHash}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}
