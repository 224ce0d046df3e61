/** Means of more windows than this are summed anew each time. */
const KEPT_MAX = 16;

/** A window that has not been asked for during more bars than this is summed anew. */
export const STEPS_MAX = 32;

/** What is kept of a window, each at its place in `numbers`. */
const SUM = 0;
/** The rounding errors of the sum. */
const ERROR = 1;
const MEAN = 2;
/** The mean one bar earlier; NaN where it is not known or not to be asked for. */
const BEFORE = 3;
const FIELDS = 4;

/** The place of a mean that is not kept. */
const NOT_KEPT = KEPT_MAX * FIELDS;

/** The length of a window that was given up, and an end from which none can be moved on. */
const GIVEN_UP = -1;
const LONG_AGO = -1_073_741_824;

/**
 * The means of windows of one column that move bar by bar, each in constant time, when they are asked for. Each rounding
 * error of a sum is kept and added back (Neumaier 1974), so that a mean does not drift, and of a spike that has left its
 * window less than 1e-30 of its size stays. All numbers lie in typed arrays, since fields of objects would be boxed; whole ones
 * in arrays of their own, so that they are compared as such.
 */
export class KeptMeans {
  /** Means by the places that `find` and `keep` return. */
  readonly numbers = new Float64Array(NOT_KEPT + 1);
  readonly #capacity: number;
  #values: Float64Array;
  /** The bars of each window, and where the bar after its last one stands in the column. */
  readonly #lengths = new Int32Array(KEPT_MAX);
  readonly #ends = new Int32Array(KEPT_MAX);
  /** The number of windows that are kept. */
  #count = 0;

  /** `capacity` is the number of bars that can be asked for, and `values` the column. */
  constructor(capacity: number, values: Float64Array) {
    this.#capacity = capacity;
    this.#values = values;
  }

  /** Begins anew with other values. */
  restart(values: Float64Array): void {
    this.#values = values;
    this.#count = 0;
  }

  /** The column has lost so many values at its beginning. */
  shift(dropped: number): void {
    for (let window = 0; window < this.#count; window++)
      this.#ends[window] = Math.max(LONG_AGO, this.#ends[window]! - dropped);
  }

  /**
   * Where in `numbers` the mean of the last `bars` values before `end` lies, or that of one bar earlier (`ago` 1); below
   * zero where it is not kept. A place rather than the mean, since a number that a function returns is boxed.
   */
  find(bars: number, ago: number, end: number): number {
    const lengths = this.#lengths;
    const count = this.#count;
    for (let window = 0; window < count; window++) {
      if (lengths[window] !== bars) continue;
      if (this.#ends[window] !== end && !this.#follow(window, end)) return -1;
      const at = window * FIELDS;
      if (ago === 0) return at + MEAN;
      return ago === 1 && !Number.isNaN(this.numbers[at + BEFORE]!) ? at + BEFORE : -1;
    }
    return -1;
  }

  /** Sums values anew, keeps the mean where they end at `end` and there is room, and returns its place. */
  keep(bars: number, ago: number, end: number): number {
    const { numbers } = this;
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
    const window = this.#windowOf(bars);
    // A sum that has overflowed cannot come back from there.
    if (ago !== 0 || window === KEPT_MAX || !Number.isFinite(mean)) {
      numbers[NOT_KEPT] = mean;
      return NOT_KEPT;
    }
    this.#count = Math.max(this.#count, window + 1);
    this.#lengths[window] = bars;
    this.#ends[window] = end;
    const at = window * FIELDS;
    numbers[at + SUM] = sum;
    numbers[at + ERROR] = error;
    numbers[at + MEAN] = mean;
    numbers[at + BEFORE] = Number.NaN;
    return at + MEAN;
  }

  /** Moves a window on to `end`, bar by bar; false where that is too far, or where its sum has overflowed. */
  #follow(window: number, end: number): boolean {
    const { numbers } = this;
    const values = this.#values;
    const at = window * FIELDS;
    const bars = this.#lengths[window]!;
    const first = this.#ends[window]!;
    if (end - first > STEPS_MAX) return false;
    for (let last = first; last < end; last++) this.#move(at, bars, values[last]!, values[last - bars]!);
    this.#ends[window] = end;
    if (bars === this.#capacity) numbers[at + BEFORE] = Number.NaN;
    if (Number.isFinite(numbers[at + SUM]!)) return true;
    this.#lengths[window] = GIVEN_UP;
    this.#ends[window] = LONG_AGO;
    return false;
  }

  /** The value `entering` comes into a window, and `leaving`, its oldest one, goes out. */
  #move(at: number, bars: number, entering: number, leaving: number): void {
    const { numbers } = this;
    const sum = numbers[at + SUM]!;
    const change = entering - leaving;
    const changeBack = change - entering;
    const next = sum + change;
    const back = next - sum;
    const changeError = entering - (change - changeBack) - (leaving + changeBack);
    const error = numbers[at + ERROR]! + (changeError + (sum - (next - back) + (change - back)));
    numbers[at + SUM] = next;
    numbers[at + ERROR] = error;
    numbers[at + BEFORE] = numbers[at + MEAN]!;
    numbers[at + MEAN] = (next + error) / bars;
  }

  /** The window of that length, else one that was given up, else a new one. */
  #windowOf(bars: number): number {
    let free = this.#count;
    for (let window = 0; window < this.#count; window++) {
      if (this.#lengths[window] === bars) return window;
      if (this.#lengths[window] === GIVEN_UP) free = window;
    }
    return free;
  }
}
