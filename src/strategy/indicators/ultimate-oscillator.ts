import { type Indicator, requireBar, requireLength } from './indicator.ts';
import { WindowMean } from './window-mean.ts';

/** Buying pressure and true range of so many bars. */
class Pressure {
  readonly #buying: WindowMean;
  readonly #range: WindowMean;

  constructor(length: number) {
    this.#buying = new WindowMean(length);
    this.#range = new WindowMean(length);
  }

  get ready(): boolean {
    return this.#range.ready;
  }

  /** From 0 to 1, a half where there is no range. */
  get part(): number {
    return this.#range.value === 0 ? 0.5 : this.#buying.value / this.#range.value;
  }

  push(buying: number, range: number): void {
    this.#buying.push(buying);
    this.#range.push(range);
  }
}

/**
 * The ultimate oscillator, 0 to 100: of three lengths the sum of close - min(low, close before) as a part of the sum of true
 * ranges, a half where there is no range; 100 (4 short + 2 middle + long) / 7 (Williams 1985, Technical Analysis of Stocks &
 * Commodities 3(4)).
 */
export class UltimateOscillator implements Indicator<[high: number, low: number, close: number]> {
  readonly lookback: number;
  readonly #short: Pressure;
  readonly #middle: Pressure;
  readonly #long: Pressure;
  #closeBefore = Number.NaN;

  /** Lengths of at least 1 in true ranges, usually 7, 14 and 28. */
  constructor(short = 7, middle = 14, long = 28) {
    for (const length of [short, middle, long]) requireLength('UltimateOscillator', length, 1);
    this.#short = new Pressure(short);
    this.#middle = new Pressure(middle);
    this.#long = new Pressure(long);
    this.lookback = Math.max(short, middle, long) + 1;
  }

  get ready(): boolean {
    return this.#short.ready && this.#middle.ready && this.#long.ready;
  }

  get value(): number {
    if (!this.ready) return Number.NaN;
    return (100 * (4 * this.#short.part + 2 * this.#middle.part + this.#long.part)) / 7;
  }

  update(high: number, low: number, close: number): void {
    requireBar('UltimateOscillator', high, low, close);
    const before = this.#closeBefore;
    this.#closeBefore = close;
    if (Number.isNaN(before)) return;
    const bottom = Math.min(low, before);
    const range = Math.max(high, before) - bottom;
    this.#short.push(close - bottom, range);
    this.#middle.push(close - bottom, range);
    this.#long.push(close - bottom, range);
  }
}
