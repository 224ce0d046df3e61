/** Means of more windows than this are summed anew each time. */
const KEPT_MAX = 16;

/** A window that has not been asked for during more bars than this is summed anew. */
export const STEPS_MAX = 32;

/** Means that are made at once, where the values are there: one after the other in a loop of its own, which is several times cheaper. */
const BLOCK = 64;

/** Places of a window: the last mean of the block before, and those of the block. */
const PLACES = BLOCK + 1;

/** The place of a mean that is not kept. */
const NOT_KEPT = 0;

/** The length of a window that was given up, and an end from which none can be moved on. */
const GIVEN_UP = -1;
const LONG_AGO = -1_073_741_824;

/**
 * The means of windows of one column that move bar by bar, each in constant time, when they are asked for. Each rounding
 * error of a sum is kept and added back (Neumaier 1974), so that a mean does not drift, and of a spike that has left its
 * window less than 1e-30 of its size stays.
 *
 * Where a column is whole in memory, the means of the next bars are made in blocks. Like the column itself they are
 * private to the engine, and none is handed out before its bar was shown; the mean of a bar depends on no later one.
 * All numbers lie in typed arrays, since fields of objects would be boxed; whole ones in arrays of their own, so that they
 * are compared as such.
 */
export class KeptMeans {
  readonly #capacity: number;
  #values: Float64Array;
  #isWhole: boolean;
  #numbers = new Float64Array(1);
  /** The sum of each window at the end of its block, and the rounding errors of the sum. */
  readonly #sums = new Float64Array(KEPT_MAX);
  readonly #errors = new Float64Array(KEPT_MAX);
  /** The bars of each window, and for which end it was asked last. */
  readonly #lengths = new Int32Array(KEPT_MAX);
  readonly #asked = new Int32Array(KEPT_MAX);
  /** The ends of the first and of the last mean in the places of each window: where the bar after it stands in the column. */
  readonly #firsts = new Int32Array(KEPT_MAX);
  readonly #lasts = new Int32Array(KEPT_MAX);
  /** The number of windows that are kept. */
  #count = 0;

  /**
   * `capacity` is the number of bars that can be asked for, and `values` the column; `isWhole` says that it holds all bars
   * there will be, and not only those before the end that is asked for.
   */
  constructor(capacity: number, values: Float64Array, isWhole: boolean) {
    this.#capacity = capacity;
    this.#values = values;
    this.#isWhole = isWhole;
  }

  /** Means by the places that `find` and `keep` return. */
  get numbers(): Float64Array {
    return this.#numbers;
  }

  /** Begins anew with other values, which come bar by bar. */
  restart(values: Float64Array): void {
    this.#values = values;
    this.#isWhole = false;
    this.#count = 0;
  }

  /** The column has lost so many values at its beginning. */
  shift(dropped: number): void {
    for (const ends of [this.#asked, this.#firsts, this.#lasts])
      for (let window = 0; window < this.#count; window++)
        ends[window] = Math.max(LONG_AGO, ends[window]! - dropped);
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
      if (this.#asked[window] !== end && !this.#follow(window, end)) return -1;
      const steps = end - this.#firsts[window]!;
      const at = 1 + window * PLACES + steps;
      if (ago === 0) return at;
      // A window as long as the look-back has no bar before it.
      return ago === 1 && steps > 0 && bars !== this.#capacity ? at - 1 : -1;
    }
    return -1;
  }

  /** Sums values anew, keeps the mean where they end at `end` and there is room, and returns its place. */
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
    const window = this.#windowOf(bars);
    // A sum that has overflowed cannot come back from there.
    if (ago !== 0 || window === KEPT_MAX || !Number.isFinite(mean)) {
      this.#numbers[NOT_KEPT] = mean;
      return NOT_KEPT;
    }
    this.#count = Math.max(this.#count, window + 1);
    this.#makeRoom();
    this.#lengths[window] = bars;
    this.#asked[window] = end;
    this.#firsts[window] = end;
    this.#lasts[window] = end;
    this.#sums[window] = sum;
    this.#errors[window] = error;
    const at = 1 + window * PLACES;
    this.#numbers[at] = mean;
    return at;
  }

  /** Moves a window on to `end`; false where that is too far, or where its sum has overflowed. */
  #follow(window: number, end: number): boolean {
    if (end - this.#asked[window]! > STEPS_MAX) return false;
    if (end > this.#lasts[window]!) {
      this.#fill(window, end);
      if (end > this.#lasts[window]!) {
        this.#lengths[window] = GIVEN_UP;
        this.#asked[window] = LONG_AGO;
        return false;
      }
    }
    this.#asked[window] = end;
    return true;
  }

  /**
   * Makes the next means of a window, at least up to `end`, behind the ones it has or, where they do not fit there, in their
   * place; fewer where the sum overflows.
   */
  #fill(window: number, end: number): void {
    const first = 1 + window * PLACES - this.#roomFor(window, end);
    const values = this.#values;
    const numbers = this.#numbers;
    const bars = this.#lengths[window]!;
    let sum = this.#sums[window]!;
    let error = this.#errors[window]!;
    let last = this.#lasts[window]!;
    const until = this.#isWhole ? Math.min(this.#firsts[window]! + BLOCK, values.length) : end;
    for (; last < until; last++) {
      // The value that comes into the window, and its oldest one, which goes out.
      const entering = values[last]!;
      const leaving = values[last - bars]!;
      const change = entering - leaving;
      const changeBack = change - entering;
      const next = sum + change;
      if (!Number.isFinite(next)) break;
      const back = next - sum;
      const changeError = entering - (change - changeBack) - (leaving + changeBack);
      error += changeError + (sum - (next - back) + (change - back));
      sum = next;
      numbers[first + last + 1] = (next + error) / bars;
    }
    this.#sums[window] = sum;
    this.#errors[window] = error;
    this.#lasts[window] = last;
  }

  /** Begins a block where the present one has no room up to `end`; returns the end of the first mean in the window's places. */
  #roomFor(window: number, end: number): number {
    const last = this.#lasts[window]!;
    const first = this.#firsts[window]!;
    if (!this.#isWhole && end - first <= BLOCK) return first;
    const at = 1 + window * PLACES;
    this.#numbers[at] = this.#numbers[at + last - first]!;
    this.#firsts[window] = last;
    return last;
  }

  /** Makes places for the windows that are kept. */
  #makeRoom(): void {
    if (this.#numbers.length > this.#count * PLACES) return;
    const numbers = new Float64Array(1 + Math.min(KEPT_MAX, 2 * this.#count) * PLACES);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
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
