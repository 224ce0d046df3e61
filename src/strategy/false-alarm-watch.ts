import type { RegimeDetector } from './regime/regime-detector.ts';

/** A confirmed change that may yet be taken back. */
export interface WatchedChange {
  /** The slice of the confirmation. */
  readonly confirmedSlice: number;
  /** The first slice of the new regime, and of the one before, as they were estimated. */
  readonly changedSlice: number;
  readonly firstBefore: number;
  /** What the detector called the regime before. */
  readonly regimeBefore: number;
}

/**
 * Whether a change turns out to have been a false alarm within `revertBars` slices of its confirmation: a detector that models states is back in the state before, or
 * the run that another one now thinks the most probable reaches back beyond the middle of the regime before the change. A detector that begins anew at
 * a change, as CUSUM does, takes one back only where it is reviewed (`guarded`).
 */
export function isFalseAlarm(
  change: WatchedChange,
  detector: RegimeDetector,
  { slice, revertBars }: { readonly slice: number; readonly revertBars: number },
): boolean {
  const { confirmedSlice, changedSlice, firstBefore, regimeBefore } = change;
  if (slice <= confirmedSlice || slice - confirmedSlice > revertBars) return false;
  if (typeof detector.states === 'number') return detector.regime === regimeBefore;
  const runBegan = slice - detector.runLength + 1;
  return runBegan <= (firstBefore + changedSlice) / 2;
}
