#!/usr/bin/env node
import { EXIT_CODES } from '../model/error-codes.ts';
import { nodeHost } from '../run/host.ts';
import { printError } from './print-error.ts';
import { ProcessWatch } from './process-watch.ts';
import { ProgressLine } from './progress-line.ts';
import { runWords } from './run-words.ts';

async function main(words: readonly string[], watch: ProcessWatch): Promise<void> {
  const progress = new ProgressLine(process.stderr, () => performance.now());
  const host = nodeHost({
    signal: watch.signal,
    onProgress: (phase, done, total) => {
      if (!isJson) progress.update(phase, done, total);
    },
  });
  const endProgress = (): void => progress.end();
  const context = { host, print, endProgress, colored: isColored(), signal: watch.signal };
  try {
    await runWords(words, context, watch);
    watch.throwStrayError();
  } finally {
    progress.end();
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
