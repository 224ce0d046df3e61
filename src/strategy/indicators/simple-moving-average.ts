import { type Indicator, requireInput, requireLength } from './indicator.ts';

/**
 * The mean of the last `length` inputs. Nothing is ever subtracted, so a huge input leaves no trace once it has left
 * the window: the window is the tail of the last full block of `length` inputs plus the head of the block that is
 * being filled. When a block is full, the sums of all its tails are formed at once; hence O(1) amortised.
 */
export class SimpleMovingAverage implements Indicator {
  readonly lookback: number;
  readonly #block: Float64Array;
  /** `#tailSum[i]`: the sum of inputs i and after of the last full block; one 0 more at the end. */
  readonly #tailSum: Float64Array;
  #headSum = 0;
  #filled = 0;
  #value = Number.NaN;
  #seen = 0;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('SimpleMovingAverage', length, 1);
    this.#block = new Float64Array(length);
    this.#tailSum = new Float64Array(length + 1);
  }

  get ready(): boolean {
    return this.#seen === this.lookback;
  }

  get value(): number {
    return this.#value;
  }

  update(value: number): void {
    requireInput('SimpleMovingAverage', value);
    if (this.#filled === this.lookback) this.#turnBlock();
    this.#block[this.#filled] = value;
    this.#headSum += value;
    this.#filled += 1;
    if (this.#seen < this.lookback) this.#seen += 1;
    if (this.ready) this.#value = (this.#headSum + this.#tailSum[this.#filled]) / this.lookback;
  }

  #turnBlock(): void {
    for (let i = this.lookback - 1; i >= 0; i--) this.#tailSum[i] = this.#tailSum[i + 1] + this.#block[i];
    this.#headSum = 0;
    this.#filled = 0;
  }
}
