import type { Values } from '../../../math/batched-matmul.ts';
import type { Node } from './node.ts';

/** A graph made ready to run any number of times. */
export interface Program {
  /** Computes every output from the present numbers of the parameters and inputs. Allocates nothing. */
  run(): void;
  /**
   * The array behind a parameter, an input or an output, row-major over its shape: the caller writes leaves
   * before a run and reads outputs after it. The same array every time; E_LEARNER_SHAPE for any other node.
   */
  values(node: Node): Values;
}

/** A program that runs beside the thread that asks it to. */
export interface ThreadProgram extends Program {
  /** Begins a run; its arrays must not be touched until it is finished. */
  start(): void;
  /** Waits until the run that was begun is done. */
  finish(): void;
  /** Ends its thread. It cannot run any more. */
  close(): void;
}

/** Makes a program for some nodes of one graph; what they do not need is left out. */
export interface Compiler {
  (outputs: readonly Node[]): Program;
  /** Makes one that runs on a thread of its own; null where it cannot, and left out where none can. */
  readonly onThread?: (outputs: readonly Node[]) => ThreadProgram | null;
}
