import type { AccountMark } from '../model/account.ts';
import type { EngineEvent } from '../model/event.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import { JournalHash } from './journal-hash.ts';
import { journalRow } from './journal-tables.ts';
import { MARK_WIDTH } from './mark-bytes.ts';
import { MarkStream } from './mark-stream.ts';

/** Marks are hashed so many at a time. */
const MARKS_PER_BATCH = 1024;

/** A journal of the engine of which nothing is kept but its hash, which is the one that an `ArmWriter` would seal. */
export class HashedJournal {
  readonly #hash = new JournalHash();
  readonly #marks = new MarkStream();
  readonly #mark = new Float64Array(MARK_WIDTH);
  readonly #hasOneSymbol: boolean;
  #sequence = 0;
  #markCount = 0;

  constructor(symbolCount: number) {
    this.#hasOneSymbol = symbolCount === 1;
  }

  /** Takes the next event. Throws E_INVARIANT unless its sequence number follows the last one. */
  append(event: EngineEvent): void {
    if (event.sequence !== this.#sequence + 1) {
      const rule = `event ${this.#sequence + 1} comes next`;
      throw new RegimetaError('E_INVARIANT', { rule, found: `${event.kind} ${event.sequence}` });
    }
    this.#sequence = event.sequence;
    if (this.#hasOneSymbol && (event.kind === 'order-filled' || event.kind === 'market-action'))
      this.#marks.hold(event.positionQuantity);
    this.#hash.addRow(journalRow(event));
  }

  /** Takes the account at the close of a slice. Throws E_INVARIANT for a number that is not finite. */
  mark({ time, cash, equity, gross, net }: AccountMark): void {
    if (!Number.isFinite(time + cash + equity + gross + net)) {
      const found = [time, cash, equity, gross, net].join(', ');
      throw new RegimetaError('E_INVARIANT', { rule: 'a mark is finite', found });
    }
    const mark = this.#mark;
    mark[0] = this.#sequence;
    mark[1] = time + 0;
    mark[2] = cash + 0;
    mark[3] = equity + 0;
    mark[4] = gross + 0;
    mark[5] = net + 0;
    this.#marks.add(mark);
    if (++this.#markCount % MARKS_PER_BATCH === 0) this.#hashMarks();
  }

  /** The hash with the number of events and marks that it covers; nothing can be taken afterwards. */
  finish(): { readonly journalHash: string; readonly eventCount: number; readonly markCount: number } {
    this.#hashMarks();
    const [eventCount, markCount] = [this.#sequence, this.#markCount];
    return { journalHash: this.#hash.digest(), eventCount, markCount };
  }

  #hashMarks(): void {
    this.#hash.addMarks(this.#marks.bytes());
    this.#marks.clear();
  }
}
