import { type Gather, type Node, printNode, type ScatterAdd, shapeError } from '../node.ts';
import { broadcastTo } from './broadcast.ts';

/**
 * Rows of a table by their numbers, counted from 0: [tasks, places, columns] for `rows` of [1 or tasks, n, columns]
 * and `indices` of [1 or tasks, places, 1], whose numbers are rounded to the next whole one. An index that names no
 * row gives NaN. The indices have the gradient 0.
 */
export function gather(rows: Node, indices: Node): Node {
  const tasks = commonTasks(rows, indices);
  const operands = [withTasks(rows, tasks), withTasks(indices, tasks)] as const;
  return rows.graph.define({ kind: 'gather', operands }, [tasks, indices.shape[1], rows.shape[2]]);
}

/**
 * Zeros, and each row added where its index says: [tasks, extent, columns] for `rows` of [1 or tasks, places, columns]
 * and `indices` as in `gather`. A row whose index names no place is left out. The sum of rows by group.
 */
export function scatterAdd(rows: Node, indices: Node, extent: number): Node {
  const tasks = commonTasks(rows, indices);
  if (rows.shape[1] !== indices.shape[1] || !Number.isInteger(extent) || extent < 1) {
    const found = `${printNode(rows)}, ${printNode(indices)} and the extent ${extent}`;
    throw shapeError('a scatter takes an index for each row, and an extent from 1', found);
  }
  const operands = [withTasks(rows, tasks), withTasks(indices, tasks)] as const;
  return rows.graph.define({ kind: 'scatter-add', operands }, [tasks, extent, rows.shape[2]]);
}

/** The cotangents of the gathered rows, added where they came from. */
export function gatherAdjoints({ operands }: Gather, cotangent: Node): readonly [Node, null] {
  const [rows, indices] = operands;
  return [scatterAdd(cotangent, indices, rows.shape[1]), null];
}

/** The cotangent of where each row went. */
export function scatterAddAdjoints({ operands }: ScatterAdd, cotangent: Node): readonly [Node, null] {
  return [gather(cotangent, operands[1]), null];
}

function commonTasks(rows: Node, indices: Node): number {
  const tasks = Math.max(rows.shape[0], indices.shape[0]);
  const tasksFit = [rows, indices].every(({ shape }) => shape[0] === 1 || shape[0] === tasks);
  if (tasksFit && indices.shape[2] === 1) return tasks;
  const rule = 'indices have one column, and as many tasks as the rows';
  throw shapeError(rule, `${printNode(indices)} for ${printNode(rows)}`);
}

function withTasks(node: Node, tasks: number): Node {
  return broadcastTo(node, [tasks, node.shape[1], node.shape[2]]);
}
