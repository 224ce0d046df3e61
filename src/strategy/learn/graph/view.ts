import type { Values } from '../../../math/batched-matmul.ts';
import type { AxisIndex, Shape } from './node.ts';

/** One step of a compiled program; allocates nothing. */
export type Kernel = () => void;

/** Where the numbers of a node stand: element (t, r, c) at `t × strides[0] + r × strides[1] + c × strides[2]`. */
export interface View {
  readonly values: Values;
  readonly shape: Shape;
  readonly strides: Shape;
}

/** A view that owns its whole array, row-major. */
export function denseView(values: Values, shape: Shape): View {
  return { values, shape, strides: [shape[1] * shape[2], shape[2], 1] };
}

/** The same numbers read in a larger shape: axes of extent 1 repeat. */
export function broadcastView(view: View, shape: Shape): View {
  const stride = (axis: AxisIndex): number => (view.shape[axis] === shape[axis] ? view.strides[axis] : 0);
  return { values: view.values, shape, strides: [stride(0), stride(1), stride(2)] };
}

/** The same numbers with the axes in another order. */
export function permutedView(
  { values, shape, strides }: View,
  order: readonly [AxisIndex, AxisIndex, AxisIndex],
): View {
  const [a, b, c] = order;
  return { values, shape: [shape[a], shape[b], shape[c]], strides: [strides[a], strides[b], strides[c]] };
}

/** A part along one axis, as large as the shape. */
export function slicedView({ values, strides }: View, shape: Shape, axis: AxisIndex, start: number): View {
  return { values: values.subarray(start * strides[axis]), shape, strides };
}

/** Whether the elements stand one after another in row-major order. */
export function isDense(view: View): boolean {
  const dense = denseView(view.values, view.shape).strides;
  return ([0, 1, 2] as const).every((axis) => view.shape[axis] === 1 || view.strides[axis] === dense[axis]);
}
