import {
  type Axis,
  axisIndex,
  elementCount,
  type Graph,
  type Node,
  printShape,
  type Shape,
  shapeError,
  withExtent,
} from '../node.ts';
import { broadcastTo } from './broadcast.ts';

/** A trained tensor of the shape; the name is unique in the graph. */
export function parameter(graph: Graph, name: string, shape: Shape): Node {
  requireExtents(name, shape);
  return graph.define({ kind: 'parameter', operands: [], name }, shape);
}

/** A tensor that the caller fills before each run; the name is unique in the graph. */
export function input(graph: Graph, name: string, shape: Shape): Node {
  requireExtents(name, shape);
  return graph.define({ kind: 'input', operands: [], name }, shape);
}

/** A finite number in every element of the shape. */
export function constant(graph: Graph, value: number, shape: Shape): Node {
  if (!Number.isFinite(value)) throw shapeError('constants are finite', String(value));
  return broadcastTo(graph.define({ kind: 'constant', operands: [], value }, [1, 1, 1]), shape);
}

/** Finite numbers that are known when the graph is built, row-major over the shape. */
export function table(graph: Graph, values: ArrayLike<number>, shape: Shape): Node {
  requireExtents('a table', shape);
  if (values.length !== elementCount(shape)) {
    throw shapeError(`a table of shape ${printShape(shape)} has as many numbers`, `${values.length} numbers`);
  }
  const numbers = Array.from(values);
  const unfit = numbers.find((value) => !Number.isFinite(value));
  if (unfit !== undefined) throw shapeError('the numbers of a table are finite', String(unfit));
  return graph.define({ kind: 'table', operands: [], values: numbers }, shape);
}

/** 0, 1, 2, … along an axis, with the extent 1 in the others: where an element stands. */
export function positions(graph: Graph, axis: Axis, extent: number): Node {
  const places = Array.from({ length: extent }, (_, place) => place);
  return table(graph, places, withExtent([1, 1, 1], axisIndex(axis), extent));
}

/** The number that a node holds in every element by construction; null where it is computed from data. */
export function constantValue(node: Node): number | null {
  const { operation } = node;
  if (operation.kind === 'constant') return operation.value;
  return operation.kind === 'broadcast' ? constantValue(operation.operands[0]) : null;
}

function requireExtents(name: string, shape: Shape): void {
  if (shape.every((extent) => Number.isInteger(extent) && extent >= 1)) return;
  throw shapeError('extents are whole numbers from 1', `'${name}' ${printShape(shape)}`);
}
