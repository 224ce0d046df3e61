import {
  type Concat,
  type Elementwise,
  elementCount,
  type Node,
  type Pad,
  type Shape,
  sameShape,
} from '../node.ts';
import { constantValue } from '../operations/leaf.ts';
import { matmulShape } from './matmul-shape.ts';
import { broadcastPlace, densePlace, isDensePlace, isWhole, permutedPlace, slicedPlace } from './place.ts';
import type { AssembleStep, Buffer, LoopStep, LoopValue, Place, Step } from './step.ts';

/** A loop takes no more operations than this, so that its numbers find room in registers. */
const OPERATIONS_MAX = 32;
/** And it reads and writes no more places than this. */
const PLACES_MAX = 12;

/** A buffer whose numbers are known before the first run. */
export interface Preset {
  readonly buffer: Buffer;
  readonly values: readonly number[] | number;
}

/**
 * Turns nodes, in their order, into steps over buffers. Elementwise operations of one shape are fused into one loop
 * where nothing between them depends on the loop; broadcasts, slices and permutations are other readings of a
 * buffer; constants stand in the instructions.
 */
export class Lowering {
  readonly steps: Step[] = [];
  readonly presets: Preset[] = [];
  #clock = 0;
  readonly #outputs: ReadonlySet<Node>;
  readonly #places = new Map<Node, Place>();
  /** For each elementwise node the loop that computes it, and which of its results it is. */
  readonly #loops = new Map<Node, { readonly step: LoopStep; readonly index: number }>();

  constructor(order: readonly Node[], outputs: readonly Node[]) {
    this.#outputs = new Set(outputs);
    for (const node of order) {
      this.#lower(node);
      this.#clock++;
    }
    for (const output of outputs) this.#requireWhole(output);
  }

  /** The whole buffer of a leaf or an output; null for any other node. */
  placeOf(node: Node): Place | null {
    const isLeaf = node.operation.operands.length === 0;
    return isLeaf || this.#outputs.has(node) ? (this.#places.get(node) ?? null) : null;
  }

  /** The buffers that no step writes. */
  leaves(): ReadonlySet<Buffer> {
    const buffers = [...this.#places.values()].map(({ buffer }) => buffer);
    return new Set(
      [...buffers, ...this.presets.map(({ buffer }) => buffer)].filter(({ writer }) => writer === null),
    );
  }

  #lower(node: Node): void {
    const { operation, shape } = node;
    switch (operation.kind) {
      case 'parameter':
      case 'input':
        this.#places.set(node, densePlace(this.#buffer(elementCount(shape), null, true), shape));
        return;
      case 'constant':
        this.#preset(node, operation.value);
        return;
      case 'table':
        this.#preset(node, operation.values);
        return;
      case 'broadcast':
      case 'stop-gradient':
      case 'permute':
      case 'slice':
      case 'reshape':
        return;
      case 'unary':
      case 'binary':
      case 'add-scaled':
      case 'scale':
      case 'select':
        this.#fuse(node, operation);
        return;
      case 'pad':
      case 'concat':
        this.#assemble(node, operation);
        return;
      case 'sum':
      case 'extremum': {
        const name = operation.kind === 'sum' ? 'sum' : operation.function;
        const frame = this.#frame([this.#place(operation.operands[0])]);
        this.#write(node, { kind: 'reduce', function: name, ...frame });
        return;
      }
      case 'matmul': {
        const reads = operation.operands.map((operand) => this.#place(operand));
        const { transposeLeft, transposeRight } = operation;
        const product = { transposeLeft, transposeRight, ...this.#frame(reads) };
        const { isPacked } = matmulShape(product, shape);
        this.#write(node, { kind: 'matmul', ...product, scratch: isPacked ? scratchFor(reads[1]!) : null });
        return;
      }
      case 'gather':
      case 'scatter-add':
      case 'ridge-solve':
      case 'cholesky':
      case 'triangular-solve': {
        const reads = operation.operands.map((operand) => this.#requireDense(operand));
        this.#write(node, { kind: 'host', node, ...this.#frame(reads) });
      }
    }
  }

  /** Adds a step that writes one node, whole. */
  #write(node: Node, step: Step): void {
    const buffer = this.#buffer(elementCount(node.shape), step, this.#outputs.has(node));
    const place = densePlace(buffer, node.shape);
    step.writes.push(place);
    this.steps.push(step);
    this.#places.set(node, place);
  }

  #frame(reads: readonly Place[]): Pick<Step, 'made' | 'changed' | 'dependencies' | 'reads' | 'writes'> {
    const dependencies = new Set<Step>();
    for (const { buffer } of reads) if (buffer.writer !== null) dependencies.add(buffer.writer);
    return { made: this.#clock, changed: this.#clock, dependencies, reads: [...reads], writes: [] };
  }

  #buffer(elements: number, writer: Step | null, isKept: boolean): Buffer {
    return { elements, writer, isKept, offset: -1 };
  }

  #preset(node: Node, values: readonly number[] | number): void {
    const buffer = this.#buffer(elementCount(node.shape), null, true);
    this.presets.push({ buffer, values });
    this.#places.set(node, densePlace(buffer, node.shape));
  }

