import { type Command, InvalidArgumentError, Option } from 'commander';
import type { MetricName } from '../model/metric-catalog.ts';
import { axisValues } from '../run/axis-values.ts';
import { optionFields } from '../run/option-fields.ts';
import { runSweep } from '../run/sweep.ts';
import { printableSweep, SWEEP_ORDER, SWEEP_ORDERS, sweepText } from './print-sweep.ts';
import type { ProgramContext } from './program-context.ts';
import { commandLine } from './quote-words.ts';
import { addStoreOptions, addStrategyOptions, readStrategyOptions, storeOption } from './run-options.ts';

const EXAMPLES = `
Values of a parameter: 10 is one, 20,50,100 are three, 5:50:5 is 5, 10 and so on to 50; 5:20:5,50,100 is both. A parameter
that is not named has its default. Combinations that the strategy refuses are counted and named. What the store has a
result of is not run again, so a sweep that was interrupted goes on where it was.

Examples:
  $ regimeta sweep strategies/sma-crossover.ts --fast 5:50:5 --slow 20,50,100
  $ regimeta sweep strategies/sma-crossover.ts --data my-bars.csv --fast 2:100 --slow 10:400:5 --random 200 --seed 7
  $ regimeta sweep strategies/sma-crossover.ts --fast 5:50:5 --slow 60:200:20 --by calmar --best 20 --workers 4
  $ regimeta sweep strategies/sma-crossover.ts --help          the parameters of that strategy`;

/** Adds `sweep`: many combinations of the parameters of a strategy, in worker threads. */
export function addSweepCommand(program: Command, context: ProgramContext): void {
  const command = program
    .command('sweep')
    .description('Run a strategy with many combinations of its parameters, and record what each came to.')
    .argument('<strategy>', 'strategy file, TypeScript or JavaScript')
    .option('--random <number>', 'so many combinations, drawn by the seed (default: all)', parseCount)
    .option('--workers <number>', 'threads (default: one for each core)', parseCount)
    .addOption(
      new Option('--by <metric>', 'what the best are best by').choices(SWEEP_ORDERS).default(SWEEP_ORDER.by),
    )
    .option('--best <number>', 'how many of the best are shown', parseCount, SWEEP_ORDER.best)
    .option('--rerun', 'run again what has a result, and compare: another one ends with exit code 5')
    .addHelpText('after', EXAMPLES);
  addStoreOptions(command);
  addStrategyOptions(command, context.loaded, 'values');
  command.action(async () => {
    const { host } = context;
    const given: Record<string, unknown> = command.opts();
    const { loaded, dataPath, json, settings, parameters } = readStrategyOptions(command, context.loaded);
    const fields = optionFields(loaded.strategy.parameters);
    const axes = Object.fromEntries(
      fields
        .filter(({ name }) => name in parameters)
        .map((field) => [field.name, axisValues(field, String(parameters[field.name]))]),
    );
    const result = await runSweep(
      {
        loaded,
        dataPath,
        settings,
        axes,
        random: (given['random'] as number | undefined) ?? null,
        workers: (given['workers'] as number | undefined) ?? null,
        rerun: given['rerun'] === true,
        storePath: storeOption(given),
        command: commandLine('sweep', command),
      },
      host,
    );
    context.endProgress();
    const order = { by: given['by'] as MetricName, best: given['best'] as number };
    const printed = json ? `${JSON.stringify(printableSweep(result, order))}\n` : sweepText(result, order);
    context.print(printed);
  });
}

function parseCount(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number from 1 to 999999.');
}
