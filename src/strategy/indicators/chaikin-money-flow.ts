import { type Indicator, requireBar, requireLength, requireVolume } from './indicator.ts';
import { placeInRange } from './place-in-range.ts';
import { WindowMean } from './window-mean.ts';

/**
 * Chaikin's money flow: of the last `length` bars, the volume weighted by where each closed in its range, from -1 at the low
 * to 1 at the high, as a part of all volume. A bar without a range counts 0; 0 without volume. From -1 to 1.
 */
export class ChaikinMoneyFlow
  implements Indicator<[high: number, low: number, close: number, volume: number]>
{
  readonly lookback: number;
  readonly #flow: WindowMean;
  readonly #volume: WindowMean;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('ChaikinMoneyFlow', length, 1);
    this.#flow = new WindowMean(length);
    this.#volume = new WindowMean(length);
  }

  get ready(): boolean {
    return this.#volume.ready;
  }

  get value(): number {
    return this.#volume.value === 0 ? 0 : this.#flow.value / this.#volume.value;
  }

  update(high: number, low: number, close: number, volume: number): void {
    requireBar('ChaikinMoneyFlow', high, low, close);
    requireVolume('ChaikinMoneyFlow', volume);
    this.#flow.push(placeInRange(high, low, close) * volume);
    this.#volume.push(volume);
  }
}
