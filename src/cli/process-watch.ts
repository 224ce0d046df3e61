import { EXIT_CODES } from '../model/error-codes.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { LoadedStrategy } from '../run/load-strategy.ts';
import { pluginError } from '../run/plugin-error.ts';

/**
 * Watches over the process while a command runs: signals, errors that nobody caught, such as those in a timer of a
 * strategy, and an end that nobody asked for, such as `process.exit` in a strategy.
 */
export class ProcessWatch {
  readonly #controller = new AbortController();
  #strategyPath: string | null = null;
  #loaded: LoadedStrategy | null = null;
  #ended = false;

  /** `report` prints an error and returns its exit code. */
  constructor(report: (error: RegimetaError) => number) {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => this.#interrupt());
    process.on('uncaughtException', (error) => this.#controller.abort(strayError(error, this.#loaded)));
    process.on('exit', () => {
      if (!this.#ended) process.exitCode = report(endedEarly(this.#strategyPath));
    });
  }

  /** Aborted by the first interrupt, and with a reason by an error that nobody caught. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The code of this strategy runs from now on. */
  strategyNamed(path: string): void {
    this.#strategyPath = path;
  }

  /** From now on, positions in this strategy are known. */
  strategyLoaded(loaded: LoadedStrategy): void {
    this.#loaded = loaded;
  }

  /** Throws the error that nobody caught, if there was one. */
  throwStrayError(): void {
    const { reason } = this.signal;
    if (reason instanceof RegimetaError) throw reason;
  }

  /** Ends the process, whatever timers a strategy left behind, once everything that was printed is through. */
  async end(code: number): Promise<never> {
    await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
    this.#ended = true;
    process.exit(code);
  }

  /** The first interrupt lets the run end cleanly; the second one ends the process at once. */
  #interrupt(): void {
    if (this.signal.aborted) {
      this.#ended = true;
      process.exit(EXIT_CODES.interrupted);
    }
    this.#controller.abort();
  }
}

function strayError(error: Error, loaded: LoadedStrategy | null): RegimetaError {
  const known = loaded ? pluginError(error, loaded) : error;
  if (known instanceof RegimetaError) return known;
  return new RegimetaError('E_INVARIANT', {
    rule: 'this is a defect of Regimeta; please report it',
    found: error.stack ?? String(error),
    cause: error,
  });
}

function endedEarly(strategyPath: string | null): RegimetaError {
  if (strategyPath === null) {
    return new RegimetaError('E_INVARIANT', { rule: 'the process ended before the command did' });
  }
  return new RegimetaError('E_PLUGIN_THREW', {
    place: strategyPath,
    rule: 'a strategy must not end the process',
    found: 'an end before that of the run',
    repair: 'Throw an error instead, and look for process.exit',
  });
}
