import type { Random } from '../../math/random.ts';
import type { Node, Shape } from './graph/node.ts';
import { add } from './graph/operations/add-scaled.ts';
import { matmul } from './graph/operations/matmul.ts';
import { relu } from './graph/operations/relu.ts';
import { tanh } from './graph/operations/tanh.ts';
import type { NamedTensor } from './meta-learner.ts';

/** The nonlinearity after each hidden layer; the output layer is linear. */
export type Activation = 'tanh' | 'relu';

/** Where tensors stand in one flat vector, one after another. */
export interface ParameterLayout {
  readonly tensors: readonly NamedTensor[];
  readonly parameterCount: number;
}

/**
 * A fully connected network as plain data: how many units, and where its weights stand. Its tensors are for each
 * layer the weights, inputs × outputs, and then the biases, 1 × outputs.
 */
export interface Network extends ParameterLayout {
  /** Units of each layer from the features to the output. */
  readonly sizes: readonly number[];
  readonly activation: Activation;
}

/** The tensors of the output layer, weights and biases, which stand last. */
export const HEAD_TENSORS = 2;

/** Lays out a network of at least two layers of units. */
export function multilayerPerceptron(sizes: readonly number[], activation: Activation): Network {
  const tensors: NamedTensor[] = [];
  let offset = 0;
  const claim = (name: string, rows: number, columns: number): void => {
    tensors.push({ name, offset, rows, columns });
    offset += rows * columns;
  };
  for (let layer = 1; layer < sizes.length; layer++) {
    claim(`layer ${layer} weights`, sizes[layer - 1]!, sizes[layer]!);
    claim(`layer ${layer} biases`, 1, sizes[layer]!);
  }
  return { sizes, activation, tensors, parameterCount: offset };
}

/**
 * Draws weights and sets biases to 0. With `'glorot'` the weights of a layer are normal with variance
 * 2 / (inputs + outputs) (Glorot & Bengio 2010, equation 16); with `'fan-in'` weights and biases are uniform within
 * ± 1/√inputs of their layer; with a number weights are normal with that standard deviation, redrawn beyond two of
 * them.
 */
export function initialParameters(
  network: Network,
  deviation: 'glorot' | 'fan-in' | number,
  random: Random,
): Float64Array {
  const parameters = new Float64Array(network.parameterCount);
  network.tensors.forEach(({ offset, rows, columns }, place) => {
    const isBias = place % 2 === 1;
    const inputs = isBias ? network.tensors[place - 1]!.rows : rows;
    if (isBias && deviation !== 'fan-in') return;
    for (let i = 0; i < rows * columns; i++) {
      parameters[offset + i] =
        deviation === 'fan-in'
          ? (2 * random.uniform() - 1) / Math.sqrt(inputs)
          : deviation === 'glorot'
            ? Math.sqrt(2 / (rows + columns)) * random.normal()
            : deviation * normalWithinTwo(random);
    }
  });
  return parameters;
}

function normalWithinTwo(random: Random): number {
  let value = random.normal();
  while (Math.abs(value) > 2) value = random.normal();
  return value;
}

/** The shape of a tensor for a number of tasks. */
export function tensorShape(tensor: NamedTensor, tasks: number): Shape {
  return [tasks, tensor.rows, tensor.columns];
}

/**
 * The network's output [tasks, rows, outputs] for features [tasks, rows, inputs]; `parameters` are nodes in the
 * order of `network.tensors`, for each task or shared by all.
 */
export function networkOutput(network: Network, parameters: readonly Node[], features: Node): Node {
  const [weights, biases] = parameters.slice(-HEAD_TENSORS);
  return affine(hiddenUnits(network, parameters, features), weights!, biases!);
}

/** The units that the output layer reads, [tasks, rows, units]: the features where there is no hidden layer. */
export function hiddenUnits(network: Network, parameters: readonly Node[], features: Node): Node {
  const activate = network.activation === 'tanh' ? tanh : relu;
  let units = features;
  for (let layer = 0; layer < network.sizes.length - 2; layer++) {
    units = activate(affine(units, parameters[2 * layer]!, parameters[2 * layer + 1]!));
  }
  return units;
}

function affine(units: Node, weights: Node, biases: Node): Node {
  return add(matmul(units, weights), biases);
}
