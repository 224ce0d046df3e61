import type { BarSeries } from '../model/bar-series.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import { KeptMeans, STEPS_MAX } from './kept-means.ts';
import type { SeriesView } from './series-view.ts';

/** The columns of a bar in the order in which they are kept. */
const COLUMNS = ['open', 'high', 'low', 'close', 'volume'] as const;

/** The name of a column. */
export type BarColumn = (typeof COLUMNS)[number];

/**
 * The last `capacity` bars of one symbol. Bars that the feed plays from memory are read where they are, and only their
 * number moves on; others are copied into memory of its own. In the first case later bars lie in the same arrays: nothing
 * but this class has them, and it reads none beyond the last bar that was pushed.
 */
export class PastBars {
  readonly #symbol: string;
  readonly #capacity: number;
  /** Older bars than can be asked for, which means that are moved on late have to let go. */
  readonly #kept: number;
  readonly #means: readonly KeptMeans[];
  #columns: readonly Float64Array[];
  #isPlayed: boolean;
  /** Where the next bar will stand in the columns. */
  #end = 0;
  #length = 0;

  /** `played` are all bars of the symbol from the first one that will be pushed, where they are in memory. */
  constructor(symbol: string, capacity: number, played: BarSeries | null = null) {
    this.#symbol = symbol;
    this.#capacity = capacity;
    this.#kept = capacity + STEPS_MAX;
    this.#isPlayed = played !== null;
    this.#columns = COLUMNS.map((column) => played?.[column] ?? new Float64Array(2 * this.#kept));
    this.#means = this.#columns.map((values) => new KeptMeans(capacity, values, this.#isPlayed));
  }

  /** Where the bar after the present one will stand in the columns. */
  get end(): number {
    return this.#end;
  }

  /** Bars that can be asked for so far. */
  get length(): number {
    return this.#length;
  }

  /** Whether there are as many bars as can be asked for. */
  get isFull(): boolean {
    return this.#length === this.#capacity;
  }

  /** A read-only view of a column: a plugin that holds it cannot write, and has no way to the column itself. */
  view(column: BarColumn): SeriesView {
    const index = COLUMNS.indexOf(column);
    return new SeriesFace(this, this.#means[index]!, index);
  }

  /** Takes the bar of a symbol in a slice. */
  push(slice: MarketSlice, symbolIndex: number): void {
    if (this.#isPlayed) this.#end++;
    else this.#append(slice, symbolIndex);
    if (this.#length < this.#capacity) this.#length++;
  }

  /** Restates the bars before a split: prices lower by its ratio, volumes higher. */
  split(ratio: number): void {
    if (this.#isPlayed) this.#leavePlayed();
    for (const [index, column] of this.#columns.entries()) {
      const isVolume = COLUMNS[index] === 'volume';
      for (let at = 0; at < this.#end; at++)
        column[at] = isVolume ? column[at]! * ratio : column[at]! / ratio;
    }
    for (const [index, means] of this.#means.entries()) means.restart(this.#columns[index]!);
  }

  /** See `SeriesView.ago`. */
  ago(column: number, bars: number): number {
    if (bars < 0 || bars >= this.#length || !Number.isInteger(bars)) this.#refuse(column, bars, 1);
    return this.#columns[column]![this.#end - 1 - bars]!;
  }

  /** Sums a mean anew and returns its place among the means of its column; see `SeriesView.mean`. */
  placeOfMean(column: number, bars: number, ago: number): number {
    this.#check(column, ago, bars);
    return this.#means[column]!.keep(bars, ago, this.#end);
  }

  /** See `SeriesView.toArray`. */
  toArray(column: number, bars: number): Float64Array {
    if (bars === 0) return new Float64Array(0);
    this.#check(column, 0, bars);
    return this.#columns[column]!.slice(this.#end - bars, this.#end);
  }

  #append(slice: MarketSlice, symbolIndex: number): void {
    const [open, high, low, close, volume] = this.#columns;
    if (this.#end === open!.length) this.#makeRoom();
    const at = this.#end++;
    open![at] = slice.open[symbolIndex]!;
    high![at] = slice.high[symbolIndex]!;
    low![at] = slice.low[symbolIndex]!;
    close![at] = slice.close[symbolIndex]!;
    volume![at] = slice.volume[symbolIndex]!;
  }

  /** Moves the bars that are still needed to the beginning of the columns; as seldom as there are such bars. */
  #makeRoom(): void {
    const dropped = this.#end - this.#kept;
    for (const column of this.#columns) column.copyWithin(0, dropped, this.#end);
    for (const means of this.#means) means.shift(dropped);
    this.#end = this.#kept;
  }

  /** Goes on with copies, since the bars that are played are those of other arms too. */
  #leavePlayed(): void {
    const first = Math.max(0, this.#end - this.#kept);
    this.#columns = this.#columns.map((column) => {
      const copy = new Float64Array(2 * this.#kept);
      copy.set(column.subarray(first, this.#end));
      return copy;
    });
    this.#end -= first;
    this.#isPlayed = false;
  }

  #check(column: number, ago: number, bars: number): void {
    if (ago < 0) this.#refuse(column, ago, bars);
    if (Number.isInteger(ago) && Number.isInteger(bars) && bars >= 1 && ago + bars <= this.#length) return;
    this.#refuse(column, ago, bars);
  }

  #refuse(column: number, ago: number, bars: number): never {
    const place = `${this.#symbol} ${COLUMNS[column]!}`;
    if (ago < 0) {
      throw new RegimetaError('E_LOOKAHEAD', {
        place,
        rule: 'a strategy sees the present bar and earlier ones',
        found: `ago(${ago})`,
        repair: 'Ask for 0 (the present bar) or more',
      });
    }
    throw new RegimetaError('E_LOOKBACK', {
      place,
      rule: `a strategy sees its declared look-back of ${this.#capacity} bars (${this.#length} so far), in whole bars`,
      found: `${bars} bars ending ${ago} bars ago`,
      repair: this.#repairOf(ago, bars),
    });
  }

  #repairOf(ago: number, bars: number): string {
    if (!Number.isInteger(ago) || !Number.isInteger(bars) || bars < 1) return 'Ask for whole bars, 1 or more';
    if (ago + bars > this.#capacity) return 'Declare a longer look-back';
    return 'Ask about the symbols that onBar is given in symbols, which have had their look-back';
  }
}

/**
 * Reads a column of past bars and gives no way to it. A class with methods: a frozen literal with a getter would be slow
 * to read, and a function for each column slow to call.
 */
class SeriesFace implements SeriesView {
  readonly #past: PastBars;
  readonly #means: KeptMeans;
  readonly #column: number;

  constructor(past: PastBars, means: KeptMeans, column: number) {
    this.#past = past;
    this.#means = means;
    this.#column = column;
    Object.freeze(this);
  }

  get length(): number {
    return this.#past.length;
  }

  ago(bars: number): number {
    return this.#past.ago(this.#column, bars);
  }

  mean(bars: number, ago = 0): number {
    const means = this.#means;
    const kept = means.find(bars, ago, this.#past.end);
    // The place first, since a new mean may need a new array.
    const place = kept < 0 ? this.#past.placeOfMean(this.#column, bars, ago) : kept;
    return means.numbers[place]!;
  }

  toArray(bars: number = this.#past.length): Float64Array {
    return this.#past.toArray(this.#column, bars);
  }

  returns(bars: number = Math.max(0, this.#past.length - 1)): Float64Array {
    const values = this.toArray(bars < 0 ? bars : bars + 1);
    return values.subarray(1).map((value, before) => value / values[before]! - 1);
  }
}
