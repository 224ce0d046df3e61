import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';

/** What a run needs of the machine it runs on; the one seam for time, and for giving way to signals. */
export interface Host {
  /** Wall time. */
  now(): EpochMs;
  /** Milliseconds of a monotonic clock. */
  elapsedMs(): number;
  /** Lets pending signals and output through; throws E_INTERRUPTED, or the given reason, where the run is to stop. */
  breathe(): Promise<void>;
  readonly processId: number;
  readonly nodeVersion: string;
  isProcessAlive(processId: number): boolean;
  /** Says how far the work has come; `done` and `total` count the same things. */
  progress(phase: string, done: number, total: number): void;
}

/** What the caller of a run may want to know or to stop. */
export interface HostOptions {
  /** Aborting it ends the run at the next breath: as `interrupted`, or as `failed` with a RegimetaError as reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (phase: string, done: number, total: number) => void;
}

/** The machine that this process runs on. */
export function nodeHost({ signal, onProgress }: HostOptions = {}): Host {
  return {
    now: () => Date.now(),
    elapsedMs: () => performance.now(),
    async breathe() {
      // The event loop comes to timers that are due only between two immediates.
      await new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
      if (!signal?.aborted) return;
      if (signal.reason instanceof RegimetaError) throw signal.reason;
      throw new RegimetaError('E_INTERRUPTED', {
        rule: 'the run was stopped before its end',
        repair: 'Start it again; what was recorded is kept and marked interrupted',
      });
    },
    processId: process.pid,
    nodeVersion: process.version,
    isProcessAlive,
    progress: (phase, done, total) => onProgress?.(phase, done, total),
  };
}

/** Waits until `wake` is called by what is given it, but at most so many milliseconds. */
export async function waitAtMost(milliseconds: number, giveWake: (wake: () => void) => void): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    giveWake(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Does something in so many milliseconds, unless what is returned is called before. */
export function doLater(milliseconds: number, action: () => void): () => void {
  const timer = setTimeout(action, milliseconds);
  return () => clearTimeout(timer);
}

/** Whether a process of that number lives on this machine. */
export function isProcessAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
