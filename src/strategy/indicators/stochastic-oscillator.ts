import { type Indicator, requireBar, requireLength } from './indicator.ts';
import { WindowMean } from './window-mean.ts';
import { WindowRange } from './window-range.ts';

/**
 * Lane's stochastic oscillator: where the close lies in the range of the last `length` bars, from 0 to 100, as the mean of
 * `smoothing` bars (%K; 1 is the fast one, 3 the slow one), and the mean of `signalLength` of those (%D). `value` is %K,
 * 50 where there is no range (Lane 1984, Technical Analysis of Stocks & Commodities 2(3)).
 */
export class StochasticOscillator implements Indicator<[high: number, low: number, close: number]> {
  readonly lookback: number;
  readonly #range: WindowRange;
  readonly #smoothed: WindowMean;
  readonly #signal: WindowMean;

  /** Lengths of at least 1. */
  constructor(length: number, smoothing = 3, signalLength = 3) {
    this.#range = new WindowRange(requireLength('StochasticOscillator', length, 1));
    this.#smoothed = new WindowMean(requireLength('StochasticOscillator', smoothing, 1));
    this.#signal = new WindowMean(requireLength('StochasticOscillator', signalLength, 1));
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
    requireBar('StochasticOscillator', high, low, close);
    this.#range.push(high, low);
    if (!this.#range.ready) return;
    const { highest, lowest } = this.#range;
    this.#smoothed.push(highest === lowest ? 50 : (100 * (close - lowest)) / (highest - lowest));
    if (this.#smoothed.ready) this.#signal.push(this.#smoothed.value);
  }
}
