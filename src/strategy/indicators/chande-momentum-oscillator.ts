import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { WindowMean } from './window-mean.ts';

/**
 * Chande's momentum oscillator, -100 to 100: of the last `length` changes the sum of the rises less that of the falls, in
 * percent of the two together; 0 where nothing moved (Chande & Kroll 1994, "The New Technical Trader").
 */
export class ChandeMomentumOscillator implements Indicator {
  readonly lookback: number;
  readonly #changes: WindowMean;
  readonly #sizes: WindowMean;
  #before = Number.NaN;

  /** `length` at least 1, in changes. */
  constructor(length: number) {
    this.lookback = requireLength('ChandeMomentumOscillator', length, 1) + 1;
    this.#changes = new WindowMean(length);
    this.#sizes = new WindowMean(length);
  }

  get ready(): boolean {
    return this.#sizes.ready;
  }

  get value(): number {
    return this.#sizes.value === 0 ? 0 : (100 * this.#changes.value) / this.#sizes.value;
  }

  update(value: number): void {
    requireInput('ChandeMomentumOscillator', value);
    const change = value - this.#before;
    this.#before = value;
    if (Number.isNaN(change)) return;
    this.#changes.push(change);
    this.#sizes.push(Math.abs(change));
  }
}
