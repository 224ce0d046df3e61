import { MonotoneWindow } from './monotone-window.ts';

/** The highest high and the lowest low of the last `length` bars; the unchecked part of indicators. O(1) amortised. */
export class WindowRange {
  readonly #length: number;
  readonly #highs: MonotoneWindow;
  /** Of the lows with their sign turned. */
  readonly #lows: MonotoneWindow;

  constructor(length: number) {
    this.#length = length;
    this.#highs = new MonotoneWindow(length);
    this.#lows = new MonotoneWindow(length);
  }

  get ready(): boolean {
    return this.#highs.count >= this.#length;
  }

  /** NaN until ready. */
  get highest(): number {
    return this.ready ? this.#highs.highest : Number.NaN;
  }

  /** NaN until ready. */
  get lowest(): number {
    return this.ready ? -this.#lows.highest : Number.NaN;
  }

  get middle(): number {
    return (this.highest + this.lowest) / 2;
  }

  push(high: number, low: number): void {
    this.#highs.push(high);
    this.#lows.push(-low);
  }
}
