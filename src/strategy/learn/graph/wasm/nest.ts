import type { AxisIndex, Shape } from '../node.ts';
import type { FunctionBody, Local } from './function-body.ts';

/** An axis of a loop nest: how often it runs, and how far each pointer moves along it, in numbers. */
export interface NestAxis {
  readonly extent: number;
  readonly strides: readonly number[];
}

/**
 * The axes of a shape as few as can be, outermost first: those of extent 1 are left out, and two of them become one
 * where every pointer moves through them evenly.
 */
export function collapsedAxes(shape: Shape, strides: readonly Shape[]): readonly NestAxis[] {
  const axes: NestAxis[] = [];
  for (const axis of [0, 1, 2] as const satisfies readonly AxisIndex[]) {
    if (shape[axis] === 1) continue;
    const next = { extent: shape[axis], strides: strides.map((of) => of[axis]) };
    const last = axes.at(-1);
    const isEven = last?.strides.every((stride, i) => stride === next.strides[i]! * next.extent);
    if (last !== undefined && isEven)
      axes[axes.length - 1] = { extent: last.extent * next.extent, strides: next.strides };
    else axes.push(next);
  }
  return axes;
}

/** What the pointers of a nest are, and how wide a number is. */
export interface NestPointers {
  readonly body: FunctionBody;
  readonly pointers: readonly Local[];
  readonly bytes: number;
}

/**
 * Emits loops over axes around `inner`, which says how far it moved each pointer, in bytes. Gives how far all of it
 * moved them.
 */
export function emitNest(
  nest: NestPointers,
  axes: readonly NestAxis[],
  inner: () => readonly number[],
): readonly number[] {
  const { body, pointers, bytes } = nest;
  const [outermost, ...others] = axes;
  if (outermost === undefined) return inner();
  body.repeat(outermost.extent, () => {
    const moved = emitNest(nest, others, inner);
    pointers.forEach((pointer, i) => {
      body.advance(pointer, outermost.strides[i]! * bytes - moved[i]!);
    });
  });
  return outermost.strides.map((stride) => stride * outermost.extent * bytes);
}
