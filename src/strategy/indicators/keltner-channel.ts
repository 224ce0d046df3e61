import { AverageRange } from './average-range.ts';
import { type Indicator, requireBar, requireLength, requireWidth } from './indicator.ts';
import { SeededAverage } from './seeded-average.ts';

/**
 * Keltner's channel in the form of Raschke: the exponential moving average of `length` closes, and `width` average true
 * ranges of `rangeLength` above and below it. `value` is the middle. In units of price.
 */
export class KeltnerChannel implements Indicator<[high: number, low: number, close: number]> {
  readonly lookback: number;
  readonly #average: SeededAverage;
  readonly #range: AverageRange;
  readonly #width: number;

  /** Lengths of at least 1, usually 20 and 10; `width` above zero, usually 2. */
  constructor(length = 20, rangeLength = 10, width = 2) {
    requireLength('KeltnerChannel', length, 1);
    this.#average = new SeededAverage(length, 2 / (length + 1));
    this.#range = new AverageRange(requireLength('KeltnerChannel', rangeLength, 1));
    this.#width = requireWidth('KeltnerChannel', width);
    this.lookback = Math.max(length, rangeLength + 1);
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
    requireBar('KeltnerChannel', high, low, close);
    this.#range.push(high, low, close);
    this.#average.push(close);
  }
}
