import type { Host } from '../run/host.ts';
import type { LoadedStrategy } from '../run/load-strategy.ts';

/** What the commands need of the terminal and of the machine. */
export interface ProgramContext {
  /** The strategy that the command line names; null where it names none. */
  readonly loaded: LoadedStrategy | null;
  readonly host: Host;
  readonly print: (text: string) => void;
  /** Clears the progress line before results are printed. */
  readonly endProgress: () => void;
  readonly colored: boolean;
  /** Aborted by the first interrupt. */
  readonly signal: AbortSignal;
}
