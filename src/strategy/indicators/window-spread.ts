/**
 * Mean and sample variance, divisor `length` - 1, of the last `length` values; the unchecked part of indicators. The window
 * is the tail of the last full block plus the head of the present one, each with its mean and its sum of squares about its
 * mean, and the two are merged by the formula of Chan, Golub & LeVeque (1983, The American Statistician 37(3)). So nothing
 * cancels at a high level, and nothing stays of values that have left. O(1) amortised.
 */
export class WindowSpread {
  readonly #length: number;
  readonly #block: Float64Array;
  /** At i: mean, and squares about it, of values i and after of the last full block. */
  readonly #tailMean: Float64Array;
  readonly #tailSquares: Float64Array;
  #headMean = 0;
  #headSquares = 0;
  #filled = 0;
  #seen = 0;

  /** `length` at least 2. */
  constructor(length: number) {
    this.#length = length;
    this.#block = new Float64Array(length);
    this.#tailMean = new Float64Array(length + 1);
    this.#tailSquares = new Float64Array(length + 1);
  }

  get ready(): boolean {
    return this.#seen === this.#length;
  }

  /** The variance; NaN until ready. */
  get variance(): number {
    if (!this.ready) return Number.NaN;
    const length = this.#length;
    const distance = this.#headMean - this.#tailMean[this.#filled];
    const between = distance * distance * ((this.#filled * (length - this.#filled)) / length);
    return (this.#headSquares + this.#tailSquares[this.#filled] + between) / (length - 1);
  }

  push(value: number): void {
    if (this.#filled === this.#length) this.#turnBlock();
    this.#block[this.#filled] = value;
    this.#filled += 1;
    const distance = value - this.#headMean;
    this.#headMean += distance / this.#filled;
    this.#headSquares += distance * (value - this.#headMean);
    if (this.#seen < this.#length) this.#seen += 1;
  }

  #turnBlock(): void {
    for (let i = this.#length - 1; i >= 0; i--) {
      const distance = this.#block[i] - this.#tailMean[i + 1];
      this.#tailMean[i] = this.#tailMean[i + 1] + distance / (this.#length - i);
      this.#tailSquares[i] = this.#tailSquares[i + 1] + distance * (this.#block[i] - this.#tailMean[i]);
    }
    this.#headMean = 0;
    this.#headSquares = 0;
    this.#filled = 0;
  }
}
