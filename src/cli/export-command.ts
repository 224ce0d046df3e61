import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { EXPORT_TABLES, type ExportTableName } from '../model/export-table.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import { type ExportedFile, exportRun } from '../run/export-run.ts';
import { didYouMean } from '../run/parse-options.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../run/table-writer.ts';
import type { ProgramContext } from './program-context.ts';
import { storeOption } from './run-options.ts';
import { parseRunId } from './run-reference.ts';
import { textTable } from './text-table.ts';

const EXAMPLES = `
Examples:
  $ regimeta export 1
  $ regimeta export 1 --format parquet --tables equity,fills --out exports
  $ regimeta export 1 --format json --tables metrics --force`;

/** Adds `export`: tables of a recorded run as files. */
export function addExportCommand(program: Command, context: ProgramContext): void {
  const command = program
    .command('export')
    .description('Write tables of a recorded run as CSV, JSON or Parquet files.')
    .argument('<run>', 'number of the run; see regimeta runs list')
    .addOption(new Option('--format <format>', 'of the files').choices(EXPORT_FORMATS).default('csv'))
    .option('--tables <names>', `some of ${EXPORT_TABLES.join(', ')} (default: all)`)
    .option('--out <folder>', 'folder of the files (default: export-<run> in the report folder)')
    .option('--force', 'replace files that are there already')
    .option('--reports <folder>', 'folder of the store', 'reports')
    .option('--store <file>', 'SQLite file of the runs')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES);
  command.action(async (run: string) => {
    const options: Record<string, unknown> = command.opts();
    const runId = parseRunId(run);
    const { tables, out, reports, format } = options;
    const files = await exportRun({
      storePath: storeOption(options),
      runId,
      ...(typeof tables === 'string' && { tables: tables.split(',').map(tableNamed) }),
      format: format as ExportFormat,
      folder: typeof out === 'string' ? out : join(String(reports), `export-${runId}`),
      replaces: options['force'] === true,
    });
    context.print(options['json'] === true ? `${JSON.stringify({ files })}\n` : fileText(files));
  });
}

function tableNamed(word: string): ExportTableName {
  const name = word.trim();
  const found = EXPORT_TABLES.find((table) => table === name);
  if (found !== undefined) return found;
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place: '--tables',
    rule: `the tables are ${EXPORT_TABLES.join(', ')}`,
    found: JSON.stringify(name),
    repair: didYouMean(name, EXPORT_TABLES) ?? 'Name one of them',
  });
}

function fileText(files: readonly ExportedFile[]): string {
  const rows = files.map(({ table, rows: count, path }) => [table, count.toLocaleString('en-US'), path]);
  const table = textTable(
    [
      { heading: 'table', align: 'left' },
      { heading: 'rows', align: 'right' },
      { heading: 'file', align: 'left' },
    ],
    rows,
  );
  return `${table}\n`;
}
