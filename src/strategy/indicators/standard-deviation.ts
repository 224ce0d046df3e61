import { type Indicator, requireInput, requireLength } from './indicator.ts';

/**
 * The sample standard deviation (divisor `length - 1`) of the last `length` inputs. The window is split into the tail
 * of the last full block and the head of the present one, as in the simple moving average; each part is kept as count,
 * mean and sum of squares about its mean, and the two are merged by the formula of Chan, Golub & LeVeque (1983, The
 * American Statistician 37(3)). So nothing cancels at a high level, and nothing stays of inputs that have left.
 * O(1) amortised.
 */
export class StandardDeviation implements Indicator {
  readonly lookback: number;
  readonly #block: Float64Array;
  /** At i: mean, and squares about it, of inputs i and after of the last full block. */
  readonly #tailMean: Float64Array;
  readonly #tailSquares: Float64Array;
  #headMean = 0;
  #headSquares = 0;
  #filled = 0;
  #seen = 0;
  #value = Number.NaN;

  /** `length` at least 2. */
  constructor(length: number) {
    this.lookback = requireLength('StandardDeviation', length, 2);
    this.#block = new Float64Array(length);
    this.#tailMean = new Float64Array(length + 1);
    this.#tailSquares = new Float64Array(length + 1);
  }

  get ready(): boolean {
    return this.#seen === this.lookback;
  }

  get value(): number {
    return this.#value;
  }

  update(value: number): void {
    requireInput('StandardDeviation', value);
    if (this.#filled === this.lookback) this.#turnBlock();
    this.#block[this.#filled] = value;
    this.#filled += 1;
    const distance = value - this.#headMean;
    this.#headMean += distance / this.#filled;
    this.#headSquares += distance * (value - this.#headMean);
    if (this.#seen < this.lookback) this.#seen += 1;
    if (this.ready) this.#value = this.#merged();
  }

  #merged(): number {
    const { lookback } = this;
    const distance = this.#headMean - this.#tailMean[this.#filled];
    const between = distance * distance * ((this.#filled * (lookback - this.#filled)) / lookback);
    const squares = this.#headSquares + this.#tailSquares[this.#filled] + between;
    return Math.sqrt(squares / (lookback - 1));
  }

  #turnBlock(): void {
    for (let i = this.lookback - 1; i >= 0; i--) {
      const distance = this.#block[i] - this.#tailMean[i + 1];
      this.#tailMean[i] = this.#tailMean[i + 1] + distance / (this.lookback - i);
      this.#tailSquares[i] = this.#tailSquares[i + 1] + distance * (this.#block[i] - this.#tailMean[i]);
    }
    this.#headMean = 0;
    this.#headSquares = 0;
    this.#filled = 0;
  }
}
