import type { Graph, Node } from '../node.ts';
import { table } from './leaf.ts';

/** [1, size, size]: 1 below the diagonal, a number on it, 0 above. */
export function lowerTriangle(graph: Graph, size: number, diagonal: number): Node {
  const element = (row: number, column: number): number => (row === column ? diagonal : row > column ? 1 : 0);
  const values = Array.from({ length: size * size }, (_, i) => element(Math.floor(i / size), i % size));
  return table(graph, values, [1, size, size]);
}
