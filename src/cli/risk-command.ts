import { type Command, InvalidArgumentError } from 'commander';
import { runRiskStudy } from '../run/risk-study.ts';
import { riskText } from './print-risk.ts';
import type { ProgramContext } from './program-context.ts';
import { commandLine } from './quote-words.ts';
import { addStoreOptions, addStrategyOptions, readRunOptions } from './run-options.ts';

const EXAMPLES = `
The learner of the strategy forecasts the tail of the next return of every traded symbol, adapting at confirmed changes (meta)
and never (frozen), beside exponentially weighted volatility, GARCH(1,1) and historical simulation.

Examples:
  $ regimeta risk strategies/meta-risk.ts
  $ regimeta risk strategies/meta-risk.ts --tails 0.01,0.05 --seeds 3
  $ regimeta risk strategies/meta-risk.ts --help          the parameters of that strategy`;

/** Adds `risk`: forecasts of value at risk and expected shortfall, judged. */
export function addRiskCommand(program: Command, context: ProgramContext): void {
  const command = program
    .command('risk')
    .description(
      'Judge forecasts of value at risk and expected shortfall of a learner beside classical models.',
    )
    .argument('<strategy>', 'strategy file with a learner of quantiles, TypeScript or JavaScript')
    .option('--tails <numbers>', 'probabilities of the tail, with commas between', parseTails, [0.01, 0.05])
    .option('--seeds <number>', 'trainings of the learner, by seeds from --seed on', parseCount, 1)
    .addHelpText('after', EXAMPLES);
  addStoreOptions(command);
  addStrategyOptions(command, context.loaded);
  command.action(async () => {
    const given: Record<string, unknown> = command.opts();
    const options = readRunOptions(command, context.loaded);
    const tails = given['tails'] as readonly number[];
    const request = { ...options, reportFolder: null, tails, seeds: given['seeds'] as number };
    const result = await runRiskStudy({ ...request, command: commandLine('risk', command) }, context.host);
    context.endProgress();
    const { run, scores } = result.record;
    const { runId, strategyName, dataName, seed } = run;
    const printable = { runId, strategyName, dataName, seed, storePath: result.storePath, tails, scores };
    context.print(options.json ? `${JSON.stringify(printable)}\n` : riskText(result));
  });
}

function parseCount(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number from 1 to 9999.');
}

function parseTails(text: string): readonly number[] {
  const tails = text.split(',').map((word) => (/^0?\.\d{1,6}$/.test(word) ? Number(word) : Number.NaN));
  if (tails.every((tail) => tail > 0 && tail <= 0.5)) return tails;
  throw new InvalidArgumentError('They are numbers above 0 and up to 0.5, such as 0.01,0.05.');
}
