import { euclideanNorm } from '../../math/euclidean-norm.ts';
import { Graph, type Node } from './graph/node.ts';
import type { Compiler, Program } from './graph/program.ts';
import { type InnerLoop, unrollInnerLoop } from './inner-loop.ts';
import { squaredErrorMean } from './loss.ts';
import type { MamlSettingsFull } from './maml-settings.ts';
import type { SampleSet } from './meta-learner.ts';
import { type Network, networkOutput } from './network.ts';
import { type RowArrays, writeRows } from './sample-rows.ts';
import { parameterNodes, readTask, rowArrays, rowInputs, writeParameters } from './task-batch.ts';

/** What the inner loop made of one support set; a number that overflowed is not finite. */
export interface InnerLoopResult {
  readonly parameters: Float64Array;
  readonly lossBefore: number;
  readonly lossAfter: number;
  /** Of the first gradient, before clipping. */
  readonly gradientNorm: number;
}

/** The inner loop compiled for one task: the same graph that training differentiates through. */
export class AdaptationProgram {
  readonly #network: Network;
  readonly #labelLimit: number | null;
  readonly #program: Program;
  readonly #parameters: readonly Node[];
  readonly #rows: RowArrays;
  readonly #loop: InnerLoop;
  readonly #lossAfter: Node;

  constructor(network: Network, settings: MamlSettingsFull, compile: Compiler) {
    const graph = new Graph();
    const extents = { tasks: 1, capacity: settings.supportCapacity, featureCount: network.sizes[0]! };
    const support = rowInputs(graph, 'support', extents);
    const loss = (parameters: readonly Node[]): Node =>
      squaredErrorMean(networkOutput(network, parameters, support.features), support);
    this.#network = network;
    this.#labelLimit = settings.labelLimit;
    this.#parameters = parameterNodes(graph, network);
    this.#loop = unrollInnerLoop(this.#parameters, loss, settings);
    this.#lossAfter = loss(this.#loop.adapted);
    this.#program = compile([
      ...this.#loop.adapted,
      this.#loop.lossBefore,
      this.#lossAfter,
      ...this.#loop.firstGradient,
    ]);
    this.#rows = rowArrays(this.#program, support);
  }

  /** Descends from `parameters`, which are not changed, on a checked support set. */
  run(parameters: Float64Array, support: SampleSet): InnerLoopResult {
    const program = this.#program;
    writeParameters(program, this.#parameters, this.#network, parameters);
    writeRows(support, this.#rows, 0, this.#labelLimit);
    program.run();
    return {
      parameters: readTask(program, this.#loop.adapted, this.#network, 0),
      lossBefore: program.values(this.#loop.lossBefore)[0]!,
      lossAfter: program.values(this.#lossAfter)[0]!,
      gradientNorm: euclideanNorm(readTask(program, this.#loop.firstGradient, this.#network, 0)),
    };
  }
}
