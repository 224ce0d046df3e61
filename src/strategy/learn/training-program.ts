import { Graph, type Node } from './graph/node.ts';
import type { Compiler, Program } from './graph/program.ts';
import { squaredErrorMean, type TaskRows } from './loss.ts';
import type { MamlSettingsFull } from './maml-settings.ts';
import { type MetaGradient, metaGradient } from './meta-gradient.ts';
import type { Episode, Predictor } from './meta-learner.ts';
import { type Network, networkOutput } from './network.ts';
import { checkSamples, type RowArrays, writeRows } from './sample-rows.ts';
import { parameterNodes, rowArrays, rowInputs, writeParameters } from './task-batch.ts';

/** The meta-gradient compiled for a batch of tasks. */
export class TrainingProgram {
  readonly #network: Network;
  readonly #labelLimit: number | null;
  readonly #program: Program;
  readonly #parameters: readonly Node[];
  readonly #support: RowArrays;
  readonly #query: RowArrays;
  readonly #outcome: MetaGradient;

  constructor(network: Network, settings: MamlSettingsFull, compile: Compiler) {
    const graph = new Graph();
    const extents = { tasks: settings.tasksPerStep, featureCount: network.sizes[0]! };
    const support = rowInputs(graph, 'support', { ...extents, capacity: settings.supportCapacity });
    const query = rowInputs(graph, 'query', { ...extents, capacity: settings.queryCapacity });
    const lossOn = (rows: TaskRows) => (parameters: readonly Node[]) =>
      squaredErrorMean(networkOutput(network, parameters, rows.features), rows);
    this.#network = network;
    this.#labelLimit = settings.labelLimit;
    this.#parameters = parameterNodes(graph, network);
    const losses = { support: lossOn(support), query: lossOn(query) };
    this.#outcome = metaGradient(this.#parameters, losses, { ...settings, tasks: settings.tasksPerStep });
    // Named as outputs because nothing reads the support rows where the inner rate is 0.
    const rows = [support.features, support.labels, support.weights];
    this.#program = compile([this.#outcome.queryLoss, ...this.#outcome.taskGradients, ...rows]);
    this.#support = rowArrays(this.#program, support);
    this.#query = rowArrays(this.#program, query);
  }

  /** Checks an episode and copies its rows to a place of the batch. */
  load(task: number, episode: Episode): void {
    const featureCount = this.#network.sizes[0]!;
    checkSamples(episode.support, featureCount, `support set of task ${task}`);
    checkSamples(episode.query, featureCount, `query set of task ${task}`);
    writeRows(episode.support, this.#support, task, this.#labelLimit);
    writeRows(episode.query, this.#query, task, this.#labelLimit);
  }

  /** Computes the query loss and the meta-gradient of every task of the batch. */
  run(parameters: Float64Array): void {
    writeParameters(this.#program, this.#parameters, this.#network, parameters);
    this.#program.run();
  }

  /** The query loss of a task after adaptation, as of the last run; not finite where it overflowed. */
  queryLoss(task: number): number {
    return this.#program.values(this.#outcome.queryLoss)[task]!;
  }

  /** The squared Euclidean norm of a task's meta-gradient, as of the last run; not finite where it overflowed. */
  gradientSquare(task: number): number {
    let sum = 0;
    this.#network.tensors.forEach(({ rows, columns }, place) => {
      const values = this.#program.values(this.#outcome.taskGradients[place]!);
      const start = task * rows * columns;
      for (let i = start; i < start + rows * columns; i++) sum += values[i]! * values[i]!;
    });
    return sum;
  }

  /** Adds a task's meta-gradient, as of the last run, to a flat vector. */
  addGradient(task: number, total: Float64Array): void {
    this.#network.tensors.forEach(({ offset, rows, columns }, place) => {
      const values = this.#program.values(this.#outcome.taskGradients[place]!);
      const start = task * rows * columns;
      for (let i = 0; i < rows * columns; i++) total[offset + i]! += values[start + i]!;
    });
  }

  /** The loss of a predictor on a task's query rows as they stand in the batch. */
  queryLossOf(predictor: Predictor, task: number): number {
    const { features, labels, weights, capacity, featureCount } = this.#query;
    const row = new Float64Array(featureCount);
    let loss = 0;
    for (let at = task * capacity; at < (task + 1) * capacity; at++) {
      for (let i = 0; i < featureCount; i++) row[i] = features[at * featureCount + i]!;
      const error = predictor.predict(row) - labels[at]!;
      loss += weights[at]! * error * error;
    }
    return loss;
  }
}
