import type { RanArm } from './comparison-run.ts';

/** What the figures of an arm over its seeds follow from, in the form in which it is recorded (`WithCloses`). */
export function dayCloses(runs: readonly Pick<RanArm, 'equity'>[]): Float64Array {
  return Float64Array.from(runs.flatMap(({ equity: { isRuined, closes } }) => [isRuined ? 1 : 0, ...closes]));
}
