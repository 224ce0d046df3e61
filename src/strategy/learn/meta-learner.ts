import type { Random } from '../../math/random.ts';
import type { Compiler } from './graph/program.ts';
import type { TaskContext } from './task-context.ts';

/**
 * Rows of features with a label each, row-major: the features of row i stand at `i × featureCount`. What is optional is
 * filled in by the runs of strategies; learners that read it say what they do without.
 */
export interface SampleSet {
  readonly rows: number;
  readonly featureCount: number;
  /** Length at least `rows × featureCount`; finite. */
  readonly features: Float64Array;
  /** Length at least `rows`; finite. */
  readonly labels: Float64Array;
  /** The decision slice of each row, not falling: rows of one slice stand together. Length at least `rows`. */
  readonly slices?: Int32Array;
  /** The symbol of each row, by symbol index. Length at least `rows`. */
  readonly symbols?: Int32Array;
  /** The log return that a label of 1 stands for in each row, above 0. Length at least `rows`. */
  readonly units?: Float64Array;
  /** The slices that a label looks ahead, from 1; 1 where left out. */
  readonly horizonBars?: number;
  /** What was known of the market of these rows when their last label became known. */
  readonly context?: TaskContext;
}

/** A task for meta-training: the query rows lie strictly after the support rows, with a gap of the label horizon. */
export interface Episode {
  readonly support: SampleSet;
  readonly query: SampleSet;
  /** Earlier tasks, oldest first, whose labels were all known before the support began; none where left out. */
  readonly past?: readonly SampleSet[];
}

/** Draws a training episode. All randomness comes from `random`, so a seed fixes the whole training. */
export type EpisodeSource = (random: Random) => Episode;

/** A model that is ready to predict; immutable. */
export interface Predictor {
  /** SHA-256 of the parameters, hexadecimal. */
  readonly parametersHash: string;
  /**
   * The predicted label for one row of features, of a symbol where the learner tells symbols apart. Allocates nothing.
   */
  predict(features: Float64Array, symbol?: number): number;
  /**
   * The predicted quantiles of the label, rising, in an array that the next call overwrites; only of learners that
   * predict quantiles.
   */
  readonly quantiles?: (features: Float64Array) => Float64Array;
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
  /** The task as the learner sees it, a point of its own space; absent where the learner embeds no tasks. */
  readonly embedding?: Float64Array;
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
  /** Which numbers are which tensor; where left out the learner does not name them. */
  readonly tensors?: readonly NamedTensor[];
  /** Mean and deviation of every feature, where the learner scales by them. */
  readonly scaler?: FeatureScaler;
}

/** A matrix in the flat vector of parameters, row-major. */
export interface NamedTensor {
  /** For instance `layer 1 weights`. */
  readonly name: string;
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
}

/** Mean and deviation of every feature over the rows of training tasks; plain data. */
export interface FeatureScaler {
  readonly mean: Float64Array;
  /** 0 for a feature that did not vary, which is masked: it becomes 0 in every row. */
  readonly deviation: Float64Array;
}

/** A model that was, or can be, trained over many tasks so that a few support rows adapt it to a new one. */
export interface MetaLearner {
  /** Method and size, e.g. `maml 8-32-1`. */
  readonly name: string;
  readonly featureCount: number;
  /** Whether `adapt` and episodes are to be given past tasks; false where left out. */
  readonly usesPast?: boolean;
  /** Whether past tasks mean something for their own symbols alone, as portfolios do; false where left out. */
  readonly holdsPortfolios?: boolean;
  /** The present initialisation as a predictor, without any adaptation. */
  initial(): Predictor;
  /**
   * Adapts a copy of the initialisation to the support rows, and to past tasks where the learner uses them; the
   * initialisation itself is unchanged.
   */
  adapt(support: SampleSet, past?: readonly SampleSet[]): Adaptation;
  /**
   * Meta-trains the initialisation. Yields after every meta-step so that the caller can report progress, or stop;
   * stopping leaves the learner as the last finished step left it.
   */
  train(episodes: EpisodeSource, random: Random): Generator<MetaStepReport, void, void>;
  checkpoint(): Checkpoint;
  /** The mean loss of predictions on some rows, as the learner's training takes it; squared errors where left out. */
  lossOf?(predictor: Predictor, samples: SampleSet): number;
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
