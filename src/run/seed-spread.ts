import type { RanArm } from './comparison-run.ts';
import type { SeededArm } from './seed-mean.ts';

/** How the difference of Sharpe ratios between the subject and another arm spreads over seeds. */
export interface SeedSpread {
  readonly arm: string;
  /** Subject less arm, by seed; only seeds with which both are defined. */
  readonly differences: readonly number[];
}

/** What a spread is of. */
export type SpreadArm = SeededArm & Pick<RanArm, 'metrics'>;

/** The spread for each of some arms that ran with every seed. */
export function seedSpreads(finished: readonly SpreadArm[], names: readonly string[]): SeedSpread[] {
  const subjects = finished.filter(({ job }) => job.role === 'subject');
  return names.map((arm) => ({
    arm,
    differences: subjects.flatMap((subject) => {
      const other = finished.find(({ job }) => job.name === arm && job.seed === subject.job.seed);
      const own = subject.metrics.sharpe?.value ?? null;
      const against = other?.metrics.sharpe?.value ?? null;
      return own === null || against === null ? [] : [own - against];
    }),
  }));
}

/** `; mean of 5 seeds, by seed −0.12 to 0.08 against frozen`: what a verdict says of the seeds behind it. */
export function seedClause(spreads: readonly SeedSpread[], seeds: number): string {
  const parts = spreads.flatMap(({ arm, differences }) => {
    if (differences.length === 0) return [];
    const [low, high] = [Math.min(...differences), Math.max(...differences)];
    return [`${signed(low)} to ${signed(high)} against ${arm}`];
  });
  return parts.length === 0
    ? `; mean of ${seeds} seeds`
    : `; mean of ${seeds} seeds, by seed ${parts.join(', ')}`;
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(2);
  return value < 0 && text !== '0.00' ? `\u2212${text}` : text;
}
