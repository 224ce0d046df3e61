import type { Values } from '../../../math/batched-matmul.ts';
import type { Shape } from './node.ts';

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
  const stride = (axis: 0 | 1 | 2): number => (view.shape[axis] === shape[axis] ? view.strides[axis] : 0);
  return { values: view.values, shape, strides: [stride(0), stride(1), stride(2)] };
}

/** Whether the elements stand one after another in row-major order. */
export function isDense(view: View): boolean {
  const dense = denseView(view.values, view.shape).strides;
  return ([0, 1, 2] as const).every((axis) => view.shape[axis] === 1 || view.strides[axis] === dense[axis]);
}
