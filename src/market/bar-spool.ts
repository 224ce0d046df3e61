import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InstrumentAction } from '../model/bar-series.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import { BarRows } from './bar-rows.ts';
import { INPUT_KINDS, type InputKind } from './input-kind.ts';
import { SpooledBars } from './spooled-bars.ts';

/** Bars of a block, which is the window of a symbol. */
const BLOCK_BARS = 4096;

/** Bytes of a column of a block. */
const BLOCK_BYTES = 8 * BLOCK_BARS;

/**
 * A temporary file of checked bars, so that bars can be played without being in memory. It has no name any more once it
 * is open, so that nothing is left behind however the process ends. A block holds 4,096 bars of one symbol, column after
 * column as they are packed, as the float64 of this machine; the blocks of a symbol follow each other.
 */
export class BarSpool {
  readonly #file: number;
  /** Bytes written. */
  #length = 0;

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
    const first = this.#length;
    const write = (block: Float64Array): void => this.#write(block);
    const open = (symbol: string, bars: number, { kind, hasVolume, isSized }: WrittenBars): SpooledBars =>
      new SpooledBars(symbol, 0, bars, {
        kind: kind.name,
        columns: kind.columns,
        hasVolume,
        isSized,
        shiftMs: 0,
        actions,
        blockBars: BLOCK_BARS,
        read: (block, column, into) =>
          this.#read(first + (block * kind.columns + column) * BLOCK_BYTES, into),
      });
    return new SpoolWriter({ write, open }, allowNegativePrices);
  }

  /** Gives the file up; its bars cannot be read any more. */
  close(): void {
    closeSync(this.#file);
  }

  #write(block: Float64Array): void {
    const bytes = new Uint8Array(block.buffer);
    let done = 0;
    while (done < bytes.length) {
      const at = this.#length + done;
      done += guarded(() => writeSync(this.#file, bytes, done, bytes.length - done, at));
    }
    this.#length += bytes.length;
  }

  /** Fills `into` with the values from a place of the file on. */
  #read(from: number, into: Float64Array): void {
    const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
    let done = 0;
    while (done < bytes.length) {
      const count = readSync(this.#file, bytes, done, bytes.length - done, from + done);
      if (count === 0) throw new RegimetaError('E_INVARIANT', { rule: 'a block of bars was written whole' });
      done += count;
    }
  }
}

/** What is known of the bars of a file once they are written. */
interface WrittenBars {
  readonly kind: InputKind;
  readonly hasVolume: boolean;
  readonly isSized: boolean;
}

/** What the writer of a symbol needs of the spool. */
interface BlockTarget {
  readonly write: (block: Float64Array) => void;
  readonly open: (symbol: string, bars: number, written: WrittenBars) => SpooledBars;
}

/** Takes the bars of one file into a spool. */
export class SpoolWriter {
  /** What takes the rows. */
  readonly rows: BarRows;
  readonly #spool: BlockTarget;
  #kind: InputKind = INPUT_KINDS.bars;
  #block = new Float64Array(0);
  #count = 0;
  #hasVolume = false;
  #isSized = false;

  constructor(spool: BlockTarget, allowNegativePrices: boolean) {
    this.#spool = spool;
    const store = {
      begin: (kind: InputKind): void => this.#begin(kind),
      push: (kept: Float64Array): void => this.#push(kept),
    };
    this.rows = new BarRows(store, allowNegativePrices);
  }

  /** The bars, once all of them were taken. */
  finish(symbol: string): SpooledBars {
    if (this.#count % BLOCK_BARS !== 0) this.#spool.write(this.#block);
    const { kind, hasVolume, isSized } = {
      kind: this.#kind,
      hasVolume: this.#hasVolume,
      isSized: this.#isSized,
    };
    return this.#spool.open(symbol, this.#count, { kind, hasVolume, isSized });
  }

  #begin(kind: InputKind): void {
    this.#kind = kind;
    this.#block = new Float64Array(BLOCK_BARS * kind.columns);
  }

  #push(kept: Float64Array): void {
    const at = this.#count % BLOCK_BARS;
    for (let column = 0; column < kept.length; column++) this.#block[column * BLOCK_BARS + at] = kept[column];
    // The last column is the volume, and of quotes the size at the ask.
    const isQuote = this.#kind.name === 'quotes';
    if (kept[kept.length - 1] > 0) {
      if (isQuote) this.#isSized = true;
      else this.#hasVolume = true;
    }
    this.#count++;
    if (at + 1 === BLOCK_BARS) this.#spool.write(this.#block);
  }
}

function guarded<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new RegimetaError('E_OUTPUT_UNWRITABLE', {
      place: tmpdir(),
      rule: 'streamed bars need 48 to 80 bytes of room each in the folder of temporary files',
      found: (error as NodeJS.ErrnoException).code ?? String(error),
      repair:
        'Free room there, name another folder by TMPDIR, or keep the bars in memory with --streaming off',
      cause: error,
    });
  }
}
