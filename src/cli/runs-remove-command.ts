import type { Command } from 'commander';
import { RegimetaError } from '../model/regimeta-error.ts';
import { listRuns, removeRecordedRuns } from '../run/recorded-runs.ts';
import type { ProgramContext } from './program-context.ts';
import { storeOption } from './run-options.ts';
import { parseRunId } from './run-reference.ts';

const HELP = `
The configurations of complete runs go on to count as trials, so that removing runs makes no later verdict more certain.
Reports that were written stay. The file keeps its size, and later runs fill it, unless --vacuum is given.

Examples:
  $ regimeta runs rm 3 --yes
  $ regimeta runs rm 3 4 7 --yes --vacuum`;

/** Adds `runs rm`: removes runs with all their rows. */
export function addRunsRemoveCommand(runs: Command, context: ProgramContext): void {
  const command = runs
    .command('rm')
    .description('Remove runs from the store with all that they recorded; never one that is running.')
    .argument('<run...>', 'their numbers')
    .option('--yes', 'do it; without it, only say what would be removed')
    .option('--vacuum', 'give the room back to the disk, which rewrites the whole file')
    .option('--reports <folder>', 'folder of the store', 'reports')
    .option('--store <file>', 'SQLite file of the runs')
    .option('--json', 'print as JSON')
    .exitOverride()
    .addHelpText('after', HELP);
  command.action((words: readonly string[]) => {
    const options: Record<string, unknown> = command.opts();
    const runIds = [...new Set(words.map(parseRunId))];
    const storePath = storeOption(options);
    if (options['yes'] !== true) throw unconfirmed(storePath, runIds);
    const { bytesBefore, bytesAfter } = removeRecordedRuns(
      { storePath, runIds, vacuums: options['vacuum'] === true },
      context.host,
    );
    const result = { removed: runIds, bytesBefore, bytesAfter };
    const text = `removed: ${runIds.join(', ')}\nstore:   ${storePath} (${megabytes(bytesAfter)}${options['vacuum'] === true ? `, was ${megabytes(bytesBefore)}` : '; its room is used again, or given back by --vacuum'})\n`;
    context.print(options['json'] === true ? `${JSON.stringify(result)}\n` : text);
  });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function unconfirmed(storePath: string, runIds: readonly number[]): RegimetaError {
  const runs = new Map(listRuns(storePath).map((run) => [run.runId, run]));
  const named = runIds.map((runId) => {
    const run = runs.get(runId);
    return run === undefined
      ? `${runId} (not in the store)`
      : `${runId} (${run.kind} of ${run.strategyName}, ${run.status})`;
  });
  return new RegimetaError('E_USAGE', {
    place: 'runs rm',
    rule: 'runs are removed only with --yes, and cannot be brought back',
    found: `would remove ${named.join(', ')}`,
    repair: 'Add --yes',
  });
}
