import type { MarketSlice } from '../model/market-slice.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import { KeptMeans } from './kept-means.ts';
import type { SeriesView } from './series-view.ts';

/** The columns of a bar in the order in which a ring keeps them. */
const COLUMNS = ['open', 'high', 'low', 'close', 'volume'] as const;

/** The name of a column. */
export type BarColumn = (typeof COLUMNS)[number];

const WIDTH = COLUMNS.length;

/** Keeps the last `capacity` bars of one symbol, in memory that is allocated once. */
export class BarRing {
  readonly #values: Float64Array;
  readonly #capacity: number;
  readonly #slots: number;
  readonly #symbol: string;
  readonly #means = new KeptMeans();
  #head = -1;
  #length = 0;

  constructor(symbol: string, capacity: number) {
    this.#symbol = symbol;
    this.#capacity = capacity;
    // One bar more than can be asked for: the one that has just left the longest window.
    this.#slots = capacity + 1;
    this.#values = new Float64Array(this.#slots * WIDTH);
  }

  /** Bars kept so far. */
  get length(): number {
    return this.#length;
  }

  /** Whether the ring holds as many bars as it can. */
  get isFull(): boolean {
    return this.#length === this.#capacity;
  }

  /** A read-only view of a column: a plugin that holds it cannot write. */
  view(column: BarColumn): SeriesView {
    return new SeriesFace(this, this.#means, COLUMNS.indexOf(column));
  }

  /** Takes the bar of a symbol in a slice. */
  push(slice: MarketSlice, symbolIndex: number): void {
    const head = this.#head + 1 === this.#slots ? 0 : this.#head + 1;
    const values = this.#values;
    const at = head * WIDTH;
    values[at] = slice.open[symbolIndex]!;
    values[at + 1] = slice.high[symbolIndex]!;
    values[at + 2] = slice.low[symbolIndex]!;
    values[at + 3] = slice.close[symbolIndex]!;
    values[at + 4] = slice.volume[symbolIndex]!;
    this.#head = head;
    if (this.#length < this.#capacity) this.#length++;
    const means = this.#means;
    for (let window = 0; window < means.count; window++) {
      const column = means.seriesOf(window);
      const bars = means.barsOf(window);
      means.move(window, values[at + column]!, this.#at(column, bars), bars < this.#length);
    }
  }

  /** Restates the bars before a split: prices lower by its ratio, volumes higher. */
  split(ratio: number): void {
    for (let at = 0; at < this.#values.length; at++) {
      if (at % WIDTH === WIDTH - 1) this.#values[at]! *= ratio;
      else this.#values[at]! /= ratio;
    }
    this.#means.clear();
  }

  /** See `SeriesView.ago`. */
  ago(column: number, bars: number): number {
    if (bars < 0 || bars >= this.#length || !Number.isInteger(bars)) this.#refuse(column, bars, 1);
    return this.#at(column, bars);
  }

  /** Sums bars anew, keeps their mean from then on where they end now, and returns its place among the means. */
  meanAnew(column: number, bars: number, ago: number): number {
    this.#check(column, ago, bars);
    return this.#means.keep(column, this.#copy(column, bars, ago), ago === 0);
  }

  /** See `SeriesView.toArray`. */
  toArray(column: number, bars: number): Float64Array {
    if (bars === 0) return new Float64Array(0);
    this.#check(column, 0, bars);
    return this.#copy(column, bars, 0);
  }

  #copy(column: number, bars: number, ago: number): Float64Array {
    const copy = new Float64Array(bars);
    for (let i = 0; i < bars; i++) copy[i] = this.#at(column, ago + bars - 1 - i);
    return copy;
  }

  #at(column: number, ago: number): number {
    const at = this.#head - ago;
    return this.#values[(at < 0 ? at + this.#slots : at) * WIDTH + column]!;
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
      repair: 'Declare a longer look-back',
    });
  }
}

/**
 * Reads a column of a ring and gives no way to it. A class with methods: a frozen literal with a getter would be slow
 * to read, and a function for each column slow to call.
 */
class SeriesFace implements SeriesView {
  readonly #ring: BarRing;
  readonly #means: KeptMeans;
  readonly #column: number;

  constructor(ring: BarRing, means: KeptMeans, column: number) {
    this.#ring = ring;
    this.#means = means;
    this.#column = column;
    Object.freeze(this);
  }

  get length(): number {
    return this.#ring.length;
  }

  ago(bars: number): number {
    return this.#ring.ago(this.#column, bars);
  }

  mean(bars: number, ago = 0): number {
    const means = this.#means;
    const kept = means.find(this.#column, bars, ago);
    return means.numbers[kept < 0 ? this.#ring.meanAnew(this.#column, bars, ago) : kept]!;
  }

  toArray(bars: number = this.#ring.length): Float64Array {
    return this.#ring.toArray(this.#column, bars);
  }
}
