import type { BarFault } from './bar-fault.ts';
import type { InputKind } from './input-kind.ts';

/** Takes the rows of a file as they are read: the values of the fields of their kind, in that order. */
export interface BarSink {
  /** Bars, quotes or times of trades so far. */
  readonly count: number;
  /** Bars that repeated the one before them in every field and were kept once. */
  readonly duplicates: number;
  /** Quotes and trades that were joined with the one before them, which bears the same time. */
  readonly joined: number;
  /** Says what the rows are; once, before the first one. */
  begin(kind: InputKind): void;
  /** Takes a row: null, or the rule that it breaks, and then nothing of it is kept. */
  append(row: Float64Array): BarFault | null;
  /** Says that there are no more. */
  finish(): void;
}
