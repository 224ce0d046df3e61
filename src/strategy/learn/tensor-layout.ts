import type { Random } from '../../math/random.ts';
import type { Node } from './graph/node.ts';
import type { NamedTensor } from './meta-learner.ts';
import type { ParameterLayout } from './network.ts';

/** A tensor before it has a place; `first` is how it begins. */
export interface TensorPlan {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /**
   * Normal with variance 2 / (rows + columns) (Glorot & Bengio 2010, equation 16), or zeros, which is also the way to
   * begin as if the part were not there.
   */
  readonly first: 'glorot' | 'zeros';
}

/** The plans of an affine map: weights, inputs × outputs, and one row of biases, which begin at 0. */
export function affinePlans(
  name: string,
  inputs: number,
  outputs: number,
  first: TensorPlan['first'] = 'glorot',
): TensorPlan[] {
  return [
    { name: `${name} weights`, rows: inputs, columns: outputs, first },
    { name: `${name} biases`, rows: 1, columns: outputs, first: 'zeros' },
  ];
}

/** Some tensors one after another in a flat vector. */
export function layoutOf(plans: readonly TensorPlan[]): ParameterLayout {
  let offset = 0;
  const tensors = plans.map(({ name, rows, columns }): NamedTensor => {
    const tensor = { name, offset, rows, columns };
    offset += rows * columns;
    return tensor;
  });
  return { tensors, parameterCount: offset };
}

/** The first numbers of all tensors, in their order. */
export function firstParameters(plans: readonly TensorPlan[], random: Random): Float64Array {
  const numbers = plans.flatMap(({ rows, columns, first }) => {
    const deviation = Math.sqrt(2 / (rows + columns));
    return Array.from({ length: rows * columns }, () =>
      first === 'zeros' ? 0 : deviation * random.normal(),
    );
  });
  return Float64Array.from(numbers);
}

/** Hands out the nodes of some tensors in the order of their plans. */
export function nodeReader(nodes: readonly Node[]): () => Node {
  let next = 0;
  return () => nodes[next++]!;
}
