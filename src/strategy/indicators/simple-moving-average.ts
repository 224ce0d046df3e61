import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { WindowMean } from './window-mean.ts';

/** The mean of the last `length` inputs. It does not drift, and nothing stays of inputs that have left. O(1) amortised. */
export class SimpleMovingAverage implements Indicator {
  readonly lookback: number;
  readonly #mean: WindowMean;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('SimpleMovingAverage', length, 1);
    this.#mean = new WindowMean(length);
  }

  get ready(): boolean {
    return this.#mean.ready;
  }

  get value(): number {
    return this.#mean.value;
  }

  update(value: number): void {
    requireInput('SimpleMovingAverage', value);
    this.#mean.push(value);
  }
}
