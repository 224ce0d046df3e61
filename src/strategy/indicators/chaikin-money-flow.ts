import { type Indicator, requireBar, requireInput, requireLength } from './indicator.ts';
import { SimpleMovingAverage } from './simple-moving-average.ts';

/**
 * Chaikin's money flow: of the last `length` bars, the volume weighted by where each closed in its range, from -1 at the low
 * to 1 at the high, as a part of all volume. A bar without a range counts 0; 0 without volume. From -1 to 1.
 */
export class ChaikinMoneyFlow
  implements Indicator<[high: number, low: number, close: number, volume: number]>
{
  readonly lookback: number;
  readonly #flow: SimpleMovingAverage;
  readonly #volume: SimpleMovingAverage;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('ChaikinMoneyFlow', length, 1);
    this.#flow = new SimpleMovingAverage(length);
    this.#volume = new SimpleMovingAverage(length);
  }

  get ready(): boolean {
    return this.#volume.ready;
  }

  get value(): number {
    return this.#volume.value === 0 ? 0 : this.#flow.value / this.#volume.value;
  }

  update(high: number, low: number, close: number, volume: number): void {
    requireBar('ChaikinMoneyFlow', high, low);
    requireInput('ChaikinMoneyFlow', close);
    requireInput('ChaikinMoneyFlow', volume);
    const place = high === low ? 0 : (2 * close - high - low) / (high - low);
    this.#flow.update(place * volume);
    this.#volume.update(volume);
  }
}
