import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { WindowSpread } from './window-spread.ts';

/** The sample standard deviation of the last `length` inputs, divisor `length` - 1. Nothing cancels at a high level. O(1) amortised. */
export class StandardDeviation implements Indicator {
  readonly lookback: number;
  readonly #spread: WindowSpread;

  /** `length` at least 2. */
  constructor(length: number) {
    this.lookback = requireLength('StandardDeviation', length, 2);
    this.#spread = new WindowSpread(length);
  }

  get ready(): boolean {
    return this.#spread.ready;
  }

  get value(): number {
    return Math.sqrt(this.#spread.variance);
  }

  update(value: number): void {
    requireInput('StandardDeviation', value);
    this.#spread.push(value);
  }
}
