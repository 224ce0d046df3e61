import { ExponentialMovingAverage } from './exponential-moving-average.ts';
import { type Indicator, requireLength } from './indicator.ts';

/**
 * MACD: the exponential moving average of `fast` inputs less that of `slow`, its own average of `signalLength` (the signal),
 * and the distance of the two (the histogram). `value` is the difference. Each average is seeded with the mean of its
 * first inputs (Appel 2005, "Technical Analysis: Power Tools for Active Investors"). In units of price.
 */
export class MovingAverageConvergenceDivergence implements Indicator {
  readonly lookback: number;
  readonly #fast: ExponentialMovingAverage;
  readonly #slow: ExponentialMovingAverage;
  readonly #signal: ExponentialMovingAverage;

  /** Lengths of at least 1, usually 12, 26 and 9. */
  constructor(fast = 12, slow = 26, signalLength = 9) {
    this.#fast = new ExponentialMovingAverage(fast);
    this.#slow = new ExponentialMovingAverage(slow);
    this.#signal = new ExponentialMovingAverage(signalLength);
    const longest = requireLength('MovingAverageConvergenceDivergence', Math.max(fast, slow), 1);
    this.lookback = longest + signalLength - 1;
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
    this.#fast.update(value);
    this.#slow.update(value);
    if (this.#fast.ready && this.#slow.ready) this.#signal.update(this.#fast.value - this.#slow.value);
  }
}
