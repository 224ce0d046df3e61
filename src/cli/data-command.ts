import type { Command } from 'commander';
import { type ResampleResult, resampleData } from '../run/resample.ts';
import { addDataCheckCommand } from './data-check-command.ts';
import { addDataSynthesizeCommand } from './data-synthesize-command.ts';
import { formatDate } from './number-format.ts';
import type { ProgramContext } from './program-context.ts';
import { textTable } from './text-table.ts';

const RESAMPLE_EXAMPLES = `
Examples:
  $ regimeta data resample datasets/us-daily --to 1w
  $ regimeta data resample my-minutes --to 15m --out my-quarters
  $ regimeta data resample my-trades --to volume:10000 --force`;

/** Adds the commands that work on data folders. */
export function addDataCommand(program: Command, context: ProgramContext): void {
  const data = program.command('data').description('Work on data folders.').exitOverride();
  addDataCheckCommand(data, context);
  addDataSynthesizeCommand(data, context);
  const resample = data
    .command('resample')
    .description(
      'Write the bars, quotes or trades of a folder as complete bars of another length, into a new folder.',
    )
    .argument('<folder>', 'folder of CSV files (with a manifest or without), or one CSV file')
    .requiredOption('--to <timeframe>', '30s, 15m, 4h, 1d, 1w, 1M, tick:500, volume:10000 or value:1000000')
    .option('--out <folder>', 'the new folder (default: beside the data, named after them)')
    .option('--time-zone <zone>', 'zone of times of day that the data give without one')
    .option('--force', 'replace a folder that an earlier resampling made')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', RESAMPLE_EXAMPLES);
  resample.action(async (dataPath: string) => {
    const options: Record<string, unknown> = resample.opts();
    const request = {
      dataPath,
      timeZone: options['timeZone'] as string | undefined,
      timeframe: String(options['to']),
      folder: typeof options['out'] === 'string' ? options['out'] : null,
      replaces: options['force'] === true,
    };
    const result = await resampleData(request, context.host);
    context.endProgress();
    context.print(options['json'] === true ? `${JSON.stringify(result)}\n` : resampleText(result));
  });
}

function resampleText({ folder, timeframe, parent, symbols }: ResampleResult): string {
  const rows = symbols.map(({ symbol, rows: bars, firstTime, lastTime, leavesOut }) => [
    symbol,
    bars.toLocaleString('en-US'),
    bars > 0 ? formatDate(firstTime) : '–',
    bars > 0 ? formatDate(lastTime) : '–',
    leavesOut ? 'the last bar is not complete and left out' : '',
  ]);
  const table = textTable(
    [
      { heading: 'symbol', align: 'left' },
      { heading: 'bars', align: 'right' },
      { heading: 'first', align: 'left' },
      { heading: 'last', align: 'left' },
      { heading: '', align: 'left' },
    ],
    rows,
  );
  return `${parent.name} in bars of ${timeframe}\n\n${table}\n\nfolder:  ${folder}\n`;
}
