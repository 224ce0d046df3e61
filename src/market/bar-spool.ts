import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InstrumentAction } from '../model/bar-series.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import { type BarSink, repetitionFault, shapeFault } from './bar-check.ts';
import { BAR_FAULTS, BARS_PER_FILE_MAX, type BarFault } from './bar-fault.ts';
import { BAR_FIELDS } from './bar-fields.ts';
import { SpooledBars } from './spooled-bars.ts';

const FIELDS = BAR_FIELDS.length;
const VOLUME = FIELDS - 1;

/** Bars of a block, which is the window of a symbol. */
const BLOCK_BARS = 4096;

const BYTES = 8;

/**
 * A temporary file of checked bars, so that bars can be played without being in memory. It has no name any more once it
 * is open, so that nothing is left behind however the process ends. A block holds 4,096 bars of one symbol, column after
 * column, as the float64 of this machine; the blocks of a symbol follow each other.
 */
export class BarSpool {
  readonly #file: number;
  #blocks = 0;

  constructor() {
    const folder = guarded(() => mkdtempSync(join(tmpdir(), 'regimeta-')));
    try {
      this.#file = guarded(() => openSync(join(folder, 'bars'), 'wx+', 0o600));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Takes the bars of the next symbol, which must be finished before those of another. */
  begin(allowNegativePrices: boolean, actions: readonly InstrumentAction[]): SpoolWriter {
    const first = this.#blocks;
    const write = (block: Float64Array): void => {
      this.#write(block, this.#blocks++);
    };
    const open = (symbol: string, bars: number, hasVolume: boolean): SpooledBars =>
      new SpooledBars(symbol, 0, bars, {
        hasVolume,
        actions,
        blockBars: BLOCK_BARS,
        read: (block, field, into) => this.#read(first + block, field, into),
      });
    return new SpoolWriter({ write, open }, allowNegativePrices);
  }

  /** Gives the file up; its bars cannot be read any more. */
  close(): void {
    closeSync(this.#file);
  }

  #write(block: Float64Array, number: number): void {
    const bytes = new Uint8Array(block.buffer);
    let done = 0;
    while (done < bytes.length) {
      const at = number * bytes.length + done;
      done += guarded(() => writeSync(this.#file, bytes, done, bytes.length - done, at));
    }
  }

  /** Fills `into` with the columns of a block from `field` on. */
  #read(block: number, field: number, into: Float64Array): void {
    const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
    const at = (block * FIELDS + field) * BLOCK_BARS * BYTES;
    let done = 0;
    while (done < bytes.length) {
      const count = readSync(this.#file, bytes, done, bytes.length - done, at + done);
      if (count === 0) throw new RegimetaError('E_INVARIANT', { rule: 'a block of bars was written whole' });
      done += count;
    }
  }
}

/** What the writer of a symbol needs of the spool. */
interface BlockTarget {
  readonly write: (block: Float64Array) => void;
  readonly open: (symbol: string, bars: number, hasVolume: boolean) => SpooledBars;
}

/** Takes the bars of one file into a spool. */
export class SpoolWriter implements BarSink {
  readonly #spool: BlockTarget;
  readonly #allowNegativePrices: boolean;
  readonly #block = new Float64Array(BLOCK_BARS * FIELDS);
  readonly #last = new Float64Array(FIELDS).fill(Number.NEGATIVE_INFINITY);
  count = 0;
  duplicates = 0;
  #hasVolume = false;

  constructor(spool: BlockTarget, allowNegativePrices: boolean) {
    this.#spool = spool;
    this.#allowNegativePrices = allowNegativePrices;
  }

  append(row: Float64Array): BarFault | null {
    const fault = shapeFault(row, this.#allowNegativePrices);
    if (fault !== null) return fault;
    const last = this.#last;
    if (!(row[0] > last[0])) return this.#repeat(row);
    if (this.count >= BARS_PER_FILE_MAX) return BAR_FAULTS.count;
    const at = this.count % BLOCK_BARS;
    for (let field = 0; field < FIELDS; field++) {
      this.#block[field * BLOCK_BARS + at] = row[field];
      last[field] = row[field];
    }
    if (row[VOLUME] > 0) this.#hasVolume = true;
    this.count++;
    if (at + 1 === BLOCK_BARS) this.#spool.write(this.#block);
    return null;
  }

  /** The bars, once all of them were taken. */
  finish(symbol: string): SpooledBars {
    if (this.count % BLOCK_BARS !== 0) this.#spool.write(this.#block);
    return this.#spool.open(symbol, this.count, this.#hasVolume);
  }

  #repeat(row: Float64Array): BarFault | null {
    const fault = repetitionFault(row, this.#last, 0);
    if (fault === null) this.duplicates++;
    return fault;
  }
}

function guarded<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new RegimetaError('E_OUTPUT_UNWRITABLE', {
      place: tmpdir(),
      rule: 'streamed bars need 48 bytes of room each in the folder of temporary files',
      found: (error as NodeJS.ErrnoException).code ?? String(error),
      repair:
        'Free room there, name another folder by TMPDIR, or keep the bars in memory with --streaming off',
      cause: error,
    });
  }
}
