import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { relativeChange } from './relative-change.ts';
import { SeededAverage } from './seeded-average.ts';

/**
 * PPO: how far the exponential moving average of `fast` inputs lies above that of `slow`, in percent of the latter, 0 where that
 * is 0 or so near to it that the quotient overflows; its own average of `signalLength` (the signal), and the distance of the two
 * (the histogram). Each average is seeded with the mean of its first inputs (Appel 2005, "Technical Analysis: Power Tools for
 * Active Investors").
 */
export class PercentagePriceOscillator implements Indicator {
  readonly lookback: number;
  readonly #fast: SeededAverage;
  readonly #slow: SeededAverage;
  readonly #signal: SeededAverage;
  #value = Number.NaN;

  /** Lengths of at least 1, usually 12, 26 and 9. */
  constructor(fast = 12, slow = 26, signalLength = 9) {
    const averageOf = (length: number): SeededAverage =>
      new SeededAverage(requireLength('PercentagePriceOscillator', length, 1), 2 / (length + 1));
    this.#fast = averageOf(fast);
    this.#slow = averageOf(slow);
    this.#signal = averageOf(signalLength);
    this.lookback = Math.max(fast, slow) + signalLength - 1;
  }

  get ready(): boolean {
    return this.#signal.ready;
  }

  get value(): number {
    return this.ready ? this.#value : Number.NaN;
  }

  get signal(): number {
    return this.#signal.value;
  }

  get histogram(): number {
    return this.value - this.signal;
  }

  update(value: number): void {
    requireInput('PercentagePriceOscillator', value);
    this.#fast.push(value);
    this.#slow.push(value);
    if (!this.#fast.ready || !this.#slow.ready) return;
    this.#value = 100 * relativeChange(this.#slow.value, this.#fast.value);
    this.#signal.push(this.#value);
  }
}
