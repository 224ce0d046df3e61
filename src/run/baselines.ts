import { fileURLToPath } from 'node:url';
import type { ArmJob } from './arm-job.ts';
import { type LoadedStrategy, loadStrategy, type PublicModule } from './load-strategy.ts';
import { parseOptions } from './parse-options.ts';

/** The classical strategies that every comparison shows; each is a plugin in `strategies/`. */
const BASELINE_NAMES = ['buy-and-hold', 'equal-weight', 'sma-crossover'] as const;

/** Loads the shipped baselines. */
export async function loadBaselines(publicModule: PublicModule): Promise<LoadedStrategy[]> {
  const folder = new URL('../../strategies/', import.meta.url);
  return Promise.all(
    BASELINE_NAMES.map((name) => loadStrategy(fileURLToPath(new URL(`${name}.ts`, folder)), publicModule)),
  );
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
