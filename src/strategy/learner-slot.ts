import type { EpochMs } from '../model/time.ts';
import type { GivenAdaptation } from './adaptation-settings.ts';
import type { FeatureFactory } from './features/feature-set.ts';
import type { LearnerFactory } from './learn/meta-learner.ts';
import type { DetectorFactory } from './regime/regime-detector.ts';
import type { RegimeMemorySettings } from './regime-memory.ts';

/**
 * Where a strategy gets its predictions from: features, a regime detector, and a learner that re-adapts when the
 * detector confirms a change. It is a slot so that an arm of a comparison can change when the learner adapts, or the
 * learner itself, and leave the strategy as it is.
 */
export interface LearnerSlot {
  readonly features: FeatureFactory;
  readonly detector: DetectorFactory;
  readonly model: LearnerFactory;
  /** Slices that a label looks ahead; see docs/semantics.md. */
  readonly labelHorizonBars: number;
  /**
   * Where the returns that labels are begin: `'open'`, where left out, at the open of the next slice, as an order can earn it; `'close'`
   * at the close of the decision, as what is held earns it.
   */
  readonly labelFrom?: 'open' | 'close';
  /** Sizes of the support set, in decision slices since the change, rising: the learner adapts at each. */
  readonly supportBars: readonly number[];
  /** Fewer rows than this in a support set, and the adaptation is skipped. */
  readonly supportRowsMin: number;
  /** How meta-training draws its tasks. */
  readonly tasks: {
    /** Decision slices of the query set, at most. */
    readonly queryBars: number;
    /** Symbols of one task, drawn from the training symbols. */
    readonly symbolsPerTask: number;
    /**
     * What bounds the tasks of the training: the changes that the detector would have confirmed at the time (`detector`, where left out), or
     * segments of its observations over the whole training (`offline`). The changes of a run are the detector's either way.
     */
    readonly boundaries?: 'detector' | 'offline';
  };
  /**
   * How many past regimes are remembered for learners that use them, and which goes first; 32, the oldest, where left
   * out.
   */
  readonly memory?: Partial<RegimeMemorySettings>;
  /** Budget, shrinkage, retrieval and reversal of adaptations to changes; their defaults where left out. */
  readonly adaptation?: GivenAdaptation;
  /**
   * The rule that the learner takes the place of: a prediction from the same features by a formula, in the unit of the label (a return over the horizon in
   * volatilities). Where it is given, a comparison has an arm `rule`, which runs the strategy on it and neither trains nor adapts.
   */
  readonly rule?: PredictionRule;
  /** Learners that studies compare `model` with, by name; usual ones where left out. */
  readonly contenders?: Readonly<Record<string, LearnerFactory>>;
  /** Ends the training early by later tasks of other symbols; the training takes all its steps where left out. */
  readonly validation?: ValidationSettings;
}

/** A finite prediction for a symbol, from the present values of its features by their names; it keeps nothing between calls. */
export type PredictionRule = (feature: (name: string) => number) => number;

/** How a training is watched on tasks that it does not learn from. */
export interface ValidationSettings {
  /** The last part of the training slices, held out; above 0 and below 1. */
  readonly timeShare: number;
  /** The part of the training symbols, held out; above 0 and below 1. At least one symbol is, and one is not. */
  readonly symbolShare: number;
  /** Tasks that are drawn once, and judged each time; from 1. */
  readonly tasks: number;
  /** Meta-steps between two looks; from 1. */
  readonly everySteps: number;
  /** Looks without a lower loss after which the training ends; from 1. */
  readonly patience: number;
}

/** One adaptation that a schedule asks for: at this time, on the last so many decision slices with known labels. */
export interface ScheduledAdaptation {
  readonly time: EpochMs;
  readonly supportBars: number;
}

/** When a learner adapts. This alone differs between the arms of a comparison. */
export type AdaptationPolicy =
  | { readonly kind: 'at-change' }
  | { readonly kind: 'never' }
  | { readonly kind: 'at-times'; readonly schedule: readonly ScheduledAdaptation[] };
