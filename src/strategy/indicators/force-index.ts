import { type Indicator, requireInput, requireLength, requireVolume } from './indicator.ts';
import { SeededAverage } from './seeded-average.ts';

/**
 * Elder's force index: the exponential moving average of (close - close before) × volume, seeded with the mean of the first
 * `length` of them (Elder 1993, "Trading for a Living"). In units of price times volume.
 */
export class ForceIndex implements Indicator<[close: number, volume: number]> {
  readonly lookback: number;
  readonly #average: SeededAverage;
  #closeBefore = Number.NaN;

  /** `length` at least 1 in changes, usually 13. */
  constructor(length = 13) {
    this.lookback = requireLength('ForceIndex', length, 1) + 1;
    this.#average = new SeededAverage(length, 2 / (length + 1));
  }

  get ready(): boolean {
    return this.#average.ready;
  }

  get value(): number {
    return this.#average.value;
  }

  update(close: number, volume: number): void {
    requireInput('ForceIndex', close);
    requireVolume('ForceIndex', volume);
    const isFirst = Number.isNaN(this.#closeBefore);
    const force = isFirst ? 0 : (close - this.#closeBefore) * volume;
    requireInput('ForceIndex', force);
    this.#closeBefore = close;
    if (!isFirst) this.#average.push(force);
  }
}
