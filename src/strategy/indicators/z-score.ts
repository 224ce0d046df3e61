import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { WindowMean } from './window-mean.ts';
import { WindowSpread } from './window-spread.ts';

/**
 * How many sample standard deviations of the last `length` inputs the last one lies above their mean; 0 where they are all
 * the same.
 */
export class ZScore implements Indicator {
  readonly lookback: number;
  readonly #mean: WindowMean;
  readonly #spread: WindowSpread;
  #last = Number.NaN;

  /** `length` at least 2. */
  constructor(length: number) {
    this.lookback = requireLength('ZScore', length, 2);
    this.#mean = new WindowMean(length);
    this.#spread = new WindowSpread(length);
  }

  get ready(): boolean {
    return this.#mean.ready;
  }

  get value(): number {
    const deviation = Math.sqrt(this.#spread.variance);
    return deviation === 0 ? 0 : (this.#last - this.#mean.value) / deviation;
  }

  update(value: number): void {
    requireInput('ZScore', value);
    this.#mean.push(value);
    this.#spread.push(value);
    this.#last = value;
  }
}
