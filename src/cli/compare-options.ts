import { type Command, InvalidArgumentError, Option } from 'commander';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { CompareRequest } from '../run/compare.ts';
import type { RunRequest } from '../run/session.ts';
import { loadNamedBaselines } from './strategy-argument.ts';

/** Adds the options that `compare` alone has; before those of the strategy, whose names must differ. */
export function addCompareOptions(command: Command): void {
  command
    .option(
      '--arms <names>',
      'the arms beside the subject, with commas between: frozen, random-time, calendar, random-init, rolling, rule, oracle, and baselines by name (default: all; rule where the strategy declares one, oracle only on made data)',
    )
    .option(
      '--baselines <names>',
      'the classical strategies beside it, with commas between: shipped ones by name, others by file, parameters behind colons as in risk-parity:rule=hierarchical, else the default ones (default: buy-and-hold, equal-weight, sma-crossover)',
    )
    .option(
      '--seeds <seeds>',
      'several seeds, for the spread by chance: 5 for five from --seed on, 1..5, or 1,4,9 (default: --seed alone)',
      parseSeeds,
    )
    .option(
      '--sensitivity',
      'run the arms that decide again with costs × 0, 0.5 and 2, other fills, a scaled threshold of the detector, and ambiguous fills the other way round',
    )
    .option(
      '--walk-forward <folds>',
      'cut the test period into so many parts and train the learner anew before each',
      parseFolds,
    )
    .addOption(
      new Option('--window <kind>', 'what each training of a walk-forward sees')
        .choices(['expanding', 'rolling'])
        .default('expanding'),
    )
    .option(
      '--cpcv <folds,tested>',
      'combinatorial purged cross-validation of the test period: paths of learners that were trained without so many of its folds, such as 6,2',
      parseValidation,
    )
    .option(
      '--embargo <bars>',
      'slices between training and test in --walk-forward and --cpcv (default: the label horizon)',
      parseEmbargo,
    )
    .option(
      '--workers <number>',
      'threads (default: one for each core, or one with one seed and nothing further)',
      parseWorkers,
    );
}

/** Reads what commander parsed of them. */
export async function readCompareOptions(command: Command): Promise<Omit<CompareRequest, keyof RunRequest>> {
  const {
    arms,
    baselines,
    seeds,
    workers,
    sensitivity,
    window,
    cpcv,
    walkForward,
    embargo = null,
  } = command.opts<{
    readonly arms?: string;
    readonly baselines?: string;
    readonly seeds?: GivenSeeds;
    readonly workers?: number;
    readonly sensitivity?: boolean;
    readonly walkForward?: number;
    readonly window: 'expanding' | 'rolling';
    readonly cpcv?: { readonly folds: number; readonly testFolds: number };
    readonly embargo?: number;
  }>();
  const { seed } = command.opts<{ readonly seed?: unknown }>();
  return {
    baselines: await loadNamedBaselines(baselines?.split(',')),
    arms: arms?.split(','),
    seeds: seeds && seedsFrom(seeds, seed),
    workers,
    sensitivity,
    walkForward: walkForward === undefined ? undefined : { folds: walkForward, window, embargo },
    crossValidation: cpcv && { ...cpcv, embargo },
  };
}

/** So many seeds from that of the run on, or which ones. */
type GivenSeeds = { readonly count: number } | { readonly seeds: readonly number[] };

const SEEDS_MAX = 1_000;

function parseSeeds(text: string): GivenSeeds {
  const range = /^(\d{1,10})\.\.(\d{1,10})$/.exec(text);
  if (range) {
    const [first, last] = [Number(range[1]), Number(range[2])];
    const count = last - first + 1;
    if (count < 1 || count > SEEDS_MAX) throw new InvalidArgumentError(SEEDS_RULE);
    return { seeds: Array.from({ length: count }, (_, i) => first + i) };
  }
  const words = text.split(',');
  if (!words.every((word) => /^\d{1,10}$/.test(word))) throw new InvalidArgumentError(SEEDS_RULE);
  const numbers = words.map(Number);
  if (numbers.length > 1) return { seeds: numbers };
  const [count] = numbers as [number];
  if (count < 1 || count > SEEDS_MAX) throw new InvalidArgumentError(SEEDS_RULE);
  return { count };
}

const SEEDS_RULE = `Write 5 for five seeds, 1..5, or 1,4,9; at most ${SEEDS_MAX}.`;

function seedsFrom(given: GivenSeeds, seed: unknown): readonly number[] {
  const first = typeof seed === 'number' ? seed : 1;
  if ('count' in given) return Array.from({ length: given.count }, (_, i) => first + i);
  if (seed === undefined) return given.seeds;
  throw new RegimetaError('E_USAGE', {
    place: 'compare',
    rule: '--seeds names the seeds, and --seed the first of so many',
    found: '--seed beside a list of seeds',
    repair: 'Leave one of them out',
  });
}

function parseFolds(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) >= 2) return Number(text);
  throw new InvalidArgumentError('It is a whole number from 2 to 999.');
}

function parseValidation(text: string): { readonly folds: number; readonly testFolds: number } {
  const words = /^(\d{1,2}),(\d{1,2})$/.exec(text);
  const [folds, testFolds] = words ? [Number(words[1]), Number(words[2])] : [0, 0];
  if (folds >= 2 && testFolds >= 1 && testFolds < folds) return { folds, testFolds };
  throw new InvalidArgumentError(
    'Write how many folds, and how many of them are tested together, such as 6,2.',
  );
}

function parseEmbargo(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number of slices from 0.');
}

function parseWorkers(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number from 1 to 999.');
}
