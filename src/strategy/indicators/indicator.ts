import type { ErrorCode } from '../../model/error-codes.ts';
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
   * Takes the next bar. Throws E_INDICATOR_INPUT, and changes nothing, on an input that is not finite or is above
   * 1e150 in size, on a bar whose close lies outside of its range, and on a volume below zero: so no input can poison
   * later values.
   */
  update(...input: Input): void;
}

/** The largest input in size; squares and sums of squares of it stay finite. */
const INPUT_MAX = 1e150;

/** The longest window, in inputs: 80 MB for each number that is kept of them. */
const LENGTH_MAX = 10_000_000;

/** Throws E_INDICATOR_INPUT unless the input is a number that an indicator can take. */
export function requireInput(indicator: string, input: number): void {
  if (Math.abs(input) <= INPUT_MAX) return;
  throw refusal('E_INDICATOR_INPUT', indicator, `an input is finite and at most ${INPUT_MAX} in size`, input);
}

/** Throws E_INDICATOR_INPUT unless the input can be taken and is above zero, as what has a logarithm is. */
export function requirePositive(indicator: string, input: number): void {
  requireInput(indicator, input);
  if (input > 0) return;
  throw refusal(
    'E_INDICATOR_INPUT',
    indicator,
    'a price here is above zero, for its logarithm or its part',
    input,
  );
}

/** Throws E_INDICATOR_INPUT unless the input can be taken and is no less than zero. */
export function requireVolume(indicator: string, volume: number): void {
  requireInput(indicator, volume);
  if (volume >= 0) return;
  throw refusal('E_INDICATOR_INPUT', indicator, 'a volume is not below zero', volume);
}

/** Throws E_INDICATOR_INPUT unless both are numbers that an indicator can take and the high is not below the low. */
export function requireRange(indicator: string, high: number, low: number): void {
  requireInput(indicator, high);
  requireInput(indicator, low);
  if (high >= low) return;
  throw refusal('E_INDICATOR_INPUT', indicator, 'the high is not below the low', `high ${high}, low ${low}`);
}

/** The same for a bar with a price within it: its close, or its open. */
export function requireBar(indicator: string, high: number, low: number, price: number): void {
  requireRange(indicator, high, low);
  requireInput(indicator, price);
  if (price <= high && price >= low) return;
  const found = `${price}, with high ${high} and low ${low}`;
  throw refusal('E_INDICATOR_INPUT', indicator, 'open and close lie within the bar', found);
}

/**
 * Returns the length of an indicator's window; throws E_PARAMETER_INVALID unless it is whole, at least `least` and at
 * most 10,000,000.
 */
export function requireLength(indicator: string, length: number, least: number): number {
  if (Number.isSafeInteger(length) && length >= least && length <= LENGTH_MAX) return length;
  const rule = `a length is a whole number from ${least} to ${LENGTH_MAX}`;
  throw refusal('E_PARAMETER_INVALID', indicator, rule, length);
}

/** Returns the width of a band, in multiples of its measure; throws E_PARAMETER_INVALID unless it is finite and above zero. */
export function requireWidth(indicator: string, width: number): number {
  if (Number.isFinite(width) && width > 0) return width;
  throw refusal('E_PARAMETER_INVALID', indicator, 'a width, step or scale is a number above zero', width);
}

function refusal(code: ErrorCode, place: string, rule: string, found: number | string): RegimetaError {
  return new RegimetaError(code, { place, rule, found: String(found) });
}
