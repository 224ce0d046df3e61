import { type Indicator, requireLength, requirePositive } from './indicator.ts';
import { MonotoneWindow } from './monotone-window.ts';
import { WindowMean } from './window-mean.ts';

/**
 * The ulcer index: the root of the mean over `length` updates of the squares of the falls, in percent, from the highest of the
 * last `length` inputs (Martin & McCann 1989, "The Investor's Guide to Fidelity Funds").
 */
export class UlcerIndex implements Indicator {
  readonly lookback: number;
  readonly #length: number;
  readonly #highest: MonotoneWindow;
  readonly #squares: WindowMean;

  /** `length` at least 1, usually 14. */
  constructor(length = 14) {
    this.#length = requireLength('UlcerIndex', length, 1);
    this.lookback = 2 * length - 1;
    this.#highest = new MonotoneWindow(length);
    this.#squares = new WindowMean(length);
  }

  get ready(): boolean {
    return this.#squares.ready;
  }

  get value(): number {
    return Math.sqrt(this.#squares.value);
  }

  /** Also throws E_INDICATOR_INPUT, and changes nothing, where the input is not above zero. */
  update(value: number): void {
    requirePositive('UlcerIndex', value);
    this.#highest.push(value);
    if (this.#highest.count < this.#length) return;
    const fall = 100 * (1 - value / this.#highest.highest);
    this.#squares.push(fall * fall);
  }
}
