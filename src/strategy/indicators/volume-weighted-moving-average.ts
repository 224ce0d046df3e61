import { type Indicator, requireInput, requireLength, requireVolume } from './indicator.ts';
import { WindowMean } from './window-mean.ts';

/**
 * The mean of the last `length` prices, each with the weight of its volume; with a typical price it is the rolling VWAP. The
 * last price where there was no volume. In units of price.
 */
export class VolumeWeightedMovingAverage implements Indicator<[price: number, volume: number]> {
  readonly lookback: number;
  readonly #value: WindowMean;
  readonly #volume: WindowMean;
  #price = Number.NaN;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('VolumeWeightedMovingAverage', length, 1);
    this.#value = new WindowMean(length);
    this.#volume = new WindowMean(length);
  }

  get ready(): boolean {
    return this.#value.ready;
  }

  get value(): number {
    if (!this.ready) return Number.NaN;
    return this.#volume.value === 0 ? this.#price : this.#value.value / this.#volume.value;
  }

  update(price: number, volume: number): void {
    requireInput('VolumeWeightedMovingAverage', price);
    requireVolume('VolumeWeightedMovingAverage', volume);
    requireInput('VolumeWeightedMovingAverage', price * volume);
    this.#value.push(price * volume);
    this.#volume.push(volume);
    this.#price = price;
  }
}
