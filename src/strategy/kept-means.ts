/** Means of more windows than this are summed anew each time. */
const KEPT_MAX = 16;

/** What is kept of a window: its sum, the rounding errors of the sum, its mean, and its mean one bar ago. */
const FIELDS = 4;

/**
 * The means of windows that move bar by bar, each in constant time. Each rounding error of a sum is kept and added
 * back (Neumaier 1974), so that a mean does not drift, and of a spike that has left its window less than 1e-30 of its
 * size stays. The numbers lie in typed arrays, since fields of objects would be boxed.
 */
export class KeptMeans {
  readonly #series = new Int32Array(KEPT_MAX);
  readonly #bars = new Int32Array(KEPT_MAX);
  /** Means by the places that `find` and `keep` return; the last one is that of a mean that is not kept. */
  readonly numbers = new Float64Array(KEPT_MAX * FIELDS + 1);
  #count = 0;

  /** The number of windows that are kept. */
  get count(): number {
    return this.#count;
  }

  /** Keeps nothing any more: the values themselves have changed. */
  clear(): void {
    this.#count = 0;
    this.#bars.fill(0);
  }

  /** Which series a window is of. */
  seriesOf(window: number): number {
    return this.#series[window]!;
  }

  /** The length of a window. */
  barsOf(window: number): number {
    return this.#bars[window]!;
  }

  /**
   * Where the mean of the last `bars` values of a series lies in `numbers`, or that of one bar earlier (`ago` 1);
   * below zero where it is not kept. A place rather than the mean, since a number that a function returns is boxed.
   */
  find(series: number, bars: number, ago: number): number {
    const count = this.#count;
    for (let window = 0; window < count; window++) {
      if (this.#bars[window] !== bars || this.#series[window] !== series) continue;
      const at = window * FIELDS + 2;
      if (ago === 0) return at;
      return ago === 1 && !Number.isNaN(this.numbers[at + 1]!) ? at + 1 : -1;
    }
    return -1;
  }

  /**
   * Moves a window on: `entering` comes in, and `leaving`, the oldest value, goes out. Its mean one bar ago is kept only
   * where it may be asked for.
   */
  move(window: number, entering: number, leaving: number, keepsBefore: boolean): void {
    const numbers = this.numbers;
    const at = window * FIELDS;
    const sum = numbers[at]!;
    const change = entering - leaving;
    const changeBack = change - entering;
    const next = sum + change;
    const back = next - sum;
    const changeError = entering - (change - changeBack) - (leaving + changeBack);
    const error = numbers[at + 1]! + (changeError + (sum - (next - back) + (change - back)));
    numbers[at] = next;
    numbers[at + 1] = error;
    numbers[at + 3] = keepsBefore ? numbers[at + 2]! : Number.NaN;
    numbers[at + 2] = (next + error) / this.#bars[window]!;
    // A sum that has overflowed cannot come back from there: the window is given up.
    if (!Number.isFinite(next)) this.#bars[window] = 0;
  }

  /** The place of the mean of the values; with `isLast` it is kept as that of the last bars of the series, where there is room. */
  keep(series: number, values: Float64Array, isLast: boolean): number {
    const [sum, error] = exactSum(values);
    const mean = (sum + error) / values.length;
    const window = this.#windowOf(series, values.length);
    // A sum that has overflowed cannot come back from there.
    if (!isLast || window === KEPT_MAX || !Number.isFinite(mean)) {
      this.numbers[KEPT_MAX * FIELDS] = mean;
      return KEPT_MAX * FIELDS;
    }
    this.#count = Math.max(this.#count, window + 1);
    this.#series[window] = series;
    this.#bars[window] = values.length;
    this.numbers.set([sum, error, mean, Number.NaN], window * FIELDS);
    return window * FIELDS + 2;
  }

  #windowOf(series: number, bars: number): number {
    let window = 0;
    while (window < this.#count && this.#bars[window] !== 0) {
      if (this.#series[window] === series && this.#bars[window] === bars) break;
      window++;
    }
    return window;
  }
}

/** A sum and what rounding took from it. */
function exactSum(values: Float64Array): [sum: number, error: number] {
  let sum = 0;
  let error = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const next = sum + value;
    const back = next - sum;
    error += sum - (next - back) + (value - back);
    sum = next;
  }
  return [sum, error];
}
