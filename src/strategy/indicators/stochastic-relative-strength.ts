import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { RelativeStrength } from './relative-strength.ts';
import { WindowMean } from './window-mean.ts';
import { WindowRange } from './window-range.ts';

/** While prices stand still the index does too, but for the rounding of its averages, which is no range. */
const ROUNDING = 1e-9;

/**
 * Stochastic RSI, 0 to 100: where Wilder's relative strength index lies in its range over `length` updates, 50 where there is
 * none, as the mean of `smoothing` updates (%K, `value`), and the mean of `signalLength` of those (%D, `signal`) (Chande & Kroll
 * 1994, "The New Technical Trader").
 */
export class StochasticRelativeStrength implements Indicator {
  readonly lookback: number;
  readonly #strength: RelativeStrength;
  readonly #range: WindowRange;
  readonly #smoothed: WindowMean;
  readonly #signal: WindowMean;

  /** Lengths of at least 1, usually 14, 14, 3 and 3. */
  constructor(strengthLength = 14, length = 14, smoothing = 3, signalLength = 3) {
    for (const each of [strengthLength, length, smoothing, signalLength]) {
      requireLength('StochasticRelativeStrength', each, 1);
    }
    this.#strength = new RelativeStrength(strengthLength);
    this.#range = new WindowRange(length);
    this.#smoothed = new WindowMean(smoothing);
    this.#signal = new WindowMean(signalLength);
    this.lookback = strengthLength + length + smoothing + signalLength - 2;
  }

  get ready(): boolean {
    return this.#signal.ready;
  }

  get value(): number {
    return this.ready ? this.#smoothed.value : Number.NaN;
  }

  get signal(): number {
    return this.#signal.value;
  }

  update(value: number): void {
    requireInput('StochasticRelativeStrength', value);
    this.#strength.push(value);
    if (!this.#strength.ready) return;
    const strength = this.#strength.value;
    this.#range.push(strength, strength);
    if (!this.#range.ready) return;
    const { highest, lowest } = this.#range;
    const width = highest - lowest;
    this.#smoothed.push(width <= ROUNDING ? 50 : (100 * (strength - lowest)) / width);
    if (this.#smoothed.ready) this.#signal.push(this.#smoothed.value);
  }
}
