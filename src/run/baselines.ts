import { fileURLToPath } from 'node:url';
import type { ArmJob } from './arm-job.ts';
import { type LoadedStrategy, loadStrategy, type PublicModule } from './load-strategy.ts';
import { parseOptions } from './parse-options.ts';

/** The classical strategies that every comparison shows; each is a plugin in `strategies/`. */
const BASELINE_NAMES = ['buy-and-hold', 'equal-weight', 'sma-crossover'] as const;

/** A path, and not the name of a shipped strategy. */
const PATH = /[\\/]|\.[cm]?[jt]sx?$/;

/** What stands behind the name of a baseline: parameters of it. */
const SETTINGS = /(?::[A-Za-z]\w*=[^:]*)+$/;

/** A strategy as a baseline. */
export interface LoadedBaseline extends LoadedStrategy {
  /** What its arm is called; the name of the strategy where left out. */
  readonly arm?: string;
  /** Its parameters; the default of each where left out. */
  readonly given?: Readonly<Record<string, unknown>>;
}

/**
 * Loads baselines: shipped strategies by their names, others by their files. Parameters follow behind colons, as in
 * `risk-parity:rule=hierarchical:bars=126`, the others have their defaults; the arm is called by the whole text. They run without a
 * learner. Throws E_STRATEGY_NOT_FOUND, and E_PARAMETER_UNKNOWN or E_PARAMETER_INVALID for parameters.
 */
export async function loadBaselines(
  publicModule: PublicModule,
  texts: readonly string[] = BASELINE_NAMES,
): Promise<LoadedBaseline[]> {
  const folder = new URL('../../strategies/', import.meta.url);
  const fileOf = (name: string): string =>
    PATH.test(name) ? name : fileURLToPath(new URL(`${name}.ts`, folder));
  return Promise.all(
    [...new Set(texts.map((text) => text.trim()))].map(async (text): Promise<LoadedBaseline> => {
      const settings = SETTINGS.exec(text)?.[0] ?? '';
      const loaded = await loadStrategy(fileOf(text.slice(0, text.length - settings.length)), publicModule);
      if (settings === '') return loaded;
      const { name, parameters } = loaded.strategy;
      const given = Object.fromEntries(
        settings
          .slice(1)
          .split(':')
          .map((pair) => pair.split('=', 2) as [string, string])
          .map(([key, value]) => [key, plainValue(value)]),
      );
      parseOptions(parameters, given, name);
      return { ...loaded, arm: name + settings, given };
    }),
  );
}

/** What the arm of a baseline is called. */
export function baselineName({ arm, strategy }: LoadedBaseline): string {
  return arm ?? strategy.name;
}

/** Baselines as arms; one that has the name of the subject's arm is left out. */
export function baselineJobs(
  baselines: readonly LoadedBaseline[],
  { name: subjectName, seed }: Pick<ArmJob, 'name' | 'seed'>,
): ArmJob[] {
  return baselines
    .map((baseline, index): ArmJob => {
      const { name, description, parameters: schema } = baseline.strategy;
      return {
        name: baselineName(baseline),
        role: 'baseline',
        description,
        strategy: index + 1,
        parameters: parseOptions(schema, baseline.given ?? {}, name),
        seed,
        policy: { kind: 'never' },
        learner: null,
      };
    })
    .filter(({ name }) => name !== subjectName);
}

/** A number or truth value where the text is one. */
function plainValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
