import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { relativeChange } from './relative-change.ts';
import { WindowWeightedMean } from './window-weighted-mean.ts';

/**
 * Coppock's curve: the weighted moving average over `length` updates of the relative changes over `long` and over `short`
 * updates together, in percent; a change from 0, or from so near to it that the quotient overflows, counts as 0 (Coppock 1965,
 * Barron's). Takes a time in proportion to `length`.
 */
export class CoppockCurve implements Indicator {
  readonly lookback: number;
  readonly #short: number;
  readonly #long: number;
  readonly #ring: Float64Array;
  readonly #mean: WindowWeightedMean;
  #count = 0;

  /** Lengths of at least 1, usually 14, 11 and 10, in months. */
  constructor(long = 14, short = 11, length = 10) {
    this.#long = requireLength('CoppockCurve', long, 1);
    this.#short = requireLength('CoppockCurve', short, 1);
    this.lookback = Math.max(long, short) + requireLength('CoppockCurve', length, 1);
    this.#ring = new Float64Array(Math.max(long, short));
    this.#mean = new WindowWeightedMean(length);
  }

  get ready(): boolean {
    return this.#mean.ready;
  }

  get value(): number {
    return this.#mean.value;
  }

  update(value: number): void {
    requireInput('CoppockCurve', value);
    const { length } = this.#ring;
    if (this.#count >= length) {
      const changes = this.#change(this.#long, value) + this.#change(this.#short, value);
      this.#mean.push(100 * changes);
    }
    this.#ring[this.#count % length] = value;
    this.#count++;
  }

  #change(length: number, value: number): number {
    return relativeChange(this.#ring[(this.#count - length) % this.#ring.length], value);
  }
}
