import { normalQuantile } from '../../math/normal-distribution.ts';
import type { StateFields } from './plain-state.ts';

/** The last observations are kept apart, since a change may be placed before its confirmation: so many at most. */
const LAG_MAX = 256;

/** Stands for a number that is missing; no observation is as large. */
const MISSING = 1e60;

/** Count, mean and sum of squared distances of each number, and of its distance from the mean. */
interface Moments extends StateFields {
  readonly values: Float64Array;
  readonly sizes: Float64Array;
}

/**
 * Judges a change by what came after it was confirmed. The alarm was raised by observations that looked unlike the regime before, so they cannot tell whether it was
 * right; those after the confirmation can. Once there are `bars` of them, the mean of every number, and that of its distance
 * from the mean before (which grows with the variance), is compared with the regime before by Welch's statistic (1947). Where none of them is beyond
 * the normal quantile for `level`, shared by all (Bonferroni), nothing speaks for a change any more.
 */
export class ChangeReview {
  /** All that it remembers, plain. */
  readonly state: {
    kept: number;
    next: number;
    fresh: number;
    isOpen: number;
    runBefore: number;
    rows: Float64Array;
    present: Moments;
    before: Moments;
    after: Moments;
  };
  readonly #bars: number;
  readonly #limit: number;
  readonly #dimension: number;

  constructor(dimension: number, { bars, level }: { readonly bars: number; readonly level: number }) {
    const moments = (): Moments => ({
      values: new Float64Array(3 * dimension),
      sizes: new Float64Array(3 * dimension),
    });
    this.#bars = bars;
    this.#limit = normalQuantile(1 - level / (4 * dimension));
    this.#dimension = dimension;
    this.state = {
      kept: 0,
      next: 0,
      fresh: 0,
      isOpen: 0,
      runBefore: 0,
      rows: new Float64Array(LAG_MAX * dimension).fill(MISSING),
      present: moments(),
      before: moments(),
      after: moments(),
    };
  }

  /** Takes an observation, before anything is confirmed at it; numbers that are not finite are missing. */
  take(observation: Float64Array): void {
    const { state } = this;
    if (state.kept === LAG_MAX) this.#settle();
    const at = ((state.next + state.kept) % LAG_MAX) * this.#dimension;
    for (let i = 0; i < this.#dimension; i++) {
      state.rows[at + i] = Number.isFinite(observation[i]) ? observation[i]! : MISSING;
    }
    state.kept++;
    if (state.isOpen === 0) return;
    state.fresh++;
    this.#add(state.after, at, state.before);
  }

  /** A change was confirmed at the last observation, whose regime has the last `run` of them; that before it had `runBefore`. */
  open(run: number, runBefore: number): void {
    const { state } = this;
    while (state.kept > run) this.#settle();
    copy(state.present, state.before);
    clear(state.present);
    clear(state.after);
    state.fresh = 0;
    state.isOpen = 1;
    state.runBefore = runBefore;
  }

  /**
   * Whether the change that is under review was none; null while that is open, or where there is nothing under review. The
   * regime then goes on from before the change, and `state.runBefore` is the length that it had.
   */
  verdict(): boolean | null {
    const { state } = this;
    if (state.isOpen === 0 || state.fresh < this.#bars) return null;
    state.isOpen = 0;
    if (this.#isBorneOut()) return false;
    merge(state.present, state.before);
    return true;
  }

  #isBorneOut(): boolean {
    const { before, after } = this.state;
    for (const part of ['values', 'sizes'] as const) {
      for (let i = 0; i < this.#dimension; i++) {
        if (Math.abs(welch(before[part], after[part], 3 * i)) > this.#limit) return true;
      }
    }
    return false;
  }

  /** The oldest of the rows that are kept apart joins the present regime. */
  #settle(): void {
    const { state } = this;
    this.#add(state.present, state.next * this.#dimension, state.present);
    state.next = (state.next + 1) % LAG_MAX;
    state.kept--;
  }

  /** Sizes are distances from the means of `base`; there are none while it has seen nothing. */
  #add(moments: Moments, row: number, base: Moments): void {
    for (let i = 0; i < this.#dimension; i++) {
      const value = this.state.rows[row + i]!;
      if (value === MISSING) continue;
      if (base.values[3 * i]! > 0) accept(moments.sizes, 3 * i, Math.abs(value - base.values[3 * i + 1]!));
      accept(moments.values, 3 * i, value);
    }
  }
}

/** Welford's update (1962) of count, mean and sum of squares. */
function accept(moments: Float64Array, at: number, value: number): void {
  const count = moments[at]! + 1;
  moments[at] = count;
  const distance = value - moments[at + 1]!;
  moments[at + 1]! += distance / count;
  moments[at + 2]! += distance * (value - moments[at + 1]!);
}

/** The difference of two means over its standard error; 0 where there is too little to say, or nothing varies and nothing differs. */
function welch(a: Float64Array, b: Float64Array, at: number): number {
  if (!(a[at]! > 1 && b[at]! > 1)) return 0;
  const difference = b[at + 1]! - a[at + 1]!;
  if (difference === 0) return 0;
  const spread = a[at + 2]! / (a[at]! * (a[at]! - 1)) + b[at + 2]! / (b[at]! * (b[at]! - 1));
  return difference / Math.sqrt(spread);
}

function copy(from: Moments, to: Moments): void {
  to.values.set(from.values);
  to.sizes.set(from.sizes);
}

function clear({ values, sizes }: Moments): void {
  values.fill(0);
  sizes.fill(0);
}

/** Adds the moments of `other` (Chan, Golub & LeVeque 1979). */
function merge(moments: Moments, other: Moments): void {
  for (const part of ['values', 'sizes'] as const) {
    const into = moments[part];
    const from = other[part];
    for (let at = 0; at < into.length; at += 3) {
      const count = into[at]! + from[at]!;
      if (from[at]! === 0) continue;
      const distance = from[at + 1]! - into[at + 1]!;
      into[at + 2]! += from[at + 2]! + (distance * distance * into[at]! * from[at]!) / count;
      into[at + 1]! += (distance * from[at]!) / count;
      into[at] = count;
    }
  }
}
