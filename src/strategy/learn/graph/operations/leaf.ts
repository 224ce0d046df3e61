import { type Graph, type Node, type Shape, shapeError } from '../node.ts';
import { broadcastTo } from './broadcast.ts';

/** A trained tensor of the shape; the name is unique in the graph. */
export function parameter(graph: Graph, name: string, shape: Shape): Node {
  return graph.define({ kind: 'parameter', operands: [], name }, shape);
}

/** A tensor that the caller fills before each run; the name is unique in the graph. */
export function input(graph: Graph, name: string, shape: Shape): Node {
  return graph.define({ kind: 'input', operands: [], name }, shape);
}

/** A finite number in every element of the shape. */
export function constant(graph: Graph, value: number, shape: Shape): Node {
  if (!Number.isFinite(value)) throw shapeError('constants are finite', String(value));
  return broadcastTo(graph.define({ kind: 'constant', operands: [], value }, [1, 1, 1]), shape);
}

/** The number that a node holds in every element by construction; null where it is computed from data. */
export function constantValue(node: Node): number | null {
  const { operation } = node;
  if (operation.kind === 'constant') return operation.value;
  return operation.kind === 'broadcast' ? constantValue(operation.operands[0]) : null;
}
