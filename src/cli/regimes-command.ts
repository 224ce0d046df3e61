import type { Command } from 'commander';
import { detectRegimes, type RegimesRequest, type TracedRegimes } from '../run/detect-regimes.ts';
import { SHIPPED_DATA } from '../run/shipped-data.ts';
import { formatDate } from './number-format.ts';
import type { ProgramContext } from './program-context.ts';
import { type TextColumn, textTable } from './text-table.ts';

/** That of the shipped strategy. */
const SHIPPED_DETECTOR = 'adwin:of=both,clip=3,clock=4,delta=5e-4';

const HELP = `
Detectors: bocpd, cusum, page-hinkley, adwin, markov-switching, jump-model, volatility-rule, correlation-rule; docs/detectors.md says how to
choose. Settings follow a colon: cusum:threshold=12,of=sizes. minDwell, coolDown, budget, budgetBars and release guard any of them.
An ensemble is JSON: '{"method":"ensemble","members":[{"method":"cusum"},{"method":"bocpd"}],"quorum":2}'.

Examples:
  $ regimeta regimes datasets/us-daily
  $ regimeta regimes datasets/us-daily --detector jump-model:penalty=80 --svg regimes.svg
  $ regimeta regimes datasets/us-daily --detector cusum:threshold=15,coolDown=63 --symbol KO,PG --from 2007-01-01
  $ regimeta regimes datasets/us-daily --detector correlation-rule --observe symbols --json`;

/** Adds `regimes`: which changes a detector would have confirmed, and when. */
export function addRegimesCommand(program: Command, context: ProgramContext): void {
  const command = program
    .command('regimes')
    .description(
      'Play data past a regime detector, and list the changes that it would have confirmed, and when.',
    )
    .argument('[data]', 'folder of CSV files (with a manifest or without), or one CSV file', SHIPPED_DATA)
    .option('--detector <detector>', 'method, with settings after a colon, or JSON', SHIPPED_DETECTOR)
    .option('--symbol <symbols>', 'only these symbols, as one market, with commas between')
    .option(
      '--observe <channels>',
      'what is observed: return, move, correlation of the market, and symbols, the return of each',
      'return,move',
    )
    .option('--from <date>', 'first day of what is shown, YYYY-MM-DD')
    .option('--to <date>', 'last day that is looked at, YYYY-MM-DD')
    .option('--time-zone <zone>', 'zone of times of day that the data give without one')
    .option('--svg <file>', 'draw the changes into an SVG file, or an HTML page by its name')
    .option('--json', 'print the changes as JSON')
    .addHelpText('after', HELP);
  command.action(async (dataPath: string) => {
    const options: Record<string, string | boolean | undefined> = command.opts();
    const found = await detectRegimes(requestOf(dataPath, options), context.host);
    context.endProgress();
    context.print(options['json'] === true ? `${JSON.stringify(printable(found))}\n` : regimesText(found));
  });
}

function requestOf(dataPath: string, options: Readonly<Record<string, unknown>>): RegimesRequest {
  const listOf = (text: unknown): string[] =>
    String(text)
      .split(',')
      .map((part) => part.trim());
  const textOf = <Name extends string>(name: Name, key: string): { readonly [K in Name]?: string } =>
    (options[key] === undefined ? {} : { [name]: options[key] as string }) as {
      readonly [K in Name]?: string;
    };
  return {
    dataPath,
    detector: String(options['detector']),
    observed: listOf(options['observe']),
    ...(options['symbol'] === undefined ? {} : { symbols: listOf(options['symbol']) }),
    ...textOf('timeZone', 'timeZone'),
    ...textOf('from', 'from'),
    ...textOf('to', 'to'),
    ...textOf('picturePath', 'svg'),
  };
}

/** Without what only a picture needs. */
function printable({
  times: _times,
  levels: _levels,
  probabilities: _probabilities,
  ...rest
}: TracedRegimes): Omit<TracedRegimes, 'times' | 'levels' | 'probabilities'> {
  return rest;
}

const COLUMNS: readonly TextColumn[] = [
  { heading: 'confirmed', align: 'left' },
  { heading: 'since', align: 'left' },
  { heading: 'bars late', align: 'right' },
  { heading: 'regime', align: 'right' },
  { heading: 'probability', align: 'right' },
];

const SPARK_WIDTH = 96;
const SPARK_LEVELS = '▁▂▃▄▅▆▇█';

/** The changes as a table, between the lines of the market and of the change probability. */
function regimesText(found: TracedRegimes): string {
  const { data, symbols, detector, slices, observations, changes, from, to } = found;
  const who = symbols.length > 6 ? `${symbols.length} symbols` : symbols.join(', ');
  const rate = observations > 0 ? (1_000 * changes.length) / found.times.length : 0;
  const rows = changes.map(({ confirmedAt, changedAt, lagBars, regime, probability }) => [
    formatDate(confirmedAt),
    formatDate(changedAt),
    String(lagBars),
    String(regime),
    probability.toFixed(3),
  ]);
  return [
    `${data}: ${who}, ${formatDate(from)} to ${formatDate(to)}`,
    `${detector.name} on ${found.observed.join(', ')}: ${changes.length} changes in ${found.times.length} slices (${rate.toFixed(1)} in 1,000); ${slices} were played, ${observations} observed`,
    '',
    ...(changes.length > 0 ? [textTable(COLUMNS, rows), ''] : []),
    `market       ${sparkline(found.levels)}`,
    `confirmed    ${markers(found)}`,
    `probability  ${sparkline(found.probabilities, [0, 1])}`,
    '',
  ].join('\n');
}

/** The values in so many columns, each the last of its part for a level, the highest for a probability. */
function sparkline(values: readonly number[], range?: readonly [number, number]): string {
  const columns = parts(values).map((part) => (range ? Math.max(...part) : part.at(-1)!));
  const low = range?.[0] ?? Math.min(...columns);
  const high = range?.[1] ?? Math.max(...columns);
  return columns
    .map((value) => {
      const share = high > low ? (value - low) / (high - low) : 0;
      return SPARK_LEVELS[Math.min(SPARK_LEVELS.length - 1, Math.floor(share * SPARK_LEVELS.length))]!;
    })
    .join('');
}

function markers({ times, changes }: TracedRegimes): string {
  const confirmed = new Set(changes.map(({ confirmedAt }) => confirmedAt));
  return parts(times)
    .map((part) => (part.some((time) => confirmed.has(time)) ? '│' : '·'))
    .join('');
}

/** The values in consecutive parts, as many as a line is wide, or as there are values. */
function parts(values: readonly number[]): number[][] {
  const count = Math.min(SPARK_WIDTH, values.length);
  return Array.from({ length: count }, (_, k) =>
    values.slice(Math.floor((k * values.length) / count), Math.floor(((k + 1) * values.length) / count)),
  );
}
