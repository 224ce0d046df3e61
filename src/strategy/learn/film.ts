import type { Node } from './graph/node.ts';
import { add, shift } from './graph/operations/add-scaled.ts';
import { matmul } from './graph/operations/matmul.ts';
import { multiply } from './graph/operations/multiply.ts';
import { relu } from './graph/operations/relu.ts';
import { slice } from './graph/operations/slice.ts';
import { tanh } from './graph/operations/tanh.ts';
import { HEAD_TENSORS, type Network } from './network.ts';
import type { TensorPlan } from './tensor-layout.ts';

/** The tensors that make gains and shifts of an embedding: for each hidden layer of u units [embedding, 2u], zeros at first. */
export function filmPlans({ sizes }: Network, embeddingUnits: number): TensorPlan[] {
  return sizes.slice(1, -1).map((units, layer) => ({
    name: `conditioning of layer ${layer + 1}`,
    rows: embeddingUnits,
    columns: 2 * units,
    first: 'zeros',
  }));
}

/**
 * The outputs of a network whose hidden layers are modulated feature by feature (Perez et al. 2018, FiLM):
 * act((1 + γ) ∘ (xW + b) + β), where γ and β are linear in the embedding, [tasks, 1 or rows, units]. Without an
 * embedding, at 0, it is the plain network.
 */
export function filmOutput(
  network: Network,
  { parameters, film }: { readonly parameters: readonly Node[]; readonly film: readonly Node[] },
  embedding: Node,
  features: Node,
): Node {
  const activate = network.activation === 'tanh' ? tanh : relu;
  let units = features;
  film.forEach((weights, layer) => {
    const modulation = matmul(embedding, weights);
    const width = modulation.shape[2] / 2;
    const gain = shift(slice(modulation, 'columns', [0, width]), 1);
    const offset = slice(modulation, 'columns', [width, 2 * width]);
    const plain = add(matmul(units, parameters[2 * layer]!), parameters[2 * layer + 1]!);
    units = activate(add(multiply(gain, plain), offset));
  });
  const [weights, biases] = parameters.slice(-HEAD_TENSORS);
  return add(matmul(units, weights!), biases!);
}

/**
 * The plain network that a modulated one is for one embedding: gains and shifts are multiplied into weights and biases.
 * `film` holds the numbers of the conditioning tensors one after another.
 */
export function foldedNetwork(
  network: Network,
  parameters: Float64Array,
  film: Float64Array,
  embedding: Float64Array,
): Float64Array {
  const folded = parameters.slice(0, network.parameterCount);
  let at = 0;
  network.sizes.slice(1, -1).forEach((width, layer) => {
    const modulation = new Float64Array(2 * width);
    embedding.forEach((value, i) => {
      for (let unit = 0; unit < 2 * width; unit++) {
        modulation[unit]! += value * film[at + i * 2 * width + unit]!;
      }
    });
    at += embedding.length * 2 * width;
    const [weights, biases] = [network.tensors[2 * layer]!, network.tensors[2 * layer + 1]!];
    for (let unit = 0; unit < width; unit++) {
      const gain = 1 + modulation[unit]!;
      for (let row = 0; row < weights.rows; row++) folded[weights.offset + row * width + unit]! *= gain;
      const bias = biases.offset + unit;
      folded[bias] = gain * folded[bias]! + modulation[width + unit]!;
    }
  });
  return folded;
}
