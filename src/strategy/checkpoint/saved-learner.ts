import type { EpochMs } from '../../model/time.ts';
import type { Checkpoint } from '../learn/meta-learner.ts';
import type { CollectedTask } from '../sample-memory.ts';

/** Where a saved learner comes from. */
interface LearnerOrigin {
  readonly codeVersion: string;
  /** SHA-256 of the strategy's own source files, hexadecimal. */
  readonly strategyHash: string;
  /** SHA-256 over the bars of the data that it was trained on, hexadecimal. */
  readonly dataHash: string;
  readonly symbols: readonly string[];
  /** Times of the first and the last training slice. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Episodes that the training could draw from, and its loss at each meta-step. */
  readonly tasks: number;
  readonly lossCurve: readonly number[];
}

/** A trained learner with all that it needs to be used again; plain data. */
export interface SavedLearner {
  readonly checkpoint: Checkpoint;
  /** The names of the features, in the order of the vector that the learner reads. */
  readonly featureNames: readonly string[];
  /** The settings of the whole slot, as the run of the training recorded them: features, detector, horizon and so on. */
  readonly slot: Readonly<Record<string, unknown>>;
  /** Past regimes, oldest first. */
  readonly past: readonly CollectedTask[];
  readonly origin: LearnerOrigin;
}
