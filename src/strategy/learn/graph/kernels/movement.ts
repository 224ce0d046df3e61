import type { Concat, Pad } from '../node.ts';
import { denseView, type Kernel, slicedView, type View } from '../view.ts';

/** Writes a view out in full, for readers that need their elements one after another. */
export function copyKernel(out: View, operand: View): Kernel {
  return () => copyElements(out, operand);
}

/** Zeros, and the operand's elements from `before` on. */
export function padKernel({ axis, before }: Pad, out: View, operand: View): Kernel {
  const inside = slicedView(denseView(out.values, out.shape), operand.shape, axis, before);
  return () => {
    out.values.fill(0);
    copyElements(inside, operand);
  };
}

/** The operands behind each other. */
export function concatKernel({ axis }: Concat, out: View, operands: readonly View[]): Kernel {
  const whole = denseView(out.values, out.shape);
  let start = 0;
  const parts = operands.map((operand) => {
    const part = slicedView(whole, operand.shape, axis, start);
    start += operand.shape[axis];
    return part;
  });
  return () => {
    for (let i = 0; i < parts.length; i++) copyElements(parts[i]!, operands[i]!);
  };
}

function copyElements(to: View, from: View): void {
  const { shape } = from;
  for (let task = 0; task < shape[0]; task++) {
    for (let row = 0; row < shape[1]; row++) {
      let o = task * to.strides[0] + row * to.strides[1];
      let p = task * from.strides[0] + row * from.strides[1];
      for (let column = 0; column < shape[2]; column++, o += to.strides[2], p += from.strides[2]) {
        to.values[o] = from.values[p]!;
      }
    }
  }
}

/** The rows that the indices name; NaN for an index that names none. The operands are dense. */
export function gatherKernel(out: View, [rows, indices]: readonly [View, View]): Kernel {
  const [tasks, places, columns] = out.shape;
  const extent = rows.shape[1];
  return () => {
    for (let place = 0; place < tasks * places; place++) {
      const row = rowAt(indices.values[place]!, extent);
      const from = (Math.floor(place / places) * extent + row) * columns;
      for (let column = 0; column < columns; column++) {
        out.values[place * columns + column] = row < 0 ? Number.NaN : rows.values[from + column]!;
      }
    }
  };
}

/** The rows added where the indices say; a row whose index names no place is left out. The operands are dense. */
export function scatterAddKernel(out: View, [rows, indices]: readonly [View, View]): Kernel {
  const [tasks, extent, columns] = out.shape;
  const places = rows.shape[1];
  return () => {
    out.values.fill(0);
    for (let place = 0; place < tasks * places; place++) {
      const row = rowAt(indices.values[place]!, extent);
      if (row < 0) continue;
      const to = (Math.floor(place / places) * extent + row) * columns;
      for (let column = 0; column < columns; column++) {
        out.values[to + column]! += rows.values[place * columns + column]!;
      }
    }
  };
}

function rowAt(index: number, extent: number): number {
  const row = Math.floor(index + 0.5);
  return row >= 0 && row < extent ? row : -1;
}
