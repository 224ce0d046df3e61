import type { Values } from '../../math/batched-matmul.ts';
import type { Random } from '../../math/random.ts';
import { Graph, type Node } from './graph/node.ts';
import { broadcastTo } from './graph/operations/broadcast.ts';
import type { Program, ThreadProgram } from './graph/program.ts';
import type { Episode, Predictor, SampleSet } from './meta-learner.ts';
import type { TrainedMethod } from './method.ts';
import { checkSamples, type RowArrays, writeBatches, writeRows } from './sample-rows.ts';
import { parameterNodes, rowArrays, rowInputs, rowNodes, writeParameters } from './task-batch.ts';

/** Some neighbouring tasks of a batch. */
export interface BatchPart {
  /** The place of the first one. */
  readonly first: number;
  readonly tasks: number;
}

/** A compiler of which a part makes no other use. */
export type PartCompiler = (outputs: readonly Node[]) => Program | ThreadProgram;

function wholeBatch({ settings }: TrainedMethod): BatchPart {
  return { first: 0, tasks: settings.tasksPerStep };
}

/** The outer gradients of all tasks by one tensor of the flat vector. */
interface TensorGradient {
  /** Task after task. */
  readonly values: Values;
  readonly offset: number;
  readonly size: number;
}

/** A method's outer gradient compiled for a batch of tasks. */
export class TrainingProgram {
  readonly #method: TrainedMethod;
  readonly #first: number;
  readonly #program: Program | ThreadProgram;
  readonly #parameters: readonly Node[];
  readonly #supports: readonly RowArrays[];
  readonly #query: RowArrays;
  readonly #extras: readonly Values[];
  /** By task, as they were loaded last. */
  readonly #queries: SampleSet[] = [];
  readonly #queryLoss: Values;
  readonly #gradients: readonly TensorGradient[];

  /** For all tasks of a batch, or for those of a part of it. */
  constructor(method: TrainedMethod, compile: PartCompiler, part: BatchPart = wholeBatch(method)) {
    const graph = new Graph();
    const { network, settings, batches, portfolios = false } = method;
    const { tasks } = part;
    const rowsOf = (name: string, capacity: number) =>
      rowInputs(graph, name, { tasks, capacity, featureCount: network.sizes[0]!, portfolios });
    const supports =
      batches === null
        ? [rowsOf('support', settings.supportCapacity)]
        : Array.from({ length: batches.steps }, (_, step) => rowsOf(`batch ${step}`, batches.rows));
    const query = rowsOf('query', settings.queryCapacity);
    const extras = method.extras?.define(graph, tasks) ?? [];
    this.#method = method;
    this.#first = part.first;
    this.#parameters = parameterNodes(graph, method.trained);
    const copies = this.#parameters.map((node) => broadcastTo(node, [tasks, node.shape[1], node.shape[2]]));
    const { queryLoss, taskGradients } = method.metaGradient(copies, { supports, query, extras });
    // Leaves are named as outputs because not every method reads all of them.
    const rows = [...supports, query].flatMap(rowNodes);
    const leaves = [...rows, ...extras, ...this.#parameters];
    this.#program = compile([queryLoss, ...taskGradients, ...leaves]);
    this.#queryLoss = this.#program.values(queryLoss);
    this.#gradients = method.trained.tensors.map(({ offset, rows, columns }, place) => ({
      values: this.#program.values(taskGradients[place]!),
      offset,
      size: rows * columns,
    }));
    this.#supports = supports.map((support) => rowArrays(this.#program, support));
    this.#query = rowArrays(this.#program, query);
    this.#extras = extras.map((node) => this.#program.values(node));
  }

  /** Checks an episode and copies its rows to a place of the batch; `random` draws the parts of the support. */
  load(task: number, episode: Episode, random: Random): void {
    const { network, settings, batches, extras } = this.#method;
    const featureCount = network.sizes[0]!;
    const { support, query, past = [] } = episode;
    checkSamples(support, featureCount, `support set of task ${this.#first + task}`);
    checkSamples(query, featureCount, `query set of task ${this.#first + task}`);
    past.forEach((one, place) => {
      checkSamples(one, featureCount, `past task ${place} of task ${this.#first + task}`);
    });
    const rows = this.#method.recall?.({ support, past }) ?? support;
    if (batches === null) writeRows(rows, this.#supports[0]!, task, settings.labelLimit);
    else writeBatches(rows, this.#supports, { task, settings, random });
    writeRows(query, this.#query, task, settings.labelLimit);
    this.#queries[task] = query;
    extras?.write(this.#extras, task, episode);
  }

  /** Computes the query loss and the outer gradient of every task of the batch. */
  run(parameters: Float64Array): void {
    this.begin(parameters);
    this.end();
  }

  /** Begins a run where the program has a thread of its own. */
  begin(parameters: Float64Array): void {
    writeParameters(this.#program, this.#parameters, this.#method.trained, parameters);
    if ('start' in this.#program) this.#program.start();
  }

  /** Ends the run that was begun, or runs now. */
  end(): void {
    if ('finish' in this.#program) this.#program.finish();
    else this.#program.run();
  }

  /** Ends the thread of the program, where it has one. */
  close(): void {
    if ('close' in this.#program) this.#program.close();
  }

  /** The query loss of a task after adaptation, as of the last run; not finite where it overflowed. */
  queryLoss(task: number): number {
    return this.#queryLoss[task]!;
  }

  /** The squared Euclidean norm of a task's outer gradient, as of the last run; not finite where it overflowed. */
  gradientSquare(task: number): number {
    let sum = 0;
    for (const { values, size } of this.#gradients) {
      const end = (task + 1) * size;
      for (let i = task * size; i < end; i++) sum += values[i]! * values[i]!;
    }
    return sum;
  }

  /** Adds a task's outer gradient, as of the last run, to a flat vector. */
  addGradient(task: number, total: Float64Array): void {
    for (const { values, offset, size } of this.#gradients) {
      const start = task * size;
      for (let i = 0; i < size; i++) total[offset + i]! += values[start + i]!;
    }
  }

  /** The loss of a predictor on the query rows of a task that was loaded last. */
  queryLossOf(predictor: Predictor, task: number): number {
    return this.#method.lossOf(predictor, this.#queries[task]!);
  }
}
