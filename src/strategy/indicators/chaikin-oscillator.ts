import { type Indicator, requireBar, requireLength, requireVolume } from './indicator.ts';
import { placeInRange } from './place-in-range.ts';
import { SeededAverage } from './seeded-average.ts';

/**
 * Chaikin's oscillator: the exponential moving average of `fast` values of the accumulation-distribution line less that of
 * `slow`, each seeded with the mean of its first values (Chaikin 1982). In units of volume.
 */
export class ChaikinOscillator
  implements Indicator<[high: number, low: number, close: number, volume: number]>
{
  readonly lookback: number;
  readonly #fast: SeededAverage;
  readonly #slow: SeededAverage;
  #line = 0;

  /** Lengths of at least 1, usually 3 and 10. */
  constructor(fast = 3, slow = 10) {
    this.#fast = new SeededAverage(requireLength('ChaikinOscillator', fast, 1), 2 / (fast + 1));
    this.#slow = new SeededAverage(requireLength('ChaikinOscillator', slow, 1), 2 / (slow + 1));
    this.lookback = Math.max(fast, slow);
  }

  get ready(): boolean {
    return this.#fast.ready && this.#slow.ready;
  }

  get value(): number {
    return this.#fast.value - this.#slow.value;
  }

  update(high: number, low: number, close: number, volume: number): void {
    requireBar('ChaikinOscillator', high, low, close);
    requireVolume('ChaikinOscillator', volume);
    this.#line += placeInRange(high, low, close) * volume;
    this.#fast.push(this.#line);
    this.#slow.push(this.#line);
  }
}
