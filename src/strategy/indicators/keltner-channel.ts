import { AverageTrueRange } from './average-true-range.ts';
import { ExponentialMovingAverage } from './exponential-moving-average.ts';
import { type Indicator, requireWidth } from './indicator.ts';

/**
 * Keltner's channel in the form of Raschke: the exponential moving average of `length` closes, and `width` average true
 * ranges of `rangeLength` above and below it. `value` is the middle. In units of price.
 */
export class KeltnerChannel implements Indicator<[high: number, low: number, close: number]> {
  readonly lookback: number;
  readonly #average: ExponentialMovingAverage;
  readonly #range: AverageTrueRange;
  readonly #width: number;

  /** Lengths of at least 1, usually 20 and 10; `width` above zero, usually 2. */
  constructor(length = 20, rangeLength = 10, width = 2) {
    this.#average = new ExponentialMovingAverage(length);
    this.#range = new AverageTrueRange(rangeLength);
    this.#width = requireWidth('KeltnerChannel', width);
    this.lookback = Math.max(this.#average.lookback, this.#range.lookback);
  }

  get ready(): boolean {
    return this.#average.ready && this.#range.ready;
  }

  get value(): number {
    return this.ready ? this.#average.value : Number.NaN;
  }

  get upper(): number {
    return this.value + this.#width * this.#range.value;
  }

  get lower(): number {
    return this.value - this.#width * this.#range.value;
  }

  update(high: number, low: number, close: number): void {
    this.#range.update(high, low, close);
    this.#average.update(close);
  }
}
