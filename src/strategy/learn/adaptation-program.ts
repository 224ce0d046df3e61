import { euclideanNorm } from '../../math/euclidean-norm.ts';
import { Graph, type Node } from './graph/node.ts';
import type { Compiler, Program } from './graph/program.ts';
import type { InnerLoop } from './inner-loop.ts';
import type { SampleSet } from './meta-learner.ts';
import type { NetworkMethod } from './method.ts';
import { type RowArrays, writeRows } from './sample-rows.ts';
import { parameterNodes, readTask, rowArrays, rowInputs, rowNodes, writeParameters } from './task-batch.ts';

/** What the inner loop made of one support set; a number that overflowed is not finite. */
export interface InnerLoopResult {
  /** Of the adapted network. */
  readonly parameters: Float64Array;
  readonly lossBefore: number;
  readonly lossAfter: number;
  /** Of the first gradient, before clipping; 0 where nothing descends. */
  readonly gradientNorm: number;
  /** Absent where the inner loop has none. */
  readonly embedding?: Float64Array;
}

/** The inner loop compiled for one task: the same graph that training differentiates through. */
export class AdaptationProgram {
  readonly #method: NetworkMethod;
  readonly #program: Program;
  readonly #parameters: readonly Node[];
  readonly #rows: RowArrays;
  readonly #loop: InnerLoop;
  readonly #lossAfter: Node;

  constructor(method: NetworkMethod, compile: Compiler) {
    const graph = new Graph();
    const { network, settings } = method;
    const { portfolios = false } = method;
    const extents = {
      tasks: 1,
      capacity: settings.supportCapacity,
      featureCount: network.sizes[0]!,
      portfolios,
    };
    const support = rowInputs(graph, 'support', extents);
    this.#method = method;
    this.#parameters = parameterNodes(graph, method.trained);
    this.#loop = method.adapt(this.#parameters, support);
    const { adapted, lossBefore, firstGradient, embedding } = this.#loop;
    this.#lossAfter = method.loss(adapted, support);
    const rows = rowNodes(support);
    this.#program = compile([
      ...adapted,
      lossBefore,
      this.#lossAfter,
      ...firstGradient,
      ...(embedding ? [embedding] : []),
      ...rows,
      ...this.#parameters,
    ]);
    this.#rows = rowArrays(this.#program, support);
  }

  /** Adapts `parameters`, the trained ones, which are not changed, to a checked support set. */
  run(parameters: Float64Array, support: SampleSet): InnerLoopResult {
    const program = this.#program;
    const { network, trained, settings } = this.#method;
    writeParameters(program, this.#parameters, trained, parameters);
    writeRows(support, this.#rows, 0, settings.labelLimit);
    program.run();
    const { embedding } = this.#loop;
    const slopes = this.#loop.firstGradient.flatMap((node) => Array.from(program.values(node)));
    return {
      parameters: readTask(program, this.#loop.adapted, network, 0),
      lossBefore: program.values(this.#loop.lossBefore)[0]!,
      lossAfter: program.values(this.#lossAfter)[0]!,
      gradientNorm: euclideanNorm(Float64Array.from(slopes)),
      ...(embedding ? { embedding: Float64Array.from(program.values(embedding)) } : {}),
    };
  }
}
