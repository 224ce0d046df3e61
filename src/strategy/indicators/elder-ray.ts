import { type Indicator, requireBar, requireLength } from './indicator.ts';
import { SeededAverage } from './seeded-average.ts';

/**
 * Elder-ray: how far the high (`value`, the bull power) and the low (`bearPower`) lie above the exponential moving average of
 * the close, seeded with the mean of the first `length` closes (Elder 1993, "Trading for a Living"). In units of price.
 */
export class ElderRay implements Indicator<[high: number, low: number, close: number]> {
  readonly lookback: number;
  readonly #average: SeededAverage;
  #high = Number.NaN;
  #low = Number.NaN;

  /** `length` at least 1, usually 13. */
  constructor(length = 13) {
    this.lookback = requireLength('ElderRay', length, 1);
    this.#average = new SeededAverage(length, 2 / (length + 1));
  }

  get ready(): boolean {
    return this.#average.ready;
  }

  get value(): number {
    return this.#high - this.#average.value;
  }

  get bearPower(): number {
    return this.#low - this.#average.value;
  }

  update(high: number, low: number, close: number): void {
    requireBar('ElderRay', high, low, close);
    this.#average.push(close);
    this.#high = high;
    this.#low = low;
  }
}
