import {
  type Axis,
  axisIndex,
  type Concat,
  type Node,
  printNode,
  sameShape,
  shapeError,
  withExtent,
} from '../node.ts';
import { sliceAt } from './slice.ts';

/** Nodes one behind the other along an axis; they agree in the other axes. */
export function concat(nodes: readonly Node[], axis: Axis): Node {
  const [first] = nodes;
  if (first === undefined) throw shapeError('a concatenation has at least one operand', 'none');
  if (nodes.length === 1) return first;
  const along = axisIndex(axis);
  const unfit = nodes.find(
    ({ shape }) => !sameShape(withExtent(shape, along, 1), withExtent(first.shape, along, 1)),
  );
  if (unfit !== undefined) {
    const rule = `what is put together along ${axis} agrees in the other axes`;
    throw shapeError(rule, `${printNode(first)} and ${printNode(unfit)}`);
  }
  const extent = nodes.reduce((sum, { shape }) => sum + shape[along], 0);
  return first.graph.define(
    { kind: 'concat', operands: nodes, axis: along },
    withExtent(first.shape, along, extent),
  );
}

/** The part of the cotangent that is each operand's. */
export function concatAdjoints({ operands, axis }: Concat, cotangent: Node): readonly Node[] {
  let start = 0;
  return operands.map(({ shape }) => {
    const part = sliceAt(cotangent, axis, [start, start + shape[axis]]);
    start += shape[axis];
    return part;
  });
}
