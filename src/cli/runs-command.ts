import type { Command } from 'commander';
import type { RunRecord, RunReport } from '../model/run-record.ts';
import { eachMark, listRuns, showRun, showStudy, showSweep } from '../run/recorded-runs.ts';
import { formatDate } from './number-format.ts';
import { findingLines } from './print-findings.ts';
import { armLines, headline } from './print-run.ts';
import { studyLines } from './print-study.ts';
import { printableTrials, SWEEP_ORDER, trialLines } from './print-sweep.ts';
import { printableRecord, printableRun } from './printable-run.ts';
import type { ProgramContext } from './program-context.ts';
import { storeOption } from './run-options.ts';
import { parseRunId } from './run-reference.ts';
import { addRunsDiffCommand } from './runs-diff-command.ts';
import { addRunsRemoveCommand } from './runs-remove-command.ts';
import { type TextColumn, textTable } from './text-table.ts';

/** Adds `runs list`, `show`, `diff`, `rm` and `marks`: what the store has recorded. */
export function addRunsCommand(program: Command, context: ProgramContext): void {
  const runs = program
    .command('runs')
    .description('List recorded runs, show, compare or remove them.')
    .exitOverride();
  const list = withStore(runs.command('list').description('List all recorded runs, newest first.'));
  list.action(() => {
    const options: Record<string, unknown> = list.opts();
    const records = listRuns(storeOption(options));
    context.print(
      options['json'] === true ? `${JSON.stringify(records.map(printableRecord))}\n` : listText(records),
    );
  });
  const show = withStore(
    runs
      .command('show')
      .description('Show one run in full.')
      .argument('<run>', 'its number')
      .option('--metrics', 'print every metric in place of the main ones'),
  );
  show.action((word: string) => {
    const options: Record<string, unknown> = show.opts();
    const storePath = storeOption(options);
    const sweep = showSweep(storePath, parseRunId(word));
    const report = showRun(storePath, parseRunId(word));
    if (sweep !== null) {
      const text =
        options['json'] === true ? `${JSON.stringify(printableTrials(sweep, SWEEP_ORDER))}\n` : null;
      context.print(text ?? showText(report, trialLines(sweep, SWEEP_ORDER)));
      return;
    }
    const study = showStudy(storePath, parseRunId(word));
    if (study !== null) {
      const text = options['json'] === true ? `${JSON.stringify(study.scores)}\n` : null;
      context.print(text ?? showText(report, studyLines(study)));
      return;
    }
    const printable = printableRun({ report, storePath, reportPath: null });
    context.print(
      options['json'] === true
        ? `${JSON.stringify(printable)}\n`
        : showText(report, null, options['metrics'] === true),
    );
  });
  addRunsDiffCommand(runs, context);
  addRunsRemoveCommand(runs, context);
  const marks = withPlace(
    runs
      .command('marks')
      .description('Print every mark of a run as CSV: cash, equity and exposure at the close of each slice.')
      .argument('<run>', 'its number'),
  );
  marks.action((word: string) => printMarks(storeOption(marks.opts()), parseRunId(word), context.print));
}

/** Pieces of this many characters are printed at a time. */
const PIECE_LENGTH = 65_536;

function printMarks(storePath: string, runId: number, print: (text: string) => void): void {
  let text = 'arm,time,sequence,cash,equity,gross,net\n';
  eachMark(storePath, runId, (arm, { time, sequence, cash, equity, gross, net }) => {
    text += `${arm},${new Date(time).toISOString()},${sequence},${cash},${equity},${gross},${net}\n`;
    if (text.length < PIECE_LENGTH) return;
    print(text);
    text = '';
  });
  print(text);
}

function withStore(command: Command): Command {
  return withPlace(command.option('--json', 'print as JSON'));
}

function withPlace(command: Command): Command {
  return command
    .option('--reports <folder>', 'folder of the store', 'reports')
    .option('--store <file>', 'SQLite file of the runs')
    .exitOverride()
    .addHelpText(
      'after',
      `\nExample:\n  $ regimeta runs ${command.name()}${command.name() === 'list' ? '' : ' 1'}`,
    );
}

const LIST_COLUMNS: readonly TextColumn[] = [
  { heading: 'run', align: 'right' },
  { heading: 'started (UTC)', align: 'left' },
  { heading: 'kind', align: 'left' },
  { heading: 'strategy', align: 'left' },
  { heading: 'data', align: 'left' },
  { heading: 'seed', align: 'right' },
  { heading: 'status', align: 'left' },
  { heading: 'journal', align: 'left' },
];

function listText(records: readonly RunRecord[]): string {
  if (records.length === 0) return 'No runs yet.\n';
  const rows = records.map((run) => [
    String(run.runId),
    new Date(run.startedAt).toISOString().slice(0, 16).replace('T', ' '),
    run.kind,
    run.strategyName,
    run.dataName,
    String(run.seed),
    run.status,
    run.journalHash?.slice(0, 12) ?? '–',
  ]);
  return `${textTable(LIST_COLUMNS, rows)}\n`;
}

/** `sweepLines` are those of a sweep, which has no arms. */
function showText(
  report: RunReport,
  sweepLines: readonly string[] | null = null,
  allMetrics = false,
): string {
  const { run, verdict } = report;
  const facts: [string, string][] = [
    ['run', `${run.runId} (${run.kind}), ${run.status}`],
    ['command', run.command],
    ['started', new Date(run.startedAt).toISOString()],
    ['parameters', JSON.stringify(run.parameters)],
    ['settings', JSON.stringify(run.settings)],
    ['strategy', `${run.strategyPath} ${run.strategyHash}`],
    ['data', `${run.dataName} ${run.dataHash}`],
    ['period', `${formatDate(run.testFrom)} to ${formatDate(run.testTo)}`],
    ['config', run.configHash],
    ['journal', run.journalHash ?? '–'],
    ['version', `regimeta ${run.codeVersion}, node ${run.nodeVersion}`],
  ];
  if (run.error) facts.push(['error', run.error]);
  if (verdict) facts.push(['verdict', verdict.sentence]);
  for (const line of findingLines(report)) facts.push(['evidence', line.replace(/^\S*\s+/, '')]);
  for (const note of run.dataNotes) facts.push(['note', note]);
  const lines = facts.map(([name, value]) => `${name.padEnd(10)}  ${value}`);
  const arms = sweepLines
    ? sweepLines
    : report.arms.length > 0
      ? armLines(report, allMetrics)
      : ['No arm was begun.'];
  return `${[headline(report), '', ...lines, '', ...arms].join('\n')}\n`;
}
