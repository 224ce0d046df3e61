import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import { purgedFolds } from '../strategy/purged-folds.ts';
import type { TrainingPeriod } from './arm-job.ts';
import type { TaskRange } from './task-ranges.ts';
import type { FoldGround } from './walk-forward.ts';

/** How paths through the test period are made. */
export interface CrossValidation {
  /** Parts of the test period, from 2. */
  readonly folds: number;
  /** Parts that a training leaves out, from 1 and fewer than all. */
  readonly testFolds: number;
  /** Slices behind a tested part, after the purge, that no training sees; the label horizon if null. */
  readonly embargo: number | null;
}

/** The trainings of a cross-validation, and how they make paths. */
export interface CrossValidationPlan {
  /** What each split trains on. */
  readonly splits: readonly TrainingPeriod[];
  /** For each path and fold, the split whose learner is in use. */
  readonly paths: readonly (readonly number[])[];
  /** From when on each fold is; the first one begins with the test period. */
  readonly borders: readonly EpochMs[];
}

/** More trainings than this are a mistake. */
const SPLITS_MAX = 500;

/**
 * Combinatorial purged cross-validation of the test period (`purgedFolds`). What lies before it is trained on in every split. A task decides at
 * slices whose labels meet no tested part, nor the labels of one, and begins no earlier than `embargo` slices behind. Splits see the future of the parts
 * that they are tested on: their paths are a distribution and no record of what could have been earned.
 */
export function crossValidationPlan(
  { folds, testFolds, embargo }: CrossValidation,
  { trained, labelHorizonBars }: Pick<FoldGround, 'trained' | 'labelHorizonBars'>,
  testFrom: EpochMs,
): CrossValidationPlan {
  const before = trained.findIndex((time) => time >= testFrom);
  const count = trained.length - before;
  const spans = Array.from({ length: count }, (_, i) => ({ first: i, last: i + labelHorizonBars }));
  const settings = { folds, testFolds, purge: 0, embargo: embargo ?? labelHorizonBars };
  const { splits, paths } = purgedFolds(spans, settings);
  if (splits.length > SPLITS_MAX) throw tooMany(splits.length);
  const firsts = new Map<number, number>();
  for (const { test, testFolds: chosen } of splits)
    for (const [i, fold] of chosen.entries()) firsts.set(fold, test[i]![0]!);
  return {
    splits: splits.map(({ train, test }) => {
      const isAllowed = new Uint8Array(trained.length);
      // Labels of what lies before the period may reach beyond its first fold.
      const firstTested = before + test[0]![0]!;
      isAllowed.fill(1, 0, Math.max(0, Math.min(before, firstTested - labelHorizonBars)));
      for (const place of train) isAllowed[before + place] = 1;
      return { to: trained.at(-1)!, ranges: rangesOf(isAllowed, trained) };
    }),
    paths,
    borders: Array.from({ length: folds }, (_, fold) => trained[before + firsts.get(fold)!]!),
  };
}

/** The stretches of slices that are allowed, as ranges of time. */
function rangesOf(isAllowed: Uint8Array, times: Float64Array): TaskRange[] {
  const ranges: TaskRange[] = [];
  let first = -1;
  for (let slice = 0; slice <= isAllowed.length; slice++) {
    if (isAllowed[slice] === 1) first = first < 0 ? slice : first;
    else if (first >= 0) {
      ranges.push({ from: times[first]!, to: times[slice - 1]! });
      first = -1;
    }
  }
  return ranges;
}

function tooMany(splits: number): RegimetaError {
  return new RegimetaError('E_PARAMETER_INVALID', {
    place: '--cpcv',
    rule: `a cross-validation has at most ${SPLITS_MAX} trainings`,
    found: `${splits}`,
    repair: 'Take fewer folds',
  });
}
