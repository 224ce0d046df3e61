import type { Values } from '../../math/batched-matmul.ts';
import { RegimetaError } from '../../model/regimeta-error.ts';
import { compileProgram } from './graph/compile-program.ts';
import { Graph } from './graph/node.ts';
import { input } from './graph/operations/leaf.ts';
import { type Network, networkOutput } from './network.ts';
import { parameterNodes } from './task-batch.ts';

/**
 * A network with parameters of its own, which nothing changes any more, outside of training. Outputs equal the float64
 * outputs of its graph to the bit. A feature that is NaN gives NaN.
 */
export class NetworkEvaluation {
  /** For each tensor. */
  readonly #parameters: readonly Float64Array[];
  readonly #forward: ForwardPass;

  /** Keeps the parameters and not a copy. */
  constructor(network: Network, parameters: Float64Array) {
    this.#parameters = network.tensors.map(({ offset, rows, columns }) =>
      parameters.subarray(offset, offset + rows * columns),
    );
    this.#forward = forwardPassOf(network);
  }

  /**
   * The outputs for one row, in an array that the next call on any network of these sizes overwrites. Allocates
   * nothing. E_LEARNER_SHAPE where the row has another number of features than the network.
   */
  outputs(features: Float64Array): Values {
    return this.#forward.run(this.#parameters, features);
  }
}

/** The programs that were made, by what they compute; all networks of the same sizes share one. */
const FORWARD_PASSES = new Map<string, ForwardPass>();

function forwardPassOf(network: Network): ForwardPass {
  const key = `${network.activation} ${network.sizes.join('-')}`;
  let known = FORWARD_PASSES.get(key);
  if (known === undefined) {
    known = new ForwardPass(network);
    FORWARD_PASSES.set(key, known);
  }
  return known;
}

/** A network as a program for one row; it holds the parameters that it was run with last. */
class ForwardPass {
  readonly #row: Values;
  readonly #tensors: readonly Values[];
  readonly #outputs: Values;
  readonly #run: () => void;
  #present: readonly Float64Array[] | null = null;

  constructor(network: Network) {
    const graph = new Graph();
    const row = input(graph, 'features', [1, 1, network.sizes[0]!]);
    const parameters = parameterNodes(graph, network);
    const outputs = networkOutput(network, parameters, row);
    const program = compileProgram([outputs], { precision: 'float64', executor: 'wasm' });
    this.#row = program.values(row);
    this.#tensors = parameters.map((node) => program.values(node));
    this.#outputs = program.values(outputs);
    this.#run = () => program.run();
  }

  run(parameters: readonly Float64Array[], features: Float64Array): Values {
    const row = this.#row;
    if (features.length !== row.length) throw widthError(row.length, features.length);
    for (let i = 0; i < row.length; i++) row[i] = features[i]!;
    if (this.#present !== parameters) this.#load(parameters);
    this.#run();
    return this.#outputs;
  }

  #load(parameters: readonly Float64Array[]): void {
    this.#present = parameters;
    for (let i = 0; i < parameters.length; i++) this.#tensors[i]!.set(parameters[i]!);
  }
}

function widthError(expected: number, found: number): RegimetaError {
  return new RegimetaError('E_LEARNER_SHAPE', {
    place: 'predict',
    rule: `a row has ${expected} features`,
    found: String(found),
  });
}
