import type { Precision } from '../buffer-pool.ts';
import type { AxisIndex, Shape } from '../node.ts';
import type { EncodedFunction } from './encoding.ts';
import { FunctionBody, type Local } from './function-body.ts';
import { Lanes, VECTOR_BYTES } from './lanes.ts';
import { emitNest, type NestAxis } from './nest.ts';

/** Vectors that are reduced together. */
const VECTORS_MAX = 4;

/** A reduction without its addresses. */
export interface ReduceForm {
  readonly function: 'sum' | 'maximum' | 'minimum';
  readonly from: Shape;
  readonly strides: Shape;
  readonly to: Shape;
}

const STARTS = { sum: 0, maximum: Number.NEGATIVE_INFINITY, minimum: Number.POSITIVE_INFINITY } as const;

/** A reduction under construction. */
interface ReduceCode {
  readonly lanes: Lanes;
  readonly function: ReduceForm['function'];
  readonly from: Local;
  readonly to: Local;
  /** The axes that are reduced; strides are those of what is read. */
  readonly reduced: readonly NestAxis[];
}

/**
 * The function of a reduction. Its parameters point to what is read and to the result. Each element goes through what
 * it is made of in row-major order, with one accumulator.
 */
export function encodeReduce(form: ReduceForm, precision: Precision): EncodedFunction {
  const body = new FunctionBody(2);
  const lanes = new Lanes(body, precision);
  const axes = ([0, 1, 2] as const satisfies readonly AxisIndex[]).filter((axis) => form.from[axis] > 1);
  const isKept = (axis: AxisIndex): boolean => form.to[axis] > 1;
  const toStrides = [form.to[1] * form.to[2], form.to[2], 1] as const;
  const kept = axes.filter(isKept).map((axis) => ({
    extent: form.from[axis],
    strides: [form.strides[axis], toStrides[axis]],
  }));
  const reduced = axes
    .filter((axis) => !isKept(axis))
    .map((axis) => ({ extent: form.from[axis], strides: [form.strides[axis]] }));
  const code: ReduceCode = { lanes, function: form.function, from: 0, to: 1, reduced };
  const last = kept.at(-1);
  const row = last?.strides.every((stride) => stride === 1) ? last : null;
  const outer = row === null ? kept : kept.slice(0, -1);
  emitNest({ body, pointers: [0, 1], bytes: lanes.bytes }, outer, () => {
    if (row === null) emitElements(code, [1], 0);
    else emitColumns(code, row.extent);
    return [0, 0];
  });
  return body.encode();
}

/** Emits the reduction of neighbouring elements, some vectors at a time. */
function emitColumns(code: ReduceCode, extent: number): void {
  const { lanes } = code;
  const vectors = Array<number>(Math.floor(extent / lanes.count)).fill(lanes.count);
  if (extent % lanes.count > 0) vectors.push(extent % lanes.count);
  for (let i = 0; i < vectors.length; i += VECTORS_MAX) {
    emitElements(code, vectors.slice(i, i + VECTORS_MAX), i * VECTOR_BYTES);
  }
}

function emitElements(code: ReduceCode, widths: readonly number[], offset: number): void {
  const { lanes, reduced } = code;
  const { body } = lanes;
  const totals = widths.map(() => {
    const total = body.local('v128');
    lanes.assign(total, lanes.constant(STARTS[code.function]));
    return total;
  });
  const from = body.local('i32');
  body.advance(from, 0, code.from);
  emitNest({ body, pointers: [from], bytes: lanes.bytes }, reduced, () => {
    widths.forEach((width, v) => {
      const value = lanes.loadSome(from, width, offset + v * VECTOR_BYTES);
      const name = code.function === 'sum' ? 'add' : code.function;
      lanes.assign(totals[v]!, lanes.op(name, totals[v]!, value));
    });
    return [0];
  });
  for (const [v, width] of widths.entries()) {
    lanes.storeSome(totals[v]!, code.to, width, offset + v * VECTOR_BYTES);
  }
}
