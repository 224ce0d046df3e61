import { fileURLToPath } from 'node:url';
import type { ArmJob } from './arm-job.ts';
import { type LoadedStrategy, loadStrategy, type PublicModule } from './load-strategy.ts';
import { parseOptions } from './parse-options.ts';

/** The classical strategies that every comparison shows; each is a plugin in `strategies/`. */
const BASELINE_NAMES = ['buy-and-hold', 'equal-weight', 'sma-crossover'] as const;

/** A path, and not the name of a shipped strategy. */
const PATH = /[\\/]|\.[cm]?[jt]sx?$/;

/**
 * Loads baselines: shipped strategies by their names, others by their files. They run with their default parameters, and without a
 * learner. Throws E_STRATEGY_NOT_FOUND.
 */
export async function loadBaselines(
  publicModule: PublicModule,
  names: readonly string[] = BASELINE_NAMES,
): Promise<LoadedStrategy[]> {
  const folder = new URL('../../strategies/', import.meta.url);
  const fileOf = (name: string): string =>
    PATH.test(name) ? name : fileURLToPath(new URL(`${name}.ts`, folder));
  return Promise.all([...new Set(names)].map((name) => loadStrategy(fileOf(name), publicModule)));
}

/** Baselines as arms with default parameters; one that has the name of the subject's arm is left out. */
export function baselineJobs(
  baselines: readonly LoadedStrategy[],
  { name: subjectName, seed }: Pick<ArmJob, 'name' | 'seed'>,
): ArmJob[] {
  return baselines
    .map(({ strategy }, index): ArmJob => {
      const { name, description, parameters: schema } = strategy;
      const parameters = parseOptions(schema, {}, name);
      const learner = null;
      const policy = { kind: 'never' } as const;
      return {
        name,
        role: 'baseline',
        description,
        strategy: index + 1,
        parameters,
        seed,
        policy,
        learner,
      };
    })
    .filter(({ name }) => name !== subjectName);
}
