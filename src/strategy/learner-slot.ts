import type { EpochMs } from '../model/time.ts';
import type { FeatureFactory } from './features/feature-set.ts';
import type { LearnerFactory } from './learn/meta-learner.ts';
import type { DetectorFactory } from './regime/regime-detector.ts';

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
  };
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
