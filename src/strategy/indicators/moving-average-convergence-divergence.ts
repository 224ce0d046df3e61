import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { SeededAverage } from './seeded-average.ts';

/**
 * MACD: the exponential moving average of `fast` inputs less that of `slow`, its own average of `signalLength` (the signal),
 * and the distance of the two (the histogram). `value` is the difference. Each average is seeded with the mean of its
 * first inputs (Appel 2005, "Technical Analysis: Power Tools for Active Investors"). In units of price.
 */
export class MovingAverageConvergenceDivergence implements Indicator {
  readonly lookback: number;
  readonly #fast: SeededAverage;
  readonly #slow: SeededAverage;
  readonly #signal: SeededAverage;

  /** Lengths of at least 1, usually 12, 26 and 9. */
  constructor(fast = 12, slow = 26, signalLength = 9) {
    const averageOf = (length: number): SeededAverage => {
      requireLength('MovingAverageConvergenceDivergence', length, 1);
      return new SeededAverage(length, 2 / (length + 1));
    };
    this.#fast = averageOf(fast);
    this.#slow = averageOf(slow);
    this.#signal = averageOf(signalLength);
    this.lookback = Math.max(fast, slow) + signalLength - 1;
  }

  get ready(): boolean {
    return this.#signal.ready;
  }

  get value(): number {
    return this.ready ? this.#fast.value - this.#slow.value : Number.NaN;
  }

  get signal(): number {
    return this.#signal.value;
  }

  get histogram(): number {
    return this.value - this.signal;
  }

  update(value: number): void {
    requireInput('MovingAverageConvergenceDivergence', value);
    this.#fast.push(value);
    this.#slow.push(value);
    if (this.#fast.ready && this.#slow.ready) this.#signal.push(this.#fast.value - this.#slow.value);
  }
}
