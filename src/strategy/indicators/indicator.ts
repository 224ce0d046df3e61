import { RegimetaError } from '../../model/regimeta-error.ts';

/**
 * A streaming indicator: it takes one input a bar and holds only what its look-back needs. All storage is allocated
 * when it is built; `update` takes O(1) time, amortised where the file says so.
 */
export interface Indicator<Input extends readonly number[] = [value: number]> {
  /** The number of updates after which it is ready for the first time. */
  readonly lookback: number;
  /** Whether `value` is defined. */
  readonly ready: boolean;
  /** The indicator after the last update; NaN exactly where it is not ready. */
  readonly value: number;
  /**
   * Takes the next bar. Throws E_INVARIANT, and changes nothing, on an input that is not finite or is above
   * 1e150 in size: so no input can poison later values.
   */
  update(...input: Input): void;
}

/** The largest input in size; squares and sums of squares of it stay finite. */
const INPUT_MAX = 1e150;

/** Throws E_INVARIANT unless the input is a number that an indicator can take. */
export function requireInput(indicator: string, input: number): void {
  if (Math.abs(input) <= INPUT_MAX) return;
  throw new RegimetaError('E_INVARIANT', {
    place: indicator,
    rule: `an input must be finite and at most ${INPUT_MAX} in size`,
    found: String(input),
  });
}

/** Returns the length of an indicator's window; throws E_PARAMETER_INVALID unless it is whole and at least `least`. */
export function requireLength(indicator: string, length: number, least: number): number {
  if (Number.isSafeInteger(length) && length >= least) return length;
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place: indicator,
    rule: `the length must be a whole number of at least ${least}`,
    found: String(length),
  });
}

/** Returns the width of a band, in multiples of its measure; throws E_PARAMETER_INVALID unless it is finite and above zero. */
export function requireWidth(indicator: string, width: number): number {
  if (Number.isFinite(width) && width > 0) return width;
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place: indicator,
    rule: 'the width must be a number above zero',
    found: String(width),
  });
}

/** Throws E_INVARIANT unless both are numbers that an indicator can take and the high is not below the low. */
export function requireBar(indicator: string, high: number, low: number): void {
  requireInput(indicator, high);
  requireInput(indicator, low);
  if (high >= low) return;
  throw new RegimetaError('E_INVARIANT', {
    place: indicator,
    rule: 'the high must not be below the low',
    found: `high ${high}, low ${low}`,
  });
}
