import {
  elementCount,
  type Node,
  printNode,
  printShape,
  type Shape,
  sameShape,
  shapeError,
} from '../node.ts';

/** The same elements in row-major order under another shape. */
export function reshape(node: Node, shape: Shape): Node {
  if (sameShape(node.shape, shape)) return node;
  const whole = shape.every((extent) => Number.isInteger(extent) && extent >= 1);
  if (!whole || elementCount(shape) !== elementCount(node.shape)) {
    throw shapeError('a reshape keeps the number of elements', `${printNode(node)} to ${printShape(shape)}`);
  }
  const { operation } = node;
  if (operation.kind === 'reshape') return reshape(operation.operands[0], shape);
  return node.graph.define({ kind: 'reshape', operands: [node] }, shape);
}

/** The cotangent in the operand's shape. */
export function reshapeAdjoints(operands: readonly [Node], cotangent: Node): readonly [Node] {
  return [reshape(cotangent, operands[0].shape)];
}
