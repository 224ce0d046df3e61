import { kernelOf } from '../compile.ts';
import { elementCount, type Node } from '../node.ts';
import { denseView } from '../view.ts';
import type { Tensor, TensorFlow } from './tensor-flow.ts';

/** An operation that TensorFlow.js does not have, on the loops over typed arrays. */
export function hostTensor(tensorFlow: TensorFlow, node: Node, operands: readonly Tensor[]): Tensor {
  const out = new Float32Array(elementCount(node.shape));
  const views = operands.map((operand, i) =>
    denseView(Float32Array.from(operand.dataSync()), node.operation.operands[i]!.shape),
  );
  kernelOf(node, denseView(out, node.shape), views)();
  return tensorFlow.tensor(out, [...node.shape], 'float32');
}
