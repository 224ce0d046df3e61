import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { WindowMean } from './window-mean.ts';

/**
 * The detrended price oscillator: the input of `length` / 2 + 1 updates before, rounded down, less the mean of the last `length`
 * inputs. It looks back, and so has no future in it. In units of the input.
 */
export class DetrendedPriceOscillator implements Indicator {
  readonly lookback: number;
  readonly #mean: WindowMean;
  readonly #ring: Float64Array;
  #count = 0;
  #shifted = Number.NaN;

  /** `length` at least 1, usually 20. */
  constructor(length: number) {
    requireLength('DetrendedPriceOscillator', length, 1);
    const shift = Math.floor(length / 2) + 1;
    this.lookback = Math.max(length, shift + 1);
    this.#mean = new WindowMean(length);
    this.#ring = new Float64Array(shift);
  }

  get ready(): boolean {
    return this.#count >= this.lookback;
  }

  get value(): number {
    return this.ready ? this.#shifted - this.#mean.value : Number.NaN;
  }

  update(value: number): void {
    requireInput('DetrendedPriceOscillator', value);
    const at = this.#count % this.#ring.length;
    this.#shifted = this.#ring[at];
    this.#ring[at] = value;
    this.#mean.push(value);
    this.#count++;
  }
}
