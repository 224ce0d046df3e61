import { type Indicator, requireBar, requireVolume } from './indicator.ts';
import { placeInRange } from './place-in-range.ts';

/**
 * Chaikin's accumulation-distribution line: the volume of all bars so far, each weighted by where it closed in its range,
 * from -1 at the low to 1 at the high, 0 without a range (Chaikin 1982). It depends on where it began. In units of volume.
 */
export class AccumulationDistribution
  implements Indicator<[high: number, low: number, close: number, volume: number]>
{
  readonly lookback = 1;
  #sum = 0;
  #isEmpty = true;

  get ready(): boolean {
    return !this.#isEmpty;
  }

  get value(): number {
    return this.#isEmpty ? Number.NaN : this.#sum;
  }

  update(high: number, low: number, close: number, volume: number): void {
    requireBar('AccumulationDistribution', high, low, close);
    requireVolume('AccumulationDistribution', volume);
    this.#sum += placeInRange(high, low, close) * volume;
    this.#isEmpty = false;
  }
}
