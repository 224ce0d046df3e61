import type { Values } from '../../../../math/batched-matmul.ts';
import { elementCount, type Node, shapeError } from '../node.ts';
import { executionOrder } from '../order.ts';
import type { Program } from '../program.ts';
import { hostTensor } from './host-operations.ts';
import { isHostOperation, tensorOf } from './operations.ts';
import type { Tensor, TensorFlow } from './tensor-flow.ts';

/**
 * Runs the nodes, gradients among them, one by one as operations of TensorFlow.js, in float32 on whatever it computes
 * on. Its own gradients are never asked for, since those of gradients are wrong (tensorflow/tfjs#3252). Solves and
 * factorisations, which it does not have, run on the loops over typed arrays.
 *
 * For networks that are large enough to make up for the cost of every call, and as an independent oracle.
 */
export function compileTensorFlow(tensorFlow: TensorFlow, outputs: readonly Node[]): Program {
  const order = executionOrder(outputs);
  const arrays = new Map<Node, Float32Array>();
  for (const node of [...order.filter(isFilled), ...outputs]) {
    if (!arrays.has(node)) arrays.set(node, new Float32Array(elementCount(node.shape)));
  }
  const fixed = new Map<Node, Tensor>();
  for (const node of order) {
    const { operation, shape } = node;
    if (operation.kind !== 'constant' && operation.kind !== 'table') continue;
    const values = operation.kind === 'constant' ? [operation.value] : operation.values;
    fixed.set(node, tensorFlow.tensor(Float32Array.from(values), [...shape], 'float32'));
  }
  return {
    run() {
      const results = tensorFlow.tidy(() => computed(tensorFlow, { order, outputs, arrays, fixed }));
      outputs.forEach((output, i) => {
        if (!isFilled(output)) arrays.get(output)!.set(results[i]!.dataSync());
      });
      for (const result of new Set(results)) if (![...fixed.values()].includes(result)) result.dispose();
    },
    values(node): Values {
      const values = arrays.get(node);
      if (values === undefined) {
        throw shapeError('only leaves and outputs of a program can be read', `node ${node.id}`);
      }
      return values;
    },
  };
}

interface Computation {
  readonly order: readonly Node[];
  readonly outputs: readonly Node[];
  readonly arrays: ReadonlyMap<Node, Float32Array>;
  readonly fixed: ReadonlyMap<Node, Tensor>;
}

function computed(tensorFlow: TensorFlow, { order, outputs, arrays, fixed }: Computation): Tensor[] {
  const tensors = new Map<Node, Tensor>(fixed);
  for (const node of order) {
    if (tensors.has(node)) continue;
    const operands = node.operation.operands.map((operand) => tensors.get(operand)!);
    const tensor = isFilled(node)
      ? tensorFlow.tensor(arrays.get(node)!, [...node.shape], 'float32')
      : isHostOperation(node)
        ? hostTensor(tensorFlow, node, operands)
        : tensorOf(tensorFlow, node, operands);
    tensors.set(node, tensor);
  }
  return outputs.map((output) => tensors.get(output)!);
}

/** Whether the caller fills the array of a node. */
function isFilled({ operation }: Node): boolean {
  return operation.kind === 'parameter' || operation.kind === 'input';
}
