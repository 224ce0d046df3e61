import { type AxisIndex, elementCount, type Shape } from '../node.ts';
import type { Buffer, Place } from './step.ts';

/** A whole buffer, row-major. */
export function densePlace(buffer: Buffer, shape: Shape): Place {
  return { buffer, start: 0, shape, strides: denseStrides(shape) };
}

/** The strides of a row-major order. */
function denseStrides(shape: Shape): Shape {
  return [shape[1] * shape[2], shape[2], 1];
}

/** Whether the numbers stand one after another in row-major order. */
export function isDensePlace({ shape, strides }: Place): boolean {
  const dense = denseStrides(shape);
  return ([0, 1, 2] as const).every((axis) => shape[axis] === 1 || strides[axis] === dense[axis]);
}

/** Whether a place is all of its buffer, row-major. */
export function isWhole(place: Place): boolean {
  return place.start === 0 && place.buffer.elements === elementCount(place.shape) && isDensePlace(place);
}

/** The same numbers repeated along the axes of extent 1. */
export function broadcastPlace(place: Place, shape: Shape): Place {
  const stride = (axis: AxisIndex): number => (place.shape[axis] === shape[axis] ? place.strides[axis] : 0);
  return { ...place, shape, strides: [stride(0), stride(1), stride(2)] };
}

/** The same numbers with the axes in another order. */
export function permutedPlace(place: Place, [a, b, c]: readonly [AxisIndex, AxisIndex, AxisIndex]): Place {
  const { shape, strides } = place;
  return { ...place, shape: [shape[a], shape[b], shape[c]], strides: [strides[a], strides[b], strides[c]] };
}

/** A part along one axis, as large as the shape. */
export function slicedPlace(place: Place, shape: Shape, axis: AxisIndex, start: number): Place {
  return { ...place, shape, start: place.start + start * place.strides[axis] };
}
