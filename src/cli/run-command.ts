import type { Command } from 'commander';
import { runBacktest } from '../run/backtest.ts';
import { runCompare } from '../run/compare.ts';
import { addCompareOptions, readCompareOptions } from './compare-options.ts';
import { runText } from './print-run.ts';
import { printableRun } from './printable-run.ts';
import type { ProgramContext } from './program-context.ts';
import { commandLine } from './quote-words.ts';
import { addOutputOptions, addStrategyOptions, readRunOptions } from './run-options.ts';

const DESCRIPTIONS = {
  backtest: 'Run one strategy and record it.',
  compare: 'Run a strategy beside its controls and classical baselines, and print a verdict.',
};

const EXAMPLES = {
  backtest: `
Examples:
  $ regimeta backtest strategies/sma-crossover.ts --data datasets/us-daily
  $ regimeta backtest strategies/sma-crossover.ts --data datasets/us-daily --fast 20 --slow 100
  $ regimeta backtest strategies/sma-crossover.ts --help          the parameters of that strategy
  $ regimeta backtest my-strategy.ts --data my-bars.csv --commission-bps 0 --slippage-bps 0 --json`,
  compare: `
Examples:
  $ regimeta compare strategies/meta-momentum.ts --data datasets/us-daily
  $ regimeta compare strategies/meta-momentum.ts --data datasets/us-daily --from 2005-01-01 --seed 7
  $ regimeta compare strategies/meta-momentum.ts --arms frozen,random-time,buy-and-hold
  $ regimeta compare strategies/meta-momentum.ts --seeds 1..5 --workers 4
  $ regimeta compare strategies/meta-momentum.ts --arms frozen,random-time --sensitivity
  $ regimeta compare strategies/meta-momentum.ts --help           the parameters of that strategy`,
};

/** Adds `backtest` or `compare`, with the parameters of the strategy that the command line names as options. */
export function addRunCommand(program: Command, context: ProgramContext, name: 'backtest' | 'compare'): void {
  const command = program
    .command(name)
    .description(DESCRIPTIONS[name])
    .argument('<strategy>', 'strategy file, TypeScript or JavaScript')
    .addHelpText('after', EXAMPLES[name]);
  addOutputOptions(command);
  if (name === 'compare') addCompareOptions(command);
  command.option('--metrics', 'print every metric of docs/metrics.md in place of the main ones');
  addStrategyOptions(command, context.loaded);
  command.action(async () => {
    const { loaded, host } = context;
    const options = readRunOptions(command, loaded);
    const request = { ...options, command: commandLine(name, command) };
    const result =
      name === 'backtest'
        ? await runBacktest(request, host)
        : await runCompare({ ...request, ...(await readCompareOptions(command)) }, host);
    context.endProgress();
    context.print(
      options.json
        ? `${JSON.stringify(printableRun(result))}\n`
        : runText(result, { colored: context.colored, allMetrics: command.opts()['metrics'] === true }),
    );
  });
}
