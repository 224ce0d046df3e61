import type { Command } from 'commander';
import * as publicModule from '../index.ts';
import { type LoadedBaseline, loadBaselines } from '../run/baselines.ts';
import { type LoadedStrategy, loadStrategy } from '../run/load-strategy.ts';

const STRATEGY_FILE = /\.[cm]?[jt]sx?$/;

/**
 * The strategy file that the command line names, wherever it stands; null where it names none. It is needed before the
 * options are parsed, since the parameters of the strategy are options too.
 */
export function strategyArgument(program: Command, words: readonly string[]): string | null {
  const command = program.commands.find((candidate) => candidate.name() === words[0]);
  if (command?.registeredArguments[0]?.name() !== 'strategy') return null;
  const withValue = new Set(command.options.filter(({ required }) => required).map(({ long }) => long));
  const bare = words.filter((word, i) => i > 0 && !word.startsWith('-') && !withValue.has(words[i - 1]!));
  // A bare word may also be the value of a parameter, which nobody knows yet.
  return bare.find((word) => STRATEGY_FILE.test(word)) ?? bare[0] ?? null;
}

/** Loads a strategy file. */
export function loadNamedStrategy(path: string): Promise<LoadedStrategy> {
  return loadStrategy(path, publicModule);
}

/** The classical strategies that a comparison shows: those of these names or files, parameters behind colons, the usual ones where none are given. */
export function loadNamedBaselines(names?: readonly string[]): Promise<LoadedBaseline[]> {
  return loadBaselines(publicModule, names);
}
