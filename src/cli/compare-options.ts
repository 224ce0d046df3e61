import type { Command } from 'commander';
import type { CompareRequest } from '../run/compare.ts';
import { loadShippedBaselines } from './strategy-argument.ts';

/** Adds the options that `compare` alone has; before those of the strategy, whose names must differ. */
export function addCompareOptions(command: Command): void {
  command.option(
    '--arms <names>',
    'the arms beside the subject, with commas between: frozen, random-time, calendar, random-init, rolling, oracle, and baselines by name (default: all; oracle only on made data)',
  );
}

/** Reads what commander parsed of them. */
export async function readCompareOptions(
  command: Command,
): Promise<Pick<CompareRequest, 'baselines' | 'arms'>> {
  const { arms } = command.opts<{ readonly arms?: string }>();
  return { baselines: await loadShippedBaselines(), arms: arms?.split(',') };
}
