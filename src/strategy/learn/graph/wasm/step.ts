import type { Elementwise, Extremum, Node, Shape } from '../node.ts';

/** A run of numbers in the memory of a program. */
export interface Buffer {
  readonly elements: number;
  /** Kept for the whole life of the program: leaves and outputs. */
  readonly isKept: boolean;
  /** The step that writes it; null for leaves and constants. */
  readonly writer: Step | null;
  /** Where it begins, in bytes; set when the memory is planned. */
  offset: number;
}

/** Where the numbers of a node stand: element (t, r, c) at `start + t·strides[0] + r·strides[1] + c·strides[2]`. */
export interface Place {
  readonly buffer: Buffer;
  readonly start: number;
  readonly shape: Shape;
  readonly strides: Shape;
}

/** What an operation of a loop reads: a number from memory, a constant, or the result of an earlier operation. */
export type LoopValue =
  | { readonly kind: 'load'; readonly index: number }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'result'; readonly index: number };

/** An elementwise operation of a loop. */
export interface LoopOperation {
  readonly operation: Elementwise;
  readonly operands: readonly LoopValue[];
}

/** What a step needs before it can run, when it was made, and which buffers it touches. */
interface StepFrame {
  /** How many nodes there were before it. */
  readonly made: number;
  /** How many there were when it took its last operation: it depends on nothing that was made later. */
  changed: number;
  readonly dependencies: Set<Step>;
  /** Which places it reads and writes; one that it writes may be a part of a buffer. */
  readonly reads: Place[];
  readonly writes: Place[];
}

/** Elementwise operations on places of one shape, fused: each number is read once, and only what others need is written. */
export interface LoopStep extends StepFrame {
  readonly kind: 'loop';
  readonly operations: LoopOperation[];
  /** For each of `writes` what is written. */
  readonly stored: LoopValue[];
}

/** Matrix products, one for each task, of two places into one. */
export interface MatmulStep extends StepFrame {
  readonly kind: 'matmul';
  readonly transposeLeft: boolean;
  readonly transposeRight: boolean;
  /** Room to write the right matrices down transposed; null where they can be read as they are. */
  readonly scratch: Buffer | null;
}

/** A sum or an extremum over the axes in which what is written has extent 1. */
export interface ReduceStep extends StepFrame {
  readonly kind: 'reduce';
  readonly function: 'sum' | Extremum['function'];
}

/** Copies each place that it reads to a part of what it writes; the other numbers of it are 0. */
export interface AssembleStep extends StepFrame {
  readonly kind: 'assemble';
  readonly parts: Place[];
}

/** An operation that is left to the loops over typed arrays, on the same memory; its places are whole. */
export interface HostStep extends StepFrame {
  readonly kind: 'host';
  readonly node: Node;
}

/** A part of a program that runs as one. */
export type Step = LoopStep | MatmulStep | ReduceStep | AssembleStep | HostStep;
