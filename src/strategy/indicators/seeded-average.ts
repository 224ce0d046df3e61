/**
 * An exponential average that starts as the mean of its first `length` values and then moves by
 * smoothing × (value - average). The error of a rounding fades as its value does, so it does not drift.
 */
export class SeededAverage {
  readonly #length: number;
  readonly #smoothing: number;
  #average = 0;
  #seen = 0;

  constructor(length: number, smoothing: number) {
    this.#length = length;
    this.#smoothing = smoothing;
  }

  get ready(): boolean {
    return this.#seen === this.#length;
  }

  /** NaN until ready. */
  get value(): number {
    return this.ready ? this.#average : Number.NaN;
  }

  push(value: number): void {
    if (this.ready) {
      this.#average += this.#smoothing * (value - this.#average);
      return;
    }
    this.#seen += 1;
    this.#average += (value - this.#average) / this.#seen;
  }
}
