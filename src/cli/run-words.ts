import { type Command, CommanderError } from 'commander';
import type { LoadedStrategy } from '../run/load-strategy.ts';
import { createProgram, usageError } from './program.ts';
import type { ProgramContext } from './program-context.ts';
import { loadNamedStrategy, strategyArgument } from './strategy-argument.ts';

/** Who is told of the strategy whose code runs from now on: first of its file, then of what was loaded. */
export interface StrategyWatch {
  strategyNamed(path: string): void;
  strategyLoaded(loaded: LoadedStrategy): void;
}

/**
 * Runs the command that the words name, as the command line does within its process. The strategy is loaded before the
 * options are parsed, since its parameters are options. Throws the coded error that the command ends with.
 */
export async function runWords(
  words: readonly string[],
  context: Omit<ProgramContext, 'loaded'>,
  watch: StrategyWatch,
): Promise<void> {
  const path = strategyArgument(createProgram({ ...context, loaded: null }), words);
  if (path !== null) watch.strategyNamed(path);
  const loaded = path === null ? null : await loadNamedStrategy(path);
  if (loaded) watch.strategyLoaded(loaded);
  await parseWords(createProgram({ ...context, loaded }), words);
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
