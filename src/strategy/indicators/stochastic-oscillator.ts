import { type Indicator, requireLength } from './indicator.ts';
import { SimpleMovingAverage } from './simple-moving-average.ts';
import { WilliamsPercentRange } from './williams-percent-range.ts';

/**
 * Lane's stochastic oscillator: where the close lies in the range of the last `length` bars, from 0 to 100, as the mean of
 * `smoothing` bars (%K; 1 is the fast one, 3 the slow one), and the mean of `signalLength` of those (%D). `value` is %K,
 * 50 where there is no range (Lane 1984, Technical Analysis of Stocks & Commodities 2(3)).
 */
export class StochasticOscillator implements Indicator<[high: number, low: number, close: number]> {
  readonly lookback: number;
  readonly #range: WilliamsPercentRange;
  readonly #smoothed: SimpleMovingAverage;
  readonly #signal: SimpleMovingAverage;

  /** Lengths of at least 1. */
  constructor(length: number, smoothing = 3, signalLength = 3) {
    this.#range = new WilliamsPercentRange(requireLength('StochasticOscillator', length, 1));
    this.#smoothed = new SimpleMovingAverage(smoothing);
    this.#signal = new SimpleMovingAverage(signalLength);
    this.lookback = length + smoothing + signalLength - 2;
  }

  get ready(): boolean {
    return this.#signal.ready;
  }

  get value(): number {
    return this.ready ? this.#smoothed.value : Number.NaN;
  }

  /** The mean of the last %K. */
  get signal(): number {
    return this.#signal.value;
  }

  update(high: number, low: number, close: number): void {
    this.#range.update(high, low, close);
    if (!this.#range.ready) return;
    this.#smoothed.update(100 + this.#range.value);
    if (this.#smoothed.ready) this.#signal.update(this.#smoothed.value);
  }
}
