import { type Indicator, requireInput, requireLength } from './indicator.ts';

/**
 * The least-squares line through the last `length` inputs at the times 0 for the oldest to `length` - 1 for the present one.
 * `value` is the line at the present input, `intercept` at the oldest, `slope` its rise an update, and `rSquared` the part of
 * the variance that it explains, 0 where the inputs do not vary. Takes a time in proportion to `length`.
 */
export class LinearRegression implements Indicator {
  readonly lookback: number;
  readonly #ring: Float64Array;
  #count = 0;
  #mean = Number.NaN;
  #slope = Number.NaN;
  #rSquared = Number.NaN;

  /** `length` at least 2. */
  constructor(length: number) {
    this.lookback = requireLength('LinearRegression', length, 2);
    this.#ring = new Float64Array(length);
  }

  get ready(): boolean {
    return this.#count >= this.lookback;
  }

  get value(): number {
    return this.#mean + (this.#slope * (this.lookback - 1)) / 2;
  }

  get slope(): number {
    return this.#slope;
  }

  get intercept(): number {
    return this.#mean - (this.#slope * (this.lookback - 1)) / 2;
  }

  get rSquared(): number {
    return this.#rSquared;
  }

  update(value: number): void {
    requireInput('LinearRegression', value);
    this.#ring[this.#count % this.lookback] = value;
    this.#count++;
    if (this.ready) this.#fit();
  }

  #fit(): void {
    const ring = this.#ring;
    const length = this.lookback;
    // Less the oldest, so that a high level does not cancel and inputs that stand still have no slope at all.
    const base = ring[this.#count % length];
    let mean = 0;
    for (let i = 0; i < length; i++) mean += (ring[i] - base) / length;
    let products = 0;
    let squares = 0;
    for (let i = 0; i < length; i++) {
      const distance = ring[(this.#count + i) % length] - base - mean;
      products += (i - (length - 1) / 2) * distance;
      squares += distance * distance;
    }
    const times = (length * (length * length - 1)) / 12;
    this.#mean = base + mean;
    this.#slope = products / times;
    this.#rSquared = squares === 0 ? 0 : Math.min(1, (this.#slope * products) / squares);
  }
}
