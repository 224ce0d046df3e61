/** Means of more windows than this are summed anew each time. */
const KEPT_MAX = 16;

/** A window that has not been asked for during more bars than this is summed anew. */
export const STEPS_MAX = 32;

/**
 * What is kept of a window. Its numbers begin as fractions, so that each has room of its own for good, and one that changes is
 * written where it lies; an element of a typed array costs a check of its place besides.
 */
class Window {
  bars: number;
  /** False where its sum has overflowed, and it waits for another length. */
  isKept = false;
  /** Where the bar after its last one stands in the column. */
  end = 0;
  sum = Number.NaN;
  /** The rounding errors of the sum. */
  error = Number.NaN;
  mean = Number.NaN;
  /** The mean one bar earlier; NaN where it is not known or not to be asked for. */
  before = Number.NaN;

  constructor(bars: number) {
    this.bars = bars;
  }
}

/** The mean of a window as of now, and one bar earlier: NaN where that is not known. */
export type KeptMean = Readonly<Pick<Window, 'mean' | 'before'>>;

/**
 * The means of windows of one column that move bar by bar, each in constant time, when they are asked for. Each rounding
 * error of a sum is kept and added back (Neumaier 1974), so that a mean does not drift, and of a spike that has left its
 * window less than 1e-30 of its size stays.
 */
export class KeptMeans {
  readonly #windows: Window[] = [];
  readonly #capacity: number;
  #values: Float64Array;

  /** `capacity` is the number of bars that can be asked for, and `values` the column. */
  constructor(capacity: number, values: Float64Array) {
    this.#capacity = capacity;
    this.#values = values;
  }

  /** Begins anew with other values. */
  restart(values: Float64Array): void {
    this.#values = values;
    this.#windows.length = 0;
  }

  /** The column has lost so many values at its beginning. */
  shift(dropped: number): void {
    for (const window of this.#windows) window.end -= dropped;
  }

  /** The mean of the last `bars` values before `end`; null where it is not kept. Valid until the next call. */
  find(bars: number, end: number): KeptMean | null {
    const windows = this.#windows;
    for (let i = 0; i < windows.length; i++) {
      const window = windows[i]!;
      if (window.bars !== bars || !window.isKept) continue;
      return window.end === end || this.#follow(window, end) ? window : null;
    }
    return null;
  }

  /** Sums values anew and returns their mean; keeps it where they end at `end` and there is room. */
  keep(bars: number, ago: number, end: number): number {
    const values = this.#values;
    let sum = 0;
    let error = 0;
    for (let i = end - ago - bars; i < end - ago; i++) {
      const value = values[i]!;
      const next = sum + value;
      const back = next - sum;
      error += sum - (next - back) + (value - back);
      sum = next;
    }
    const mean = (sum + error) / bars;
    // A sum that has overflowed cannot come back from there.
    if (ago !== 0 || !Number.isFinite(mean)) return mean;
    const window = this.#windowOf(bars);
    if (window === null) return mean;
    window.isKept = true;
    window.end = end;
    window.sum = sum;
    window.error = error;
    window.mean = mean;
    window.before = Number.NaN;
    return mean;
  }

  /** Moves a window on to `end`, bar by bar; false where that is too far, or where its sum has overflowed. */
  #follow(window: Window, end: number): boolean {
    const values = this.#values;
    const { bars } = window;
    const first = window.end;
    if (end - first > STEPS_MAX) return false;
    for (let last = first; last < end; last++) move(window, values[last]!, values[last - bars]!);
    window.end = end;
    if (bars === this.#capacity) window.before = Number.NaN;
    window.isKept = Number.isFinite(window.sum);
    return window.isKept;
  }

  /** The window of that length, else one that was given up, else a new one; null where there is no room for it. */
  #windowOf(bars: number): Window | null {
    const windows = this.#windows;
    const kept = windows.find((window) => window.bars === bars) ?? windows.find(({ isKept }) => !isKept);
    if (kept !== undefined) {
      kept.bars = bars;
      return kept;
    }
    if (windows.length === KEPT_MAX) return null;
    const added = new Window(bars);
    windows.push(added);
    return added;
  }
}

/** The value `entering` comes into a window, and `leaving`, its oldest one, goes out. */
function move(window: Window, entering: number, leaving: number): void {
  const { sum } = window;
  const change = entering - leaving;
  const changeBack = change - entering;
  const next = sum + change;
  const back = next - sum;
  const changeError = entering - (change - changeBack) - (leaving + changeBack);
  const error = window.error + (changeError + (sum - (next - back) + (change - back)));
  window.sum = next;
  window.error = error;
  window.before = window.mean;
  window.mean = (next + error) / window.bars;
}
