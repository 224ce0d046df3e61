import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import type { TrainingPeriod } from './arm-job.ts';

/** How a learner is trained anew as time goes on. */
export interface WalkForward {
  /** Parts of the test period, from 2, each with a training before it. */
  readonly folds: number;
  /** Whether a training sees all of the past, or as many slices of it as the first one. */
  readonly window: 'expanding' | 'rolling';
  /** Slices before each part that no training sees; the label horizon if null. */
  readonly embargo: number | null;
}

/** A part of the test period. */
export interface WalkForwardFold {
  /** From when on the learner of this training is in use; null for the beginning. */
  readonly inUseFrom: EpochMs | null;
  readonly period: TrainingPeriod;
}

/** What folds are made of. */
export interface FoldGround {
  /** The slices of the test period. */
  readonly tested: Float64Array;
  /** The slices of the training symbols, up to the end of the test period. */
  readonly trained: Float64Array;
  readonly labelHorizonBars: number;
}

/**
 * Cuts the test period into parts of as many slices, the first ones longer by none: part k begins with slice ⌊k·n/K⌋. The training of
 * each ends before it, `embargo` slices of the training symbols earlier. Its labels end there too, since it has no later bars: that is the
 * purge. E_PARAMETER_INVALID where there are more parts than slices, or the embargo leaves nothing.
 */
export function walkForwardFolds(
  { folds, window, embargo }: WalkForward,
  { tested, trained, labelHorizonBars }: FoldGround,
): WalkForwardFold[] {
  if (folds > tested.length) throw refused('has at most as many folds as slices', `${folds} folds`);
  const gap = embargo ?? labelHorizonBars;
  const borders = Array.from(
    { length: folds },
    (_, fold) => tested[Math.floor((fold * tested.length) / folds)]!,
  );
  const ends = borders.map((border) => countBefore(trained, border) - gap);
  const length = ends[0]!;
  if (length < 1) throw refused('leaves slices to train on before the first fold', `an embargo of ${gap}`);
  return ends.map((end, fold) => {
    const to = trained[end - 1]!;
    const from = trained[end - length]!;
    const period = window === 'rolling' ? { to, ranges: [{ from, to }] } : { to };
    return { inUseFrom: fold === 0 ? null : borders[fold]!, period };
  });
}

function countBefore(times: Float64Array, border: EpochMs): number {
  const at = times.findIndex((time) => time >= border);
  return at < 0 ? times.length : at;
}

function refused(rule: string, found: string): RegimetaError {
  return new RegimetaError('E_PARAMETER_INVALID', {
    place: '--walk-forward',
    rule: `a walk-forward ${rule}`,
    found,
    repair: 'Take fewer folds, a shorter embargo, or a longer period',
  });
}
