/**
 * Mean and variance of a stream in which a value's weight halves with every `halfLife` values after it. Weights are
 * divided by their sum, so the start is not biased towards any initial value; the variance is the weighted mean
 * square about the mean. Updated by West's recurrence (1979, Communications of the ACM 22(9)), which does not cancel.
 */
export class DecayedMoments {
  readonly #decay: number;
  #weight = 0;
  #mean = 0;
  #squares = 0;
  #count = 0;

  /** `halfLife` in values, above zero. */
  constructor(halfLife: number) {
    this.#decay = Math.exp(-Math.LN2 / halfLife);
  }

  /** Values taken. */
  get count(): number {
    return this.#count;
  }

  /** 0 before the first value. */
  get mean(): number {
    return this.#mean;
  }

  /** Standard deviation; 0 before the second value. */
  get deviation(): number {
    return this.#count === 0 ? 0 : Math.sqrt(this.#squares / this.#weight);
  }

  /** Takes the next value, which must be finite. */
  update(value: number): void {
    this.#weight = this.#weight * this.#decay + 1;
    const distance = value - this.#mean;
    this.#mean += distance / this.#weight;
    this.#squares = this.#squares * this.#decay + distance * (value - this.#mean);
    this.#count += 1;
  }
}
