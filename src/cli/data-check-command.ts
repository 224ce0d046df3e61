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
    .option(
      '--time-zone <zone>',
      'zone of times of day that the data give without one, such as America/New_York',
    )
    .option('--json', 'print as JSON, with every gap')
    .exitOverride()
    .addHelpText('after', '\nExample:\n  $ regimeta data check datasets/us-daily');
  check.action((path: string) => {
    const options: Record<string, string | true | undefined> = check.opts();
    const checked = checkDataFolder(path, { timeZone: options['timeZone'] as string | undefined });
    context.endProgress();
    context.print(options['json'] === true ? `${JSON.stringify(checked)}\n` : dataCheckText(checked));
  });
}