  /** Where the numbers of a node stand, or can be read; a result of a loop is written from now on. */
  #place(node: Node): Place {
    const known = this.#places.get(node);
    if (known !== undefined) return known;
    const loop = this.#loops.get(node);
    const place = loop === undefined ? this.#viewOf(node) : this.#storeResult(node, loop);
    this.#places.set(node, place);
    return place;
  }

  #writerOf(node: Node): Step | null {
    const known = this.#loops.get(node)?.step ?? this.#places.get(node)?.buffer.writer;
    return known === undefined ? this.#writerOf(node.operation.operands[0]!) : known;
  }

  #storeResult(node: Node, { step, index }: { readonly step: LoopStep; readonly index: number }): Place {
    const buffer = this.#buffer(elementCount(node.shape), step, this.#outputs.has(node));
    const place = densePlace(buffer, node.shape);
    step.writes.push(place);
    step.stored.push({ kind: 'result', index });
    return place;
  }

  #viewOf({ operation, shape }: Node): Place {
    const operand = operation.operands[0]!;
    if (operation.kind === 'permute') return permutedPlace(this.#place(operand), operation.order);
    if (operation.kind === 'slice') {
      return slicedPlace(this.#place(operand), shape, operation.axis, operation.start);
    }
    if (operation.kind === 'reshape') {
      const { buffer, start } = this.#requireDense(operand);
      return { ...densePlace(buffer, shape), start };
    }
    return broadcastPlace(this.#place(operand), shape);
  }

  /** The place of a node, copied where its numbers do not stand one after another. */
  #requireDense(node: Node): Place {
    const place = this.#place(node);
    return isDensePlace(place) ? place : this.#copy(node, place);
  }

  /** An output has a buffer of its own. */
  #requireWhole(node: Node): void {
    const constant = constantValue(node);
    if (node.operation.operands.length === 0) return;
    if (constant !== null) {
      this.#preset(node, constant);
      return;
    }
    const place = this.#place(node);
    const isOwn = isWhole(place) && place.buffer.isKept && place.buffer.writer !== null;
    if (!isOwn) this.#copy(node, place);
  }

  #copy(node: Node, place: Place): Place {
    const step: LoopStep = { kind: 'loop', operations: [], stored: [], ...this.#frame([place]) };
    step.stored.push({ kind: 'load', index: 0 });
    this.#write(node, step);
    return this.#places.get(node)!;
  }

  /** Writes a padded or composed node part by part. */
  #assemble(node: Node, { axis, ...operation }: Pad | Concat): void {
    const step: AssembleStep = {
      kind: 'assemble',
      parts: [],
      ...this.#frame(operation.operands.map((operand) => this.#place(operand))),
    };
    this.#write(node, step);
    let start = operation.kind === 'pad' ? operation.before : 0;
    for (const { shape } of step.reads) {
      step.parts.push(slicedPlace(step.writes[0]!, shape, axis, start));
      start += shape[axis];
    }
  }

  #fuse(node: Node, operation: Elementwise): void {
    const operands = operation.operands.map(withoutStops);
    const step = this.#loopFor(node.shape, operands) ?? this.#newLoop();
    const values = operands.map((operand) => this.#valueIn(step, operand, node.shape));
    const index = step.operations.push({ operation, operands: values }) - 1;
    step.changed = this.#clock;
    this.#loops.set(node, { step, index });
    if (this.#outputs.has(node)) this.#place(node);
  }

  #newLoop(): LoopStep {
    const step: LoopStep = { kind: 'loop', operations: [], stored: [], ...this.#frame([]) };
    this.steps.push(step);
    return step;
  }

  #valueIn(step: LoopStep, operand: Node, shape: Shape): LoopValue {
    const value = constantValue(operand);
    if (value !== null) return { kind: 'constant', value };
    const loop = this.#loops.get(operand);
    if (loop?.step === step) return { kind: 'result', index: loop.index };
    const place = broadcastPlace(this.#place(operand), shape);
    const known = step.reads.findIndex((read) => samePlace(read, place));
    if (known >= 0) return { kind: 'load', index: known };
    if (place.buffer.writer !== null) step.dependencies.add(place.buffer.writer);
    return { kind: 'load', index: step.reads.push(place) - 1 };
  }

  /** The latest loop of the same shape that computes an operand and can take one more operation; null for none. */
  #loopFor(shape: Shape, operands: readonly Node[]): LoopStep | null {
    const candidates = operands
      .filter((operand) => sameShape(operand.shape, shape))
      .map((operand) => this.#loops.get(operand)?.step)
      .filter((step) => step !== undefined)
      .sort((a, b) => b.made - a.made);
    return candidates.find((step) => this.#canTake(step, operands)) ?? null;
  }

  #canTake(step: LoopStep, operands: readonly Node[]): boolean {
    if (step.operations.length >= OPERATIONS_MAX) return false;
    if (step.reads.length + step.writes.length + operands.length > PLACES_MAX) return false;
    return operands.every((operand) => {
      if (constantValue(operand) !== null || this.#loops.get(operand)?.step === step) return true;
      const writer = this.#writerOf(operand);
      return writer === null || !reaches(writer, step);
    });
  }
}

function withoutStops(node: Node): Node {
  const { operation } = node;
  return operation.kind === 'stop-gradient' ? withoutStops(operation.operands[0]) : node;
}

function scratchFor({ shape }: Place): Buffer {
  return { elements: shape[1] * shape[2], writer: null, isKept: false, offset: -1 };
}

function samePlace(a: Place, b: Place): boolean {
  return (
    a.buffer === b.buffer &&
    a.start === b.start &&
    a.strides.every((stride, axis) => stride === b.strides[axis])
  );
}

/** Whether a step is another one, or depends on it. */
function reaches(from: Step, target: Step): boolean {
  const found = new Set<Step>([from]);
  for (const step of found) {
    if (step === target) return true;
    for (const dependency of step.dependencies) if (dependency.changed >= target.made) found.add(dependency);
  }
  return false;
}
