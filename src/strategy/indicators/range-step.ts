/** True ranges, one a bar: the unchecked part of indicators. The first bar has no close before it. */
export class RangeStep {
  #closeBefore = Number.NaN;

  /** Takes a bar; the largest of high - low, |high - close before| and |low - close before|, NaN for the first bar. */
  next(high: number, low: number, close: number): number {
    const before = this.#closeBefore;
    this.#closeBefore = close;
    return Math.max(high, before) - Math.min(low, before);
  }
}
