import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { WindowMean } from './window-mean.ts';

/**
 * Kaufman's adaptive moving average: average += s² × (input - average), where s lies between the factor 2 / (slow + 1) and
 * 2 / (fast + 1) by the efficiency: the size of the change over `length` updates as a part of the sum of the sizes of all
 * changes on the way, 0 where nothing moved. It begins at the input before the first such change (Kaufman 1995, "Smarter
 * Trading"). In units of the input.
 */
export class KaufmanAdaptiveMovingAverage implements Indicator {
  readonly lookback: number;
  readonly #ring: Float64Array;
  readonly #steps: WindowMean;
  readonly #factorSlow: number;
  readonly #factorFast: number;
  #count = 0;
  #before = Number.NaN;
  #value = Number.NaN;
  #efficiency = Number.NaN;

  /** Lengths of at least 1, usually 10, 2 and 30. */
  constructor(length = 10, fast = 2, slow = 30) {
    this.lookback = requireLength('KaufmanAdaptiveMovingAverage', length, 1) + 1;
    this.#factorFast = 2 / (requireLength('KaufmanAdaptiveMovingAverage', fast, 1) + 1);
    this.#factorSlow = 2 / (requireLength('KaufmanAdaptiveMovingAverage', slow, 1) + 1);
    this.#ring = new Float64Array(length);
    this.#steps = new WindowMean(length);
  }

  get ready(): boolean {
    return this.#count >= this.lookback;
  }

  get value(): number {
    return this.#value;
  }

  /** From 0 to 1. */
  get efficiency(): number {
    return this.#efficiency;
  }

  update(value: number): void {
    requireInput('KaufmanAdaptiveMovingAverage', value);
    const { length } = this.#ring;
    const at = this.#count % length;
    const oldest = this.#ring[at];
    const before = this.#before;
    this.#ring[at] = value;
    this.#before = value;
    this.#count++;
    if (this.#count === 1) return;
    this.#steps.push(Math.abs(value - before));
    if (!this.ready) return;
    const way = this.#steps.value * length;
    this.#efficiency = way === 0 ? 0 : Math.min(1, Math.abs(value - oldest) / way);
    const factor = this.#factorSlow + this.#efficiency * (this.#factorFast - this.#factorSlow);
    const average = Number.isNaN(this.#value) ? before : this.#value;
    this.#value = average + factor * factor * (value - average);
  }
}
