import { type Command, InvalidArgumentError } from 'commander';
import { synthesizeData } from '../run/synthesize.ts';
import { formatDate } from './number-format.ts';
import type { ProgramContext } from './program-context.ts';

const EXAMPLES = `
In such data the true change points are known, so that compare can run the arm oracle.

Examples:
  $ regimeta data synthesize --out made
  $ regimeta data synthesize --out made --seed 7 --symbols 20 --bars 4000 --regime-bars 300
  $ regimeta compare strategies/meta-momentum.ts --data made`;

/** Adds `data synthesize`: a data folder whose regimes are known. */
export function addDataSynthesizeCommand(data: Command, context: ProgramContext): void {
  const command = data
    .command('synthesize')
    .description('Make a data folder of random bars with regimes, whose true changes stand in its manifest.')
    .requiredOption('--out <folder>', 'the new folder')
    .option('--seed <number>', 'seed of all randomness', countFrom(0, 4_294_967_295), 1)
    .option('--symbols <number>', 'symbols, every second of them for training', countFrom(2, 1_000), 12)
    .option('--bars <number>', 'daily bars of each', countFrom(300, 100_000), 3_000)
    .option('--regime-bars <number>', 'mean length of a regime in bars', countFrom(30, 100_000), 250)
    .option('--json', 'print the result as JSON')
    .exitOverride()
    .addHelpText('after', EXAMPLES);
  command.action(() => {
    const { out, seed, symbols, bars, regimeBars, json } = command.opts<SynthesizeOptions>();
    const made = synthesizeData({ folder: out, seed, symbols, bars, regimeBars });
    context.endProgress();
    const changes = made.changePoints.map(formatDate);
    const period = `${formatDate(made.from)} to ${formatDate(made.to)}`;
    const text = `${symbols} symbols of ${bars} bars, ${period}, with ${changes.length} changes of regime\nfolder:  ${out}\n`;
    context.print(json ? `${JSON.stringify({ ...made, changePoints: changes })}\n` : text);
  });
}

interface SynthesizeOptions {
  readonly out: string;
  readonly seed: number;
  readonly symbols: number;
  readonly bars: number;
  readonly regimeBars: number;
  readonly json?: boolean;
}

function countFrom(least: number, most: number): (text: string) => number {
  return (text) => {
    const count = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (count >= least && count <= most) return count;
    throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
  };
}
