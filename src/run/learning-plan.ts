import { selectBars } from '../market/bar-selection.ts';
import type { BarSeries } from '../model/bar-series.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { LearnerSlot } from '../strategy/learner-slot.ts';
import { learnerSlotOf } from './arm-learner.ts';
import type { CrossValidation } from './cross-validation.ts';
import type { LoadedStrategy } from './load-strategy.ts';
import type { AnyPreparedRun } from './session.ts';
import { sliceTimes } from './slice-times.ts';
import { type WalkForward, type WalkForwardFold, walkForwardFolds } from './walk-forward.ts';

/** How a user wants learners trained beside, or instead of, once before the test period. */
export interface LearningChoice {
  readonly walkForward?: WalkForward | undefined;
  readonly crossValidation?: CrossValidation | undefined;
}

/** The trainings of a comparison. */
export interface LearningPlan {
  /** The run, with training bars up to the end of the test period where a training needs them. */
  readonly prepared: AnyPreparedRun;
  readonly folds: readonly WalkForwardFold[];
  /** The slices of the training symbols up to there; empty where no training needs them. */
  readonly trained: Float64Array;
}

/**
 * The trainings that a choice asks for: one before the test period, or one for each fold. Throws E_PARAMETER_INVALID for a strategy
 * without a learner, and beside a checkpoint, whose learner is trained already.
 */
export function learningPlan(
  { walkForward, crossValidation }: LearningChoice,
  prepared: AnyPreparedRun,
  loaded: LoadedStrategy,
): LearningPlan {
  const once = { inUseFrom: null, period: {} };
  const flag = walkForward ? '--walk-forward' : '--cpcv';
  if (!walkForward && !crossValidation) return { prepared, folds: [once], trained: new Float64Array(0) };
  const slot = requiredSlot(prepared, loaded, flag);
  const { market, data, identity } = prepared;
  const isTraining = new Set(market.train.map(({ symbol }) => symbol));
  const all = (data.series as readonly BarSeries[]).filter(({ symbol }) => isTraining.has(symbol));
  const train = selectBars(all, { to: market.testTo });
  const trained = sliceTimes(train, Number.NEGATIVE_INFINITY);
  const tested = sliceTimes(market.test, market.testFrom);
  const ground = { tested, trained, labelHorizonBars: slot.labelHorizonBars };
  const folds = walkForward
    ? walkForwardFolds(walkForward, ground)
    : [{ ...once, period: { to: market.testFrom - 1 } }];
  const lastTraining = folds.at(-1)!.period.to!;
  const symbols = identity.symbols.map((symbol) => {
    if (symbol.part === 'test' || !walkForward) return symbol;
    const { time } = train.find((bars) => bars.symbol === symbol.symbol)!;
    const bars = time.findLastIndex((moment) => moment <= lastTraining) + 1;
    return { ...symbol, to: time[bars - 1]!, bars };
  });
  return {
    prepared: {
      ...prepared,
      market: { ...market, train },
      identity: { ...identity, symbols },
    } as AnyPreparedRun,
    folds,
    trained,
  };
}

function requiredSlot(
  { parameters, settings }: AnyPreparedRun,
  loaded: LoadedStrategy,
  place: string,
): LearnerSlot {
  const repair = `Leave ${place} out`;
  const slot = learnerSlotOf(loaded.fresh(), parameters, settings);
  if (slot === null) {
    const rule = 'only a strategy with a learner has trainings';
    throw new RegimetaError('E_PARAMETER_INVALID', { place, rule, found: loaded.strategy.name, repair });
  }
  const checkpoint = settings.checkpoint ?? settings.saveCheckpoint;
  if (checkpoint === undefined) return slot;
  const rule = 'learners are trained anew, so that no checkpoint is taken or saved';
  throw new RegimetaError('E_PARAMETER_INVALID', { place, rule, found: checkpoint, repair });
}
