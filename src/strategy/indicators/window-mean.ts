/**
 * The mean of the last `length` values; the unchecked part of indicators. Nothing is ever subtracted, so a huge value
 * leaves no trace once it has left the window: the window is the tail of the last full block of `length` values plus the
 * head of the block that is being filled. When a block is full, the sums of all its tails are formed at once; hence
 * O(1) amortised.
 */
export class WindowMean {
  readonly #length: number;
  readonly #block: Float64Array;
  /** `#tailSum[i]`: the sum of values i and after of the last full block; one 0 more at the end. */
  readonly #tailSum: Float64Array;
  #headSum = 0;
  #filled = 0;
  #value = Number.NaN;
  #seen = 0;

  constructor(length: number) {
    this.#length = length;
    this.#block = new Float64Array(length);
    this.#tailSum = new Float64Array(length + 1);
  }

  get ready(): boolean {
    return this.#seen === this.#length;
  }

  /** NaN until ready. */
  get value(): number {
    return this.#value;
  }

  push(value: number): void {
    if (this.#filled === this.#length) this.#turnBlock();
    this.#block[this.#filled] = value;
    this.#headSum += value;
    this.#filled += 1;
    if (this.#seen < this.#length) this.#seen += 1;
    if (this.ready) this.#value = (this.#headSum + this.#tailSum[this.#filled]) / this.#length;
  }

  #turnBlock(): void {
    for (let i = this.#length - 1; i >= 0; i--) this.#tailSum[i] = this.#tailSum[i + 1] + this.#block[i];
    this.#headSum = 0;
    this.#filled = 0;
  }
}
