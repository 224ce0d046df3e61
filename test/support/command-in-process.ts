import { printError } from '../../src/cli/print-error.ts';
import { runWords } from '../../src/cli/run-words.ts';
import { EXIT_CODES } from '../../src/model/error-codes.ts';
import { nodeHost } from '../../src/run/host.ts';
import type { CommandOutcome } from './command-line.ts';

const UNWATCHED = { strategyNamed: () => undefined, strategyLoaded: () => undefined };

/**
 * Runs a command as the command line does, in the process of the test: without its signals, its watch for errors that
 * nobody caught and its threads, and without the second that a process takes to start.
 */
export async function commandInProcess(words: readonly string[]): Promise<CommandOutcome> {
  let stdout = '';
  let stderr = '';
  const context = {
    host: nodeHost(),
    print: (text: string) => {
      stdout += text;
    },
    endProgress: () => undefined,
    colored: false,
    signal: new AbortController().signal,
  };
  const code = await runWords(words, context, UNWATCHED).then(
    () => EXIT_CODES.done,
    (error: unknown) =>
      printError(error, words.includes('--json'), (text) => {
        stderr += text;
      }),
  );
  return { code, stdout, stderr };
}
