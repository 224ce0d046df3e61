import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { runShots } from '../run/shots.ts';
import { shotsDrawing } from '../run/shots-scores.ts';
import { printableShots, shotsText } from './print-shots.ts';
import type { ProgramContext } from './program-context.ts';
import { commandLine } from './quote-words.ts';
import { addOutputOptions, addStrategyOptions, readRunOptions } from './run-options.ts';

const EXAMPLES = `
Every learner is trained on the training symbols before the test period, by as many seeds as --seeds says, then adapts to so many
rows of one unseen symbol and forecasts its next ones. Which learners the strategy's is compared with, it says itself
(contenders in its learner slot); else these are a pooled and a fine-tuned network, one for each asset, ridge regression, the
mean of the support, and 0.

Examples:
  $ regimeta shots strategies/meta-forecast.ts
  $ regimeta shots strategies/meta-forecast.ts --shots 0,5,10,20,40,80 --seeds 3
  $ regimeta shots strategies/meta-forecast.ts --help          the parameters of that strategy`;

/** Adds `shots`: how many rows of an unseen asset a learner needs, beside its contenders. */
export function addShotsCommand(program: Command, context: ProgramContext): void {
  const command = program
    .command('shots')
    .description('Compare learners by how well they forecast an unseen asset after a few rows of it.')
    .argument('<strategy>', 'strategy file with a learner, TypeScript or JavaScript')
    .option(
      '--shots <numbers>',
      'rows of support, with commas between; 0 for none',
      parseShots,
      [5, 10, 20, 40, 80],
    )
    .option('--seeds <number>', 'trainings of every learner, by seeds from --seed on', parseCount, 1)
    .option('--tasks <number>', 'most tasks of one symbol, evenly in time', parseCount, 40)
    .addHelpText('after', EXAMPLES);
  addOutputOptions(command);
  addStrategyOptions(command, context.loaded);
  command.action(async () => {
    const { loaded, host } = context;
    const given: Record<string, unknown> = command.opts();
    const options = readRunOptions(command, loaded);
    const result = await runShots(
      {
        ...options,
        shots: given['shots'] as readonly number[],
        seeds: given['seeds'] as number,
        tasksPerSymbol: given['tasks'] as number,
        command: commandLine('shots', command),
      },
      host,
    );
    context.endProgress();
    const { runId, strategyName } = result.record.run;
    const drawing = options.reportFolder && join(options.reportFolder, `shots-${strategyName}-${runId}.svg`);
    if (drawing) writeFileSync(drawing, shotsDrawing(result));
    context.print(
      options.json ? `${JSON.stringify(printableShots(result, drawing))}\n` : shotsText(result, drawing),
    );
  });
}

function parseCount(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number from 1 to 9999.');
}

function parseShots(text: string): readonly number[] {
  const shots = text.split(',').map((word) => (/^\d{1,4}$/.test(word) ? Number(word) : Number.NaN));
  if (shots.every((count, i) => Number.isInteger(count) && (i === 0 || count > shots[i - 1]!))) return shots;
  throw new InvalidArgumentError('They are rising whole numbers from 0 to 9999, such as 5,10,20.');
}
