import type { Random } from '../../math/random.ts';
import type { Compiler } from './graph/program.ts';

/** Rows of features with a label each, row-major: the features of row i stand at `i × featureCount`. */
export interface SampleSet {
  readonly rows: number;
  readonly featureCount: number;
  /** Length at least `rows × featureCount`; finite. */
  readonly features: Float64Array;
  /** Length at least `rows`; finite. */
  readonly labels: Float64Array;
}

/** A task for meta-training: the query rows lie strictly after the support rows, with a gap of the label horizon. */
export interface Episode {
  readonly support: SampleSet;
  readonly query: SampleSet;
}

/** Draws a training episode. All randomness comes from `random`, so a seed fixes the whole training. */
export type EpisodeSource = (random: Random) => Episode;

/** A model that is ready to predict; immutable. */
export interface Predictor {
  /** SHA-256 of the parameters, hexadecimal. */
  readonly parametersHash: string;
  /** The predicted label for one row of features. Allocates nothing. */
  predict(features: Float64Array): number;
}

/** What an adaptation did. `predictor` is the unadapted one where it diverged. */
export interface Adaptation {
  readonly predictor: Predictor;
  readonly diverged: boolean;
  readonly steps: number;
  /** Mean loss on the support set before and after. */
  readonly lossBefore: number;
  readonly lossAfter: number;
  /** Euclidean norm of the first inner gradient, before clipping. */
  readonly gradientNorm: number;
}

/** Progress of a meta-training, after each meta-step. */
export interface MetaStepReport {
  readonly step: number;
  readonly steps: number;
  /**
   * Mean query loss after adaptation, over the episodes of this step. An episode whose adaptation diverged counts
   * with the loss of the unadapted initialisation.
   */
  readonly queryLoss: number;
  /** Episodes of this step whose adaptation diverged; they had no part in the step. */
  readonly tasksDiverged: number;
}

/** What a training hands over to be stored and loaded again. Plain data. */
export interface Checkpoint {
  readonly learner: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly featureCount: number;
  readonly parameters: Float64Array;
}

/** A model that was, or can be, trained over many tasks so that a few support rows adapt it to a new one. */
export interface MetaLearner {
  /** Method and size, e.g. `maml 8-32-1`. */
  readonly name: string;
  readonly featureCount: number;
  /** The present initialisation as a predictor, without any adaptation. */
  initial(): Predictor;
  /** Adapts a copy of the initialisation to the support rows; the initialisation itself is unchanged. */
  adapt(support: SampleSet): Adaptation;
  /**
   * Meta-trains the initialisation. Yields after every meta-step so that the caller can report progress, or stop;
   * stopping leaves the learner as the last finished step left it.
   */
  train(episodes: EpisodeSource, random: Random): Generator<MetaStepReport, void, void>;
  checkpoint(): Checkpoint;
}

/** Builds an untrained learner for a number of features; the weights come from `random`. */
export interface LearnerFactory {
  /** All settings, as stored with a run. */
  readonly settings: Readonly<Record<string, unknown>>;
  create(featureCount: number, random: Random): MetaLearner;
  /**
   * The same learners with programs made by another compiler, which the recorded settings name as `executedBy`; left
   * out by learners without programs.
   */
  compiledBy?(compile: Compiler, executedBy: string): LearnerFactory;
  /** Builds a trained one from a checkpoint; E_LEARNER_SHAPE where it does not fit these settings. */
  restore(checkpoint: Checkpoint): MetaLearner;
}
