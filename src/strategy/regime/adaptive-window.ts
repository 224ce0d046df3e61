/** Sizes of an adaptive window; see {@link AdaptiveWindow}. */
export interface AdaptiveWindowSettings {
  /** Confidence of the test, in (0, 1): the smaller, the fewer false cuts. */
  readonly delta: number;
  /** Buckets of one size that are kept before two are merged; from 1 on. */
  readonly bucketsMax: number;
  /** Fewest values on either side of a cut. */
  readonly sideMin: number;
  /**
   * What goes where two parts differ: the oldest bucket, again and again until none do, as in the paper; or all that lies before the boundary at which
   * they differ most, in terms of the bound: then what is left began at the change.
   */
  readonly drops: 'oldest' | 'before-change';
}

/** Buckets double in size from level to level, so no window of values that a program can count has more. */
const LEVELS = 48;

/** Values in a bucket, by level. */
const SIZES = Float64Array.from({ length: LEVELS });
SIZES.forEach((_, level) => {
  SIZES[level] = level === 0 ? 1 : 2 * SIZES[level - 1]!;
});

/**
 * The window of ADWIN2 (Bifet & Gavaldà 2007, "Learning from time-changing data with adaptive windowing"), as the package river has it: an
 * exponential histogram of the last values, from which older ones are dropped while the means of its older and its younger part differ by
 * more than sqrt(2 m v d) + 2/3 m d, where v is the variance of the window, n its length, d = ln(2 ln(n) / delta) and
 * m = 1 / (n0 - sideMin + 1) + 1 / (n1 - sideMin + 1). O(log n) memory; nothing is allocated after the constructor.
 */
export class AdaptiveWindow {
  readonly #settings: AdaptiveWindowSettings;
  readonly #stride: number;
  /** All that the window remembers; buckets by level, oldest first. */
  readonly state: {
    width: number;
    total: number;
    squares: number;
    levels: number;
    counts: Float64Array;
    totals: Float64Array;
    variances: Float64Array;
  };

  constructor(settings: AdaptiveWindowSettings) {
    this.#settings = settings;
    this.#stride = settings.bucketsMax + 2;
    this.state = {
      width: 0,
      total: 0,
      squares: 0,
      levels: 1,
      counts: new Float64Array(LEVELS),
      totals: new Float64Array(LEVELS * this.#stride),
      variances: new Float64Array(LEVELS * this.#stride),
    };
  }

  /** Values in the window. */
  get width(): number {
    return this.state.width;
  }

  /** Takes the next value. */
  push(value: number): void {
    const { state } = this;
    this.#append(0, value, 0);
    if (state.width > 0) {
      const distance = value - state.total / state.width;
      state.squares += (state.width * distance * distance) / (state.width + 1);
    }
    state.width++;
    state.total += value;
    this.#compress();
  }

  /** Drops the oldest values while two parts differ; returns whether it did. */
  cut(): boolean {
    let cut = false;
    for (let kept = this.#keptAfterCut(); kept < this.state.width; kept = this.#keptAfterCut()) {
      if (this.#settings.drops === 'oldest') this.#dropOldest();
      else this.shorten(kept);
      cut = true;
    }
    return cut;
  }

  /** Drops the oldest buckets until no more than so many values are left, or one bucket is. */
  shorten(widthMax: number): void {
    // The oldest bucket may be the only one, and hold more than one value.
    while (this.state.width > widthMax && SIZES[this.state.levels - 1]! < this.state.width)
      this.#dropOldest();
  }

  /** How near the most different pair of parts is to a cut: the difference over its bound, 0 where none can be cut. */
  get tension(): number {
    return this.#tension;
  }

  #tension = 0;

  #append(level: number, total: number, variance: number): void {
    const { counts, totals, variances } = this.state;
    const at = level * this.#stride + counts[level]!;
    totals[at] = total;
    variances[at] = variance;
    counts[level]!++;
  }

  #remove(level: number, buckets: number): void {
    const { counts, totals, variances } = this.state;
    const from = level * this.#stride;
    const end = from + counts[level]!;
    totals.copyWithin(from, from + buckets, end);
    variances.copyWithin(from, from + buckets, end);
    counts[level]! -= buckets;
  }

  /** Merges the two oldest buckets of every level that has too many into one of the next. */
  #compress(): void {
    const { state } = this;
    const { counts, totals, variances } = state;
    for (let level = 0; level + 1 < LEVELS; level++) {
      if (counts[level]! <= this.#settings.bucketsMax) return;
      const size = SIZES[level]!;
      const at = level * this.#stride;
      const distance = (totals[at]! - totals[at + 1]!) / size;
      const between = (size * distance * distance) / 2;
      if (level + 1 === state.levels) state.levels++;
      this.#append(level + 1, totals[at]! + totals[at + 1]!, variances[at]! + variances[at + 1]! + between);
      this.#remove(level, 2);
    }
  }

  /**
   * How many values lie after the boundary between buckets at which the older and the younger part differ most, if that is more than the bound; all of them where
   * no two parts differ so much.
   */
  #keptAfterCut(): number {
    const { width, total, levels, counts, totals } = this.state;
    const { sideMin } = this.#settings;
    let older = 0;
    let olderTotal = 0;
    let tension = 0;
    let kept = width;
    for (let level = levels - 1; level >= 0; level--) {
      for (let k = 0; k < counts[level]!; k++) {
        older += SIZES[level]!;
        olderTotal += totals[level * this.#stride + k]!;
        const younger = width - older;
        if (older < sideMin || younger < sideMin) continue;
        const difference = Math.abs(olderTotal / older - (total - olderTotal) / younger);
        const bound = this.#bound(older, younger);
        if (bound > 0 && difference / bound > tension) {
          tension = difference / bound;
          kept = younger;
        }
      }
    }
    this.#tension = Math.min(1, tension);
    return tension > 1 ? kept : width;
  }

  #bound(older: number, younger: number): number {
    const { width, squares } = this.state;
    const { delta, sideMin } = this.#settings;
    const logarithm = Math.log((2 * Math.log(width)) / delta);
    const parts = 1 / (older - sideMin + 1) + 1 / (younger - sideMin + 1);
    const variance = squares / width;
    return Math.sqrt(2 * parts * variance * logarithm) + (2 / 3) * parts * logarithm;
  }

  #dropOldest(): void {
    const { state } = this;
    const level = state.levels - 1;
    const size = SIZES[level]!;
    const at = level * this.#stride;
    const total = state.totals[at]!;
    state.width -= size;
    state.total -= total;
    const distance = total / size - state.total / state.width;
    const between = (size * state.width * distance * distance) / (size + state.width);
    state.squares = Math.max(0, state.squares - state.variances[at]! - between);
    this.#remove(level, 1);
    while (state.levels > 1 && state.counts[state.levels - 1] === 0) state.levels--;
  }
}
