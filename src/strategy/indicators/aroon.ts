import { type Indicator, requireLength, requireRange } from './indicator.ts';

/**
 * Aroon: how recent the highest high (`up`) and the lowest low (`down`) of the last `length` + 1 bars are, from 0 for the
 * oldest bar to 100 for the present one, the latest of equals; `value` is up less down (Chande 1995, Technical Analysis of
 * Stocks & Commodities 13(9)). Takes a time in proportion to `length`.
 */
export class Aroon implements Indicator<[high: number, low: number]> {
  readonly lookback: number;
  readonly #highs: Float64Array;
  readonly #lows: Float64Array;
  #count = 0;
  #up = Number.NaN;
  #down = Number.NaN;

  /** `length` at least 1, in bars before the present one. */
  constructor(length: number) {
    this.lookback = requireLength('Aroon', length, 1) + 1;
    this.#highs = new Float64Array(this.lookback);
    this.#lows = new Float64Array(this.lookback);
  }

  get ready(): boolean {
    return this.#count >= this.lookback;
  }

  get value(): number {
    return this.#up - this.#down;
  }

  get up(): number {
    return this.#up;
  }

  get down(): number {
    return this.#down;
  }

  update(high: number, low: number): void {
    requireRange('Aroon', high, low);
    const at = this.#count % this.lookback;
    this.#highs[at] = high;
    this.#lows[at] = low;
    this.#count++;
    if (!this.ready) return;
    this.#up = this.#recency(this.#highs, 1);
    this.#down = this.#recency(this.#lows, -1);
  }

  #recency(values: Float64Array, sign: 1 | -1): number {
    let best = Number.NEGATIVE_INFINITY;
    let age = 0;
    for (let ago = this.lookback - 1; ago >= 0; ago--) {
      const value = sign * values[(this.#count - 1 - ago) % this.lookback];
      if (value < best) continue;
      best = value;
      age = ago;
    }
    return 100 * (1 - age / (this.lookback - 1));
  }
}
