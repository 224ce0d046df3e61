import type { WrittenFile } from './bar-file-writer.ts';

/** The new bars of a symbol. */
export interface ResampledSymbol extends WrittenFile {
  readonly symbol: string;
  readonly file: string;
  /** Whether the data end within a bar, which is left out. */
  readonly leavesOut: boolean;
}
