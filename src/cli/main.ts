#!/usr/bin/env node
import { CommanderError } from 'commander';
import { EXIT_CODES } from '../model/error-codes.ts';
import { nodeHost } from '../run/host.ts';
import { printError } from './print-error.ts';
import { createProgram, usageError } from './program.ts';
import { ProgressLine } from './progress-line.ts';
import { loadNamedStrategy } from './strategy-argument.ts';

/** The first interrupt lets the run end cleanly; the second one ends the process at once. */
function listenForInterrupts(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(EXIT_CODES.interrupted);
      controller.abort();
    });
  }
  return controller.signal;
}

async function main(words: readonly string[]): Promise<number> {
  const asJson = words.includes('--json');
  const progress = new ProgressLine(process.stderr, () => performance.now());
  const host = nodeHost({
    signal: listenForInterrupts(),
    onProgress: (phase, done, total) => {
      if (!asJson) progress.update(phase, done, total);
    },
  });
  try {
    const loaded = await loadNamedStrategy(words);
    const program = createProgram({
      loaded,
      host,
      print,
      endProgress: () => progress.end(),
      colored: isColored(),
    });
    try {
      await program.parseAsync(words, { from: 'user' });
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      if (error.exitCode === 0) return EXIT_CODES.done;
      throw usageError(error, program, words);
    }
    return EXIT_CODES.done;
  } catch (error) {
    progress.end();
    return printError(error, asJson, (text) => process.stderr.write(text));
  }
}

function print(text: string): void {
  process.stdout.write(text);
}

const isColored = (): boolean => process.stdout.isTTY === true && !process.env['NO_COLOR'];

// A reader that closes the pipe early, such as `head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await main(process.argv.slice(2));
