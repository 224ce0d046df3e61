import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { SimpleMovingAverage } from './simple-moving-average.ts';
import { StandardDeviation } from './standard-deviation.ts';

/**
 * How many sample standard deviations of the last `length` inputs the last one lies above their mean; 0 where they are all
 * the same.
 */
export class ZScore implements Indicator {
  readonly lookback: number;
  readonly #mean: SimpleMovingAverage;
  readonly #deviation: StandardDeviation;
  #last = Number.NaN;

  /** `length` at least 2. */
  constructor(length: number) {
    this.lookback = requireLength('ZScore', length, 2);
    this.#mean = new SimpleMovingAverage(length);
    this.#deviation = new StandardDeviation(length);
  }

  get ready(): boolean {
    return this.#mean.ready;
  }

  get value(): number {
    const deviation = this.#deviation.value;
    return deviation === 0 ? 0 : (this.#last - this.#mean.value) / deviation;
  }

  update(value: number): void {
    requireInput('ZScore', value);
    this.#mean.update(value);
    this.#deviation.update(value);
    this.#last = value;
  }
}
