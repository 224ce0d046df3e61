import { type Indicator, requireInput, requireVolume } from './indicator.ts';

/**
 * The volume of bars that closed higher less that of bars that closed lower, summed up from the first bar on (Granville
 * 1963, "New Key to Stock Market Profits"). Zero at the first bar. In units of volume.
 */
export class OnBalanceVolume implements Indicator<[close: number, volume: number]> {
  readonly lookback = 1;
  #closeBefore = Number.NaN;
  #value = Number.NaN;

  get ready(): boolean {
    return !Number.isNaN(this.#value);
  }

  get value(): number {
    return this.#value;
  }

  update(close: number, volume: number): void {
    requireInput('OnBalanceVolume', close);
    requireVolume('OnBalanceVolume', volume);
    const before = this.#closeBefore;
    if (Number.isNaN(before)) this.#value = 0;
    else if (close > before) this.#value += volume;
    else if (close < before) this.#value -= volume;
    this.#closeBefore = close;
  }
}
