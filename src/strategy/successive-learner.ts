import type { EpochMs } from '../model/time.ts';
import type { MetaLearner } from './learn/meta-learner.ts';

/** A learner that was trained later, and from when on it is in use. */
export interface SuccessiveLearner {
  readonly from: EpochMs;
  readonly learner: MetaLearner;
}
