import type { BarKind, BarSeries, InstrumentAction, Quoting } from '../model/bar-series.ts';
import type { EpochMs } from '../model/time.ts';
import type { BarWindows } from './bar-windows.ts';
import { middleCount, unpackBars } from './packed-bars.ts';
import type { TimeColumn } from './time-column.ts';

const TIME = 0;

/** Where the blocks of a symbol lie. */
interface BlockSource {
  readonly kind: BarKind;
  /** Packed columns of a block. */
  readonly columns: number;
  readonly blockBars: number;
  /** Fills `into` with the columns of a block of the symbol from a column on. */
  readonly read: (block: number, column: number, into: Float64Array) => void;
  readonly hasVolume: boolean;
  /** Whether quotes have sizes. */
  readonly isSized: boolean;
  /** Milliseconds that are added to every time. */
  readonly shiftMs: number;
  readonly actions: readonly InstrumentAction[];
}

/** Some consecutive bars of one symbol in a spool. Memory: one block for playing, one column for looking. */
export class SpooledBars implements BarWindows {
  readonly symbol: string;
  readonly time: TimeColumn;
  readonly #first: number;
  readonly #end: number;
  readonly #source: BlockSource;
  #window: Float64Array | null = null;

  /** The bars from number `first` of the symbol on, before number `end`. */
  constructor(symbol: string, first: number, end: number, source: BlockSource) {
    this.symbol = symbol;
    this.#first = first;
    this.#end = end;
    this.#source = source;
    this.time = new SpooledTimes(first, end, source);
  }

  get hasVolume(): boolean {
    return this.#source.hasVolume;
  }

  get kind(): BarKind {
    return this.#source.kind;
  }

  get quoting(): Quoting {
    const { kind, isSized } = this.#source;
    if (kind === 'quotes') return isSized ? 'sizes' : 'prices';
    return kind === 'bid-ask-bars' ? 'prices' : 'none';
  }

  get actions(): readonly InstrumentAction[] {
    return this.#source.actions;
  }

  /** The bars from `start` on, before `end`. */
  cut(start: number, end: number): SpooledBars {
    return new SpooledBars(this.symbol, this.#first + start, this.#first + end, this.#source);
  }

  /** The same bars, each so many milliseconds later. */
  shifted(shiftMs: number): SpooledBars {
    return new SpooledBars(this.symbol, this.#first, this.#end, { ...this.#source, shiftMs });
  }

  read(first: number): BarSeries {
    const { kind, columns, blockBars, read, shiftMs } = this.#source;
    const bar = this.#first + first;
    const block = Math.floor(bar / blockBars);
    this.#window ??= new Float64Array(blockBars * (columns + middleCount(kind) + 1));
    const window = this.#window;
    read(block, 0, window.subarray(0, blockBars * columns));
    const from = bar - block * blockBars;
    const to = Math.min(blockBars, this.#end - block * blockBars);
    const column = (field: number): Float64Array =>
      window.subarray(field * blockBars + from, field * blockBars + to);
    const packed = Array.from({ length: columns }, (_, field) => column(field));
    const [time] = packed;
    if (shiftMs > 0) for (let at = 0; at < time.length; at++) time[at] += shiftMs;
    const middles = Array.from({ length: middleCount(kind) }, (_, field) => column(columns + field));
    const zeros = column(columns + middles.length);
    return unpackBars(this.symbol, kind, packed, { middles, zeros });
  }

  /** Hands the values of all packed columns to `take`, column after column, piece by piece; each holds during the call. */
  eachPiece(take: (values: Float64Array) => void): void {
    const { kind, columns, isSized } = this.#source;
    // Sizes that are not there are no part of the data.
    const packed = kind === 'quotes' && !isSized ? columns - 2 : columns;
    for (let field = 0; field < packed; field++) this.#eachOf(field, take);
  }

  #eachOf(field: number, take: (values: Float64Array) => void): void {
    const { blockBars, read } = this.#source;
    const column = new Float64Array(blockBars);
    for (let bar = this.#first; bar < this.#end; ) {
      const block = Math.floor(bar / blockBars);
      read(block, field, column);
      const end = Math.min(blockBars, this.#end - block * blockBars);
      take(column.subarray(bar - block * blockBars, end));
      bar = block * blockBars + end;
    }
  }
}

/** The times of spooled bars; the block that was asked for last stays in memory. */
class SpooledTimes implements TimeColumn {
  readonly length: number;
  readonly #first: number;
  readonly #source: BlockSource;
  #column: Float64Array | null = null;
  #block = -1;

  constructor(first: number, end: number, source: BlockSource) {
    this.length = end - first;
    this.#first = first;
    this.#source = source;
  }

  at(bar: number): EpochMs | undefined {
    const index = bar < 0 ? this.length + bar : bar;
    if (!(index >= 0 && index < this.length)) return undefined;
    const { blockBars } = this.#source;
    const block = Math.floor((this.#first + index) / blockBars);
    this.#column ??= new Float64Array(blockBars);
    if (block !== this.#block) this.#source.read(block, TIME, this.#column);
    this.#block = block;
    return this.#column[this.#first + index - block * blockBars] + this.#source.shiftMs;
  }
}
