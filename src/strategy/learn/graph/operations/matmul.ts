import { type Matmul, type Node, printNode, shapeError } from '../node.ts';
import { sumTo } from './broadcast.ts';

/** Which operands of a product are read as their transposes. */
export interface Transposes {
  readonly left?: boolean;
  readonly right?: boolean;
}

/** The product of the two matrices of each task; an operand with one task is shared by all tasks. */
export function matmul(left: Node, right: Node, transposes: Transposes = {}): Node {
  const { left: transposeLeft = false, right: transposeRight = false } = transposes;
  const [rows, inner] = transposeLeft ? [left.shape[2], left.shape[1]] : [left.shape[1], left.shape[2]];
  const [rightInner, columns] = transposeRight
    ? [right.shape[2], right.shape[1]]
    : [right.shape[1], right.shape[2]];
  const tasks = Math.max(left.shape[0], right.shape[0]);
  const tasksFit = [left, right].every((node) => node.shape[0] === 1 || node.shape[0] === tasks);
  if (inner !== rightInner || !tasksFit) {
    const found = `${printNode(left)} and ${printNode(right)}`;
    throw shapeError('the matrices of a product agree in tasks and in the contracted extent', found);
  }
  const operation: Matmul = { kind: 'matmul', operands: [left, right], transposeLeft, transposeRight };
  return left.graph.define(operation, [tasks, rows, columns]);
}

/** For C = AB these are GB' and A'G; the transposes of A and B move to the other side. */
export function matmulAdjoints(operation: Matmul, cotangent: Node): readonly [Node, Node] {
  const { operands, transposeLeft, transposeRight } = operation;
  const [left, right] = operands;
  const forLeft = transposeLeft
    ? matmul(right, cotangent, { left: transposeRight, right: true })
    : matmul(cotangent, right, { right: !transposeRight });
  const forRight = transposeRight
    ? matmul(cotangent, left, { left: true, right: transposeLeft })
    : matmul(left, cotangent, { left: !transposeLeft });
  return [sumTo(forLeft, left.shape), sumTo(forRight, right.shape)];
}
