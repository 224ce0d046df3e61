import { type Indicator, requireLength, requireRange } from './indicator.ts';
import { WindowMean } from './window-mean.ts';

/**
 * The awesome oscillator: the mean of the middles (high + low) / 2 of the last `fast` bars less that of the last `slow` bars
 * (Williams 1998, "New Trading Dimensions"). In units of price.
 */
export class AwesomeOscillator implements Indicator<[high: number, low: number]> {
  readonly lookback: number;
  readonly #fast: WindowMean;
  readonly #slow: WindowMean;

  /** Lengths of at least 1, usually 5 and 34. */
  constructor(fast = 5, slow = 34) {
    this.#fast = new WindowMean(requireLength('AwesomeOscillator', fast, 1));
    this.#slow = new WindowMean(requireLength('AwesomeOscillator', slow, 1));
    this.lookback = Math.max(fast, slow);
  }

  get ready(): boolean {
    return this.#fast.ready && this.#slow.ready;
  }

  get value(): number {
    return this.#fast.value - this.#slow.value;
  }

  update(high: number, low: number): void {
    requireRange('AwesomeOscillator', high, low);
    const middle = (high + low) / 2;
    this.#fast.push(middle);
    this.#slow.push(middle);
  }
}
