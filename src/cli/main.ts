#!/usr/bin/env node
import { type Command, CommanderError } from 'commander';
import { EXIT_CODES } from '../model/error-codes.ts';
import { nodeHost } from '../run/host.ts';
import { raiseCompilerBudget } from './compiler-budget.ts';
import { printError } from './print-error.ts';
import { ProcessWatch } from './process-watch.ts';
import { createProgram, usageError } from './program.ts';
import { ProgressLine } from './progress-line.ts';
import { loadNamedStrategy, strategyArgument } from './strategy-argument.ts';

async function main(words: readonly string[], watch: ProcessWatch): Promise<void> {
  const progress = new ProgressLine(process.stderr, () => performance.now());
  const host = nodeHost({
    signal: watch.signal,
    onProgress: (phase, done, total) => {
      if (!isJson) progress.update(phase, done, total);
    },
  });
  const context = {
    host,
    print,
    endProgress: () => progress.end(),
    colored: isColored(),
    signal: watch.signal,
  };
  try {
    const path = strategyArgument(createProgram({ ...context, loaded: null }), words);
    if (path !== null) watch.strategyNamed(path);
    const loaded = path === null ? null : await loadNamedStrategy(path);
    if (loaded) watch.strategyLoaded(loaded);
    await parseWords(createProgram({ ...context, loaded }), words);
    watch.throwStrayError();
  } finally {
    progress.end();
  }
}

/** Runs the command that the words name; a complaint of the parser becomes a coded error. */
async function parseWords(program: Command, words: readonly string[]): Promise<void> {
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw usageError(error, program, words);
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

raiseCompilerBudget();
const words = process.argv.slice(2);
const isJson = words.includes('--json');
const report = (error: unknown): number => printError(error, isJson, (text) => process.stderr.write(text));
const watch = new ProcessWatch(report);
try {
  await main(words, watch);
  await watch.end(EXIT_CODES.done);
} catch (error) {
  await watch.end(report(error));
}
