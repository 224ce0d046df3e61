import type { Command } from 'commander';
import { reportRun } from '../run/recorded-runs.ts';
import type { ProgramContext } from './program-context.ts';
import { storeOption } from './run-options.ts';
import { parseRunId } from './run-reference.ts';

/** Adds `report`: writes the HTML report of a recorded run again. */
export function addReportCommand(program: Command, context: ProgramContext): void {
  const command = program
    .command('report')
    .description('Write the HTML report of a recorded run again.')
    .argument('<run>', 'number of the run; see regimeta runs list')
    .option('--reports <folder>', 'folder of the report and of the store', 'reports')
    .option('--store <file>', 'SQLite file of the runs')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample:\n  $ regimeta report 1 --reports reports');
  command.action((run: string) => {
    const options: Record<string, unknown> = command.opts();
    const path = reportRun(storeOption(options), parseRunId(run), String(options['reports']));
    context.print(
      options['json'] === true ? `${JSON.stringify({ reportPath: path })}\n` : `report: ${path}\n`,
    );
  });
}
