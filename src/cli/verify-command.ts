import type { Command } from 'commander';
import * as publicModule from '../index.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import { metricsAtHand } from '../run/metrics-at-hand.ts';
import type { Verification } from '../run/verification-record.ts';
import { verifyRun } from '../run/verify-run.ts';
import type { ProgramContext } from './program-context.ts';
import { storeOption } from './run-options.ts';
import { parseRunId } from './run-reference.ts';
import { type TextColumn, textTable } from './text-table.ts';

/** Adds `verify`: derives what a run recorded from its rows alone, and fails where they differ. */
export function addVerifyCommand(program: Command, context: ProgramContext): void {
  const command = program
    .command('verify')
    .description(
      'Derive ledger, equity, metrics, comparisons, verdict and hashes of a run from its rows alone; fail where any differs.',
    )
    .argument('<run>', 'number of the run; see regimeta runs list')
    .option('--reports <folder>', 'folder of the store', 'reports')
    .option('--store <file>', 'SQLite file of the runs')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nMetrics that a strategy declares are computed by its file, where that is as it was.\n\nExample:\n  $ regimeta verify 1',
    );
  command.action(async (word: string) => {
    const options: Record<string, unknown> = command.opts();
    const [storePath, runId] = [storeOption(options), parseRunId(word)];
    const declared = await metricsAtHand(storePath, runId, publicModule);
    const result = verifyRun(storePath, runId, declared);
    context.print(options['json'] === true ? `${JSON.stringify(result)}\n` : verificationText(result));
    if (!result.isSame) throw differs(result);
  });
}

const COLUMNS: readonly TextColumn[] = [
  { heading: 'derived from the rows', align: 'left' },
  { heading: 'rows', align: 'right' },
];

function verificationText({
  runId,
  verified,
  unverified,
  differences,
  differenceCount,
  isSame,
}: Verification): string {
  const totals = new Map<string, number>();
  for (const { what, rows } of verified) totals.set(what, (totals.get(what) ?? 0) + rows);
  const rows = [...totals].map(([what, count]) => [what, count.toLocaleString('en-US')]);
  const left = new Map<string, string[]>();
  for (const { what, arm, reason } of unverified) {
    const line = `not verified: ${what}: ${reason}`;
    left.set(line, [...(left.get(line) ?? []), ...(arm === null ? [] : [arm])]);
  }
  const lines = [textTable(COLUMNS, rows), ''];
  for (const [line, arms] of left) lines.push(arms.length > 0 ? `${line} (${arms.join(', ')})` : line);
  if (left.size > 0) lines.push('');
  for (const { table, row, field, recorded, derived } of differences) {
    lines.push(
      `differs: ${table}, ${row}, ${field}: recorded ${valueText(recorded)}, derived ${valueText(derived)}`,
    );
  }
  if (differenceCount > differences.length) lines.push(`and ${differenceCount - differences.length} more`);
  if (isSame) lines.push(`run ${runId}: every derived row is as it is recorded`);
  return `${lines.join('\n')}\n`;
}

function differs({ differences: [first], differenceCount }: Verification): RegimetaError {
  const { table, row, field, recorded, derived } = first!;
  const more = differenceCount > 1 ? ` (the first of ${differenceCount})` : '';
  return new RegimetaError('E_RECORD_DIFFERS', {
    place: `${table}, ${row}, ${field}`,
    rule: `it follows from the other rows as ${valueText(derived)}${more}`,
    found: valueText(recorded),
    repair: 'Restore a copy of the store, or run it again with the command of the run',
  });
}

const valueText = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
