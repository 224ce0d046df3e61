import type { Values } from '../../math/batched-matmul.ts';
import type { Random } from '../../math/random.ts';
import type { BoundSetting } from './checkpoint.ts';
import type { Graph, Node } from './graph/node.ts';
import type { Compiler } from './graph/program.ts';
import type { Head } from './head.ts';
import type { InnerLoop } from './inner-loop.ts';
import type { BatchSettings } from './learner-settings.ts';
import type { TaskRows } from './loss.ts';
import type { MetaGradient } from './meta-gradient.ts';
import type { Episode, Predictor, SampleSet } from './meta-learner.ts';
import type { Network, ParameterLayout } from './network.ts';

/** The rows of a batch of tasks that the outer gradient reads. */
export interface TrainingRows {
  /** All support rows of each task; or, where the method has batches, one part of them for each inner step. */
  readonly supports: readonly TaskRows[];
  readonly query: TaskRows;
  /** The nodes that the method's `extras` defined; none where it has none. */
  readonly extras: readonly Node[];
}

/** Inputs of a task beside its rows, such as which row belongs to which class. */
export interface TaskInputs {
  /** Adds input nodes for a number of tasks. */
  define(graph: Graph, tasks: number): readonly Node[];
  /** Writes the arrays behind these nodes for one task. */
  write(arrays: readonly Values[], task: number, episode: Episode): void;
}

/** What a task is learned from. */
export interface TaskSource {
  readonly support: SampleSet;
  readonly past: readonly SampleSet[];
}

/** One part of the support rows for each inner step, drawn anew for every episode. */
interface SupportBatches {
  readonly steps: number;
  readonly rows: number;
}

/** Moves trained parameters in place against the mean outer gradient; `step` counts from 1. */
export type OuterStep = (parameters: Float64Array, gradient: Float64Array, step: number) => void;

/** What an adaptation made of a support set. */
export interface Adapted {
  /** Null where a number of it is not finite. */
  readonly predictor: Predictor | null;
  readonly lossBefore: number;
  readonly lossAfter: number;
  /** Of the first gradient, before clipping; 0 where nothing descends. */
  readonly gradientNorm: number;
  /** The task as a point of the method's own space; absent where it embeds no tasks. */
  readonly embedding?: Float64Array;
}

/** Adapts trained parameters, which it does not change, to a checked support set and past tasks. */
export type Adapter = (trained: Float64Array, source: TaskSource) => Adapted;

/** What a training needs of a method. Parameter nodes have one slice for each task. */
export interface TrainedMethod {
  /** With the sizes of the network it is the learner's name. */
  readonly name: string;
  /** Of the network: features first, outputs last. */
  readonly network: Pick<Network, 'sizes'>;
  /** What the outer loop trains and a checkpoint holds. */
  readonly trained: ParameterLayout;
  readonly settings: BatchSettings;
  /** Whether rows are portfolios together: then graphs are told their slices and symbols. Not where left out. */
  readonly portfolios?: boolean;
  /** Settings that a checkpoint must share. */
  readonly bound: readonly BoundSetting[];
  /** Whether training moves the parameters; it does where left out. */
  readonly isTrained?: boolean;
  /** Steps that an adaptation takes; a closed form counts as one. */
  readonly steps: number;
  /** Null where all support rows are used at once. */
  readonly batches: SupportBatches | null;
  /** Whether past tasks are read; not where left out. */
  readonly usesPast?: boolean;
  /** The rows that count as support, of the support set and of past tasks; the support set where left out. */
  recall?(source: TaskSource): SampleSet;
  /** None where left out. */
  readonly extras?: TaskInputs;
  /** The first trained parameters. */
  initialise(random: Random): Float64Array;
  /** What the outer step follows; for each trained tensor of each task. */
  metaGradient(trained: readonly Node[], rows: TrainingRows): MetaGradient;
  /** The mean loss of a predictor on some rows, as training takes it. */
  lossOf(predictor: Predictor, samples: SampleSet): number;
  /** A fresh outer step with a memory of its own. */
  outerStep(): OuterStep;
}

/** Everything in which learners differ, for one number of features. */
export interface Method extends TrainedMethod {
  /** What predicts before any adaptation. */
  initial(trained: Float64Array): Predictor;
  /** Makes an adapter; called once, when it is first needed. */
  adapter(compile: Compiler): Adapter;
}

/** The loss of each task for the network's parameters, [tasks, 1, 1]. */
export type NetworkLoss = (parameters: readonly Node[], rows: TaskRows) => Node;

/** A method whose adaptation is a graph that ends in the parameters of the network. */
export interface NetworkMethod extends TrainedMethod {
  readonly network: Network;
  /** What the network's outputs mean. */
  readonly head: Head;
  /** The loss of each task for the network's parameters. */
  readonly loss: NetworkLoss;
  /** The parameters of the network before any adaptation. */
  networkOf(trained: Float64Array): Float64Array;
  /** The network's parameters as the support rows make them; in an adaptation nodes have one slice. */
  adapt(trained: readonly Node[], support: TaskRows): InnerLoop;
}
