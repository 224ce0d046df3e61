import type { Command } from 'commander';
import type {
  ArmDifference,
  ComparedValue,
  IdentityDifference,
  JournalDifference,
  RunDifference,
} from '../model/run-difference.ts';
import { diffRuns } from '../run/recorded-runs.ts';
import type { ProgramContext } from './program-context.ts';
import { storeOption } from './run-options.ts';
import { parseRunId } from './run-reference.ts';
import { type TextColumn, textTable } from './text-table.ts';

const EXAMPLES = `
Examples:
  $ regimeta runs diff 1 2
  $ regimeta runs diff 1 2 --json`;

/** Adds `runs diff`: what two runs were told differently, and the first event in which each arm parts. */
export function addRunsDiffCommand(runs: Command, context: ProgramContext): void {
  const command = runs
    .command('diff')
    .description(
      'Name the settings and data in which two runs differ, and the first event in which they part.',
    )
    .argument('<first>', 'number of a run')
    .argument('<second>', 'number of another')
    .option('--reports <folder>', 'folder of the store', 'reports')
    .option('--store <file>', 'SQLite file of the runs')
    .option('--json', 'print as JSON')
    .exitOverride()
    .addHelpText('after', EXAMPLES);
  command.action((first: string, second: string) => {
    const options: Record<string, unknown> = command.opts();
    const difference = diffRuns(storeOption(options), parseRunId(first), parseRunId(second));
    context.print(
      options['json'] === true ? `${JSON.stringify(printable(difference))}\n` : differenceText(difference),
    );
  });
}

/** Times as ISO text, and null for what is not there. */
function printable({ arms, ...difference }: RunDifference): Record<string, unknown> {
  const plain = (each: { readonly first: ComparedValue; readonly second: ComparedValue }) => ({
    first: each.first ?? null,
    second: each.second ?? null,
  });
  return {
    ...difference,
    identity: difference.identity.map((each) => ({ ...each, ...plain(each) })),
    arms: arms.map(({ parting, ...arm }) => ({
      ...arm,
      parting: parting && { ...parting, ...plain(parting), time: new Date(parting.time).toISOString() },
    })),
  };
}

const COLUMNS: readonly TextColumn[] = [
  { heading: 'arm', align: 'left' },
  { heading: 'journals', align: 'left' },
  { heading: 'sequence', align: 'right' },
  { heading: 'time (UTC)', align: 'left' },
  { heading: 'event', align: 'left' },
  { heading: 'field', align: 'left' },
];

const OUTCOMES: Readonly<Record<ArmDifference['outcome'], (difference: RunDifference) => string>> = {
  same: () => 'the same',
  parted: () => 'part',
  'first-only': ({ first }) => `in run ${first} alone`,
  'second-only': ({ second }) => `in run ${second} alone`,
  unknown: () => 'not known: too little was kept',
};

function differenceText(difference: RunDifference): string {
  const { first, second, identity, arms } = difference;
  const headings = [`run ${first}`, `run ${second}`];
  const columns = [...COLUMNS, ...headings.map((heading): TextColumn => ({ heading, align: 'left' }))];
  const told =
    identity.length === 0
      ? 'Both runs were told the same.'
      : textTable(
          [{ heading: 'told differently', align: 'left' }, ...columns.slice(-2)],
          identity.map(toldRow),
        );
  const rows = arms.map((arm) => [arm.arm, OUTCOMES[arm.outcome](difference), ...partingCells(arm.parting)]);
  return `${told}\n\n${arms.length === 0 ? 'Neither run has an arm.' : textTable(columns, rows)}\n`;
}

function toldRow({ path, first, second }: IdentityDifference): string[] {
  return [path, valueText(first), valueText(second)];
}

function partingCells(parting: JournalDifference | null): string[] {
  if (parting === null) return ['', '', '', '', '', ''];
  const time = new Date(parting.time).toISOString().replace('T00:00:00.000Z', '').replace('.000Z', '');
  const place = [String(parting.sequence), time, parting.kind, parting.field];
  const values = [parting.first, parting.second].map((value) =>
    parting.isTime && typeof value === 'number' ? new Date(value).toISOString() : valueText(value),
  );
  return [...place, ...values];
}

/** Long values, such as hashes and lists of symbols, are cut; the JSON has all of them. */
function valueText(value: ComparedValue): string {
  if (value === undefined) return '–';
  const text = String(value);
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
