import type { Precision } from '../buffer-pool.ts';
import type { Elementwise, Shape } from '../node.ts';
import { emitUnary } from './elementary.ts';
import type { EncodedFunction } from './encoding.ts';
import { FunctionBody, type Local } from './function-body.ts';
import { Lanes, VECTOR_BYTES } from './lanes.ts';
import { collapsedAxes, emitNest, type NestAxis } from './nest.ts';
import type { LoopOperation, LoopValue } from './step.ts';

/** Up to this many vectors of a row are written one after another instead of in a loop. */
const UNROLLED_MAX = 8;

/** A fused loop without its addresses: two loops with the same form are one function. */
export interface LoopForm {
  readonly shape: Shape;
  /** Of what is read, and then of what is written. */
  readonly strides: readonly Shape[];
  readonly readCount: number;
  readonly operations: readonly LoopOperation[];
  readonly stored: readonly LoopValue[];
}

/** The function of a loop; its parameters are pointers to what is read and then to what is written. */
export function encodeLoop(form: LoopForm, precision: Precision): EncodedFunction {
  const body = new FunctionBody(form.strides.length);
  const lanes = new Lanes(body, precision);
  const pointers = form.strides.map((_, i) => i);
  const axes = [...collapsedAxes(form.shape, form.strides)];
  const single: NestAxis = { extent: 1, strides: pointers.map(() => 1) };
  const row = axes.pop() ?? single;
  emitNest({ body, pointers, bytes: lanes.bytes }, axes, () => emitRow({ form, lanes, pointers }, row));
  return body.encode();
}

/** A loop under construction. */
interface LoopCode {
  readonly form: LoopForm;
  readonly lanes: Lanes;
  readonly pointers: readonly Local[];
}

/** Emits one run along the innermost axis; gives how far the pointers moved. */
function emitRow(code: LoopCode, { extent, strides }: NestAxis): readonly number[] {
  const { lanes, pointers, form } = code;
  const isVector = strides.every((stride, i) => stride === 1 || (stride === 0 && i < form.readCount));
  if (!isVector) {
    lanes.body.repeat(extent, () => {
      emitElements(code, { strides, splats: [], lanes: 1, offset: 0 });
      advanceAll(code, strides, lanes.bytes);
    });
    return strides.map((stride) => stride * extent * lanes.bytes);
  }
  const splats = strides.map((stride, i) => (stride === 0 ? lanes.loadSplat(pointers[i]!) : null));
  const emit = (count: number, offset: number): void =>
    emitElements(code, { strides, splats, lanes: count, offset });
  const vectors = Math.floor(extent / lanes.count);
  const rest = extent % lanes.count;
  if (vectors <= UNROLLED_MAX) {
    for (let i = 0; i < vectors; i++) emit(lanes.count, i * VECTOR_BYTES);
    if (rest > 0) emit(rest, vectors * VECTOR_BYTES);
    return strides.map(() => 0);
  }
  const unroll = form.operations.length > 8 ? 1 : form.operations.length > 3 ? 2 : 4;
  const rounds = Math.floor(vectors / unroll);
  lanes.body.repeat(rounds, () => {
    for (let i = 0; i < unroll; i++) emit(lanes.count, i * VECTOR_BYTES);
    advanceAll(code, strides, unroll * VECTOR_BYTES);
  });
  const left = vectors - rounds * unroll;
  for (let i = 0; i < left; i++) emit(lanes.count, i * VECTOR_BYTES);
  if (rest > 0) emit(rest, left * VECTOR_BYTES);
  return strides.map((stride) => stride * rounds * unroll * VECTOR_BYTES);
}

function advanceAll({ lanes, pointers }: LoopCode, strides: readonly number[], bytes: number): void {
  for (const [i, stride] of strides.entries()) lanes.body.advance(pointers[i]!, stride * bytes);
}

/** Some elements of a run, one vector or less of them. */
interface Elements {
  readonly strides: readonly number[];
  /** What stays the same along the run, in every lane; null for what is read here. */
  readonly splats: readonly (Local | null)[];
  readonly lanes: number;
  readonly offset: number;
}

/** Reads everything before it writes anything, so that a place may be written over that was read. */
function emitElements({ form, lanes, pointers }: LoopCode, elements: Elements): void {
  const loads = pointers
    .slice(0, form.readCount)
    .map((pointer, i) => elements.splats[i] ?? lanes.loadSome(pointer, elements.lanes, elements.offset));
  const results: Local[] = [];
  const localOf = (value: LoopValue): Local => {
    if (value.kind === 'constant') return lanes.constant(value.value);
    return value.kind === 'load' ? loads[value.index]! : results[value.index]!;
  };
  for (const { operation, operands } of form.operations) {
    results.push(emitElementwise(lanes, operation, operands.map(localOf)));
  }
  form.stored.forEach((value, i) => {
    lanes.storeSome(localOf(value), pointers[form.readCount + i]!, elements.lanes, elements.offset);
  });
}

function emitElementwise(lanes: Lanes, operation: Elementwise, operands: readonly Local[]): Local {
  const [first, second, third] = operands as readonly [Local, Local, Local];
  switch (operation.kind) {
    case 'unary':
      return emitUnary(lanes, operation.function, first);
    case 'scale':
      return lanes.op('multiply', lanes.constant(operation.factor), first);
    case 'add-scaled':
      if (operation.factor === 1) return lanes.op('add', first, second);
      if (operation.factor === -1) return lanes.op('subtract', first, second);
      return lanes.addProduct(first, lanes.constant(operation.factor), second);
    case 'select':
      return lanes.choose(lanes.op('isAbove', first, lanes.constant(0)), second, third);
    case 'binary':
      return emitBinary(lanes, operation.function, [first, second]);
  }
}

function emitBinary(
  lanes: Lanes,
  name: Extract<Elementwise, { kind: 'binary' }>['function'],
  [left, right]: readonly [Local, Local],
): Local {
  switch (name) {
    case 'above':
      return lanes.bits('and', lanes.op('isAbove', left, right), lanes.constant(1));
    case 'at-least':
      return lanes.bits('and', lanes.op('isAtLeast', left, right), lanes.constant(1));
    case 'tanh-slope': {
      const square = lanes.op('multiply', right, right);
      return lanes.op('multiply', left, lanes.op('subtract', lanes.constant(1), square));
    }
    case 'divide':
    case 'maximum':
    case 'minimum':
    case 'multiply':
      return lanes.op(name, left, right);
  }
}
