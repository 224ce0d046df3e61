import { fileURLToPath } from 'node:url';
import type { ArmPlan } from './arm-runner.ts';
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
export function baselinePlans(baselines: readonly LoadedStrategy[], subjectName: string): ArmPlan[] {
  return baselines
    .filter(({ strategy }) => strategy.name !== subjectName)
    .map((loaded) => ({
      name: loaded.strategy.name,
      role: 'baseline',
      description: loaded.strategy.description,
      loaded,
      parameters: parseOptions(loaded.strategy.parameters, {}, loaded.strategy.name),
      policy: { kind: 'never' },
      learner: null,
    }));
}
