import type { Command } from 'commander';
import { checkDataFolder } from '../run/data-check.ts';
import { dataCheckText } from './data-check-text.ts';
import type { ProgramContext } from './program-context.ts';

/** Adds `data check`: what is missing, repeated or odd in a data folder. */
export function addDataCheckCommand(data: Command, context: ProgramContext): void {
  const check = data
    .command('check')
    .description(
      'Read a data folder with every check, and tell what its calendar misses and what is odd in it.',
    )
    .argument('<folder>', 'folder of CSV files (with a manifest or without), or one CSV file')
    .option('--json', 'print as JSON, with every gap')
    .exitOverride()
    .addHelpText('after', '\nExample:\n  $ regimeta data check datasets/us-daily');
  check.action((path: string) => {
    const checked = checkDataFolder(path);
    context.endProgress();
    context.print(check.opts()['json'] === true ? `${JSON.stringify(checked)}\n` : dataCheckText(checked));
  });
}
