import * as publicModule from '../index.ts';
import { loadBaselines } from '../run/baselines.ts';
import { type LoadedStrategy, loadStrategy } from '../run/load-strategy.ts';

/** The commands whose first argument is a strategy file. */
const STRATEGY_COMMANDS = ['backtest', 'compare', 'audit'] as const;

/**
 * Loads the strategy that the command line names, before its options are parsed: the strategy's parameters are
 * options too. Null where the command has none, or help for the bare command is wanted.
 */
export async function loadNamedStrategy(words: readonly string[]): Promise<LoadedStrategy | null> {
  const [command, path] = words;
  if (!(STRATEGY_COMMANDS as readonly (string | undefined)[]).includes(command)) return null;
  if (path === undefined || path.startsWith('-')) return null;
  return loadStrategy(path, publicModule);
}

/** The classical strategies that a comparison shows. */
export function loadShippedBaselines(): Promise<LoadedStrategy[]> {
  return loadBaselines(publicModule);
}
