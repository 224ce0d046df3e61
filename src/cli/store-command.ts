import type { Command } from 'commander';
import { upgradeRecordedRuns } from '../run/recorded-runs.ts';
import type { ProgramContext } from './program-context.ts';

const HELP = `
The store is kept as it was beside it, as <file>.schema-<number>; delete that once you have seen your runs.
A store that is up to date is left alone.

Example:
  $ regimeta store upgrade reports/regimeta.sqlite`;

/** Adds `store`: what is done to a store as a whole. */
export function addStoreCommand(program: Command, context: ProgramContext): void {
  const store = program.command('store').description('Look after the SQLite file of the runs.');
  const command = store
    .command('upgrade')
    .description('Bring a store of an older version of Regimeta up to date; a copy is kept.')
    .argument('[file]', 'SQLite file of the runs', 'reports/regimeta.sqlite')
    .option('--json', 'print as JSON')
    .exitOverride()
    .addHelpText('after', HELP);
  command.action((path: string) => {
    const { schemaBefore, schema, copyPath } = upgradeRecordedRuns(path, context.host);
    const result = { store: path, schemaBefore, schema, copy: copyPath };
    const text =
      copyPath === null
        ? `store: ${path} has schema ${schema}, which is the present one; nothing was changed\n`
        : `store: ${path} has schema ${schema} now, was ${schemaBefore}\ncopy:  ${copyPath}\n`;
    context.print(command.opts()['json'] === true ? `${JSON.stringify(result)}\n` : text);
  });
}
