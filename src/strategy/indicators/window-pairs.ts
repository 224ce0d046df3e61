/**
 * Means, sums of squares and the sum of products about the means of the last `length` pairs; the unchecked part of
 * indicators. Computed anew at each push, in a time in proportion to `length`, so that nothing drifts or cancels.
 */
export class WindowPairs {
  readonly #first: Float64Array;
  readonly #second: Float64Array;
  #count = 0;
  #firstMean = Number.NaN;
  #secondMean = Number.NaN;
  #firstSquares = Number.NaN;
  #secondSquares = Number.NaN;
  #products = Number.NaN;

  /** `length` at least 2. */
  constructor(length: number) {
    this.#first = new Float64Array(length);
    this.#second = new Float64Array(length);
  }

  get ready(): boolean {
    return this.#count >= this.#first.length;
  }

  /** Pearson's correlation, from -1 to 1; 0 where one of the two does not vary, NaN until ready. */
  get correlation(): number {
    const scale = Math.sqrt(this.#firstSquares) * Math.sqrt(this.#secondSquares);
    return scale === 0 ? 0 : Math.max(-1, Math.min(1, this.#products / scale));
  }

  /** The slope of the least-squares line of the first on the second; 0 where the second does not vary, NaN until ready. */
  get slope(): number {
    return this.#secondSquares === 0 ? 0 : this.#products / this.#secondSquares;
  }

  /** Where that line is at a second of 0; NaN until ready. */
  get intercept(): number {
    return this.#firstMean - this.slope * this.#secondMean;
  }

  push(first: number, second: number): void {
    const at = this.#count % this.#first.length;
    this.#first[at] = first;
    this.#second[at] = second;
    this.#count++;
    if (this.ready) this.#sumUp();
  }

  #sumUp(): void {
    this.#firstMean = meanOf(this.#first);
    this.#secondMean = meanOf(this.#second);
    let firstSquares = 0;
    let secondSquares = 0;
    let products = 0;
    for (let i = 0; i < this.#first.length; i++) {
      const first = this.#first[i] - this.#firstMean;
      const second = this.#second[i] - this.#secondMean;
      firstSquares += first * first;
      secondSquares += second * second;
      products += first * second;
    }
    // Rounding of the mean alone would look like variation.
    this.#firstSquares = isFlat(this.#first) ? 0 : firstSquares;
    this.#secondSquares = isFlat(this.#second) ? 0 : secondSquares;
    this.#products = products;
  }
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

function isFlat(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}
