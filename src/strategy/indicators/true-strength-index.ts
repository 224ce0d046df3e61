import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { SeededAverage } from './seeded-average.ts';

/**
 * The true strength index, -100 to 100: the changes, smoothed by an exponential moving average of `long` and then by one of
 * `short`, in percent of their sizes, smoothed alike; each average is seeded with the mean of its first inputs; 0 where nothing
 * moved (Blau 1991, Technical Analysis of Stocks & Commodities 9(11)).
 */
export class TrueStrengthIndex implements Indicator {
  readonly lookback: number;
  readonly #changesOnce: SeededAverage;
  readonly #changesTwice: SeededAverage;
  readonly #sizesOnce: SeededAverage;
  readonly #sizesTwice: SeededAverage;
  #before = Number.NaN;

  /** Lengths of at least 1, usually 25 and 13. */
  constructor(long = 25, short = 13) {
    const averageOf = (length: number): SeededAverage =>
      new SeededAverage(requireLength('TrueStrengthIndex', length, 1), 2 / (length + 1));
    this.#changesOnce = averageOf(long);
    this.#changesTwice = averageOf(short);
    this.#sizesOnce = averageOf(long);
    this.#sizesTwice = averageOf(short);
    this.lookback = long + short;
  }

  get ready(): boolean {
    return this.#sizesTwice.ready;
  }

  get value(): number {
    const sizes = this.#sizesTwice.value;
    return sizes === 0 ? 0 : (100 * this.#changesTwice.value) / sizes;
  }

  update(value: number): void {
    requireInput('TrueStrengthIndex', value);
    const change = value - this.#before;
    this.#before = value;
    if (Number.isNaN(change)) return;
    this.#changesOnce.push(change);
    this.#sizesOnce.push(Math.abs(change));
    if (!this.#sizesOnce.ready) return;
    this.#changesTwice.push(this.#changesOnce.value);
    this.#sizesTwice.push(this.#sizesOnce.value);
  }
}
