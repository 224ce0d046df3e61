import { type Indicator, requireLength, requireRange } from './indicator.ts';
import { SeededAverage } from './seeded-average.ts';
import { WindowMean } from './window-mean.ts';

/**
 * The mass index: the sum over `length` bars of the exponential moving average of high - low over `averageLength` bars, divided
 * by the average of that average; 1 a bar where there is no range. Each average is seeded with the mean of its first inputs
 * (Dorsey 1992, Technical Analysis of Stocks & Commodities 10(6)).
 */
export class MassIndex implements Indicator<[high: number, low: number]> {
  readonly lookback: number;
  readonly #length: number;
  readonly #once: SeededAverage;
  readonly #twice: SeededAverage;
  readonly #ratios: WindowMean;

  /** Lengths of at least 1, usually 25 and 9. */
  constructor(length = 25, averageLength = 9) {
    this.#length = requireLength('MassIndex', length, 1);
    requireLength('MassIndex', averageLength, 1);
    this.lookback = length + 2 * averageLength - 2;
    this.#once = new SeededAverage(averageLength, 2 / (averageLength + 1));
    this.#twice = new SeededAverage(averageLength, 2 / (averageLength + 1));
    this.#ratios = new WindowMean(length);
  }

  get ready(): boolean {
    return this.#ratios.ready;
  }

  get value(): number {
    return this.#ratios.value * this.#length;
  }

  update(high: number, low: number): void {
    requireRange('MassIndex', high, low);
    this.#once.push(high - low);
    if (!this.#once.ready) return;
    this.#twice.push(this.#once.value);
    if (this.#twice.ready)
      this.#ratios.push(this.#twice.value === 0 ? 1 : this.#once.value / this.#twice.value);
  }
}
