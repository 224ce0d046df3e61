/** Means of more windows than this are summed anew each time. */
const KEPT_MAX = 16;

/** A window that has not been asked for during more bars than this is summed anew. */
export const STEPS_MAX = 32;

/** What is kept of a window, each at its place in `numbers`. */
const BARS = 0;
/** Where the bar after its last one stands in the column. */
const END = 1;
const SUM = 2;
/** The rounding errors of the sum. */
const ERROR = 3;
const MEAN = 4;
/** The mean one bar earlier; NaN where it is not known or not to be asked for. */
const BEFORE = 5;
const FIELDS = 6;

/** The place of a mean that is not kept. */
const NOT_KEPT = KEPT_MAX * FIELDS;

/**
 * The means of windows of one column that move bar by bar, each in constant time, when they are asked for. Each rounding
 * error of a sum is kept and added back (Neumaier 1974), so that a mean does not drift, and of a spike that has left its
 * window less than 1e-30 of its size stays. All numbers lie in one typed array, since fields of objects would be boxed.
 */
export class KeptMeans {
  /** Means by the places that `find` and `keep` return. */
  readonly numbers = new Float64Array(NOT_KEPT + 1);
  readonly #capacity: number;
  #values: Float64Array;
  /** Where the numbers of the windows that are kept end. */
  #used = 0;

  /** `capacity` is the number of bars that can be asked for, and `values` the column. */
  constructor(capacity: number, values: Float64Array) {
    this.#capacity = capacity;
    this.#values = values;
  }

  /** Begins anew with other values. */
  restart(values: Float64Array): void {
    this.#values = values;
    this.#used = 0;
  }

  /** The column has lost so many values at its beginning. */
  shift(dropped: number): void {
    for (let at = 0; at < this.#used; at += FIELDS) this.numbers[at + END]! -= dropped;
  }

  /**
   * Where in `numbers` the mean of the last `bars` values before `end` lies, or that of one bar earlier (`ago` 1); below
   * zero where it is not kept. A place rather than the mean, since a number that a function returns is boxed.
   */
  find(bars: number, ago: number, end: number): number {
    const { numbers } = this;
    const used = this.#used;
    for (let at = 0; at < used; at += FIELDS) {
      if (numbers[at + BARS] !== bars) continue;
      if (numbers[at + END] !== end && !this.#follow(at, end)) return -1;
      if (ago === 0) return at + MEAN;
      return ago === 1 && !Number.isNaN(numbers[at + BEFORE]!) ? at + BEFORE : -1;
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
    const at = this.#windowOf(bars);
    // A sum that has overflowed cannot come back from there.
    if (ago !== 0 || at === NOT_KEPT || !Number.isFinite(mean)) {
      numbers[NOT_KEPT] = mean;
      return NOT_KEPT;
    }
    this.#used = Math.max(this.#used, at + FIELDS);
    numbers.set([bars, end, sum, error, mean, Number.NaN], at);
    return at + MEAN;
  }

  /** Moves a window on to `end`, bar by bar; false where that is too far, or where its sum has overflowed. */
  #follow(at: number, end: number): boolean {
    const { numbers } = this;
    const values = this.#values;
    // As whole numbers, which places in an array are made of.
    const bars = numbers[at + BARS]! | 0;
    const first = numbers[at + END]! | 0;
    if (end - first > STEPS_MAX) return false;
    for (let last = first; last < end; last++) this.#move(at, values[last]!, values[last - bars]!);
    numbers[at + END] = end;
    if (bars === this.#capacity) numbers[at + BEFORE] = Number.NaN;
    if (Number.isFinite(numbers[at + SUM]!)) return true;
    numbers[at + BARS] = Number.NaN;
    return false;
  }

  /** The value `entering` comes into a window, and `leaving`, its oldest one, goes out. */
  #move(at: number, entering: number, leaving: number): void {
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
    numbers[at + MEAN] = (next + error) / numbers[at + BARS]!;
  }

  /** The numbers of the window of that length, else of one that was given up, else new ones. */
  #windowOf(bars: number): number {
    let free = this.#used;
    for (let at = 0; at < this.#used; at += FIELDS) {
      if (this.numbers[at + BARS] === bars) return at;
      if (Number.isNaN(this.numbers[at + BARS]!)) free = at;
    }
    return free;
  }
}
