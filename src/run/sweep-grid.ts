import { randomFrom } from '../math/random.ts';
import { RegimetaError } from '../model/regimeta-error.ts';

/** The values of each parameter that a sweep varies. */
export type SweepAxes = Readonly<Record<string, readonly unknown[]>>;

/** More combinations than this are not run in one sweep. */
export const COMBINATIONS_MAX = 100_000;

/** Below this the numbers of combinations are exact. */
const GRID_MAX = Number.MAX_SAFE_INTEGER;

/**
 * The combinations of a grid, in its order: the last axis changes first. With `random`, so many distinct ones, drawn by the seed,
 * in that order too; all of them where there are no more. Throws E_PARAMETER_INVALID where they are too many.
 */
export function gridCombinations(
  axes: SweepAxes,
  { random, seed }: { readonly random: number | null; readonly seed: number },
): Record<string, unknown>[] {
  const size = Object.values(axes).reduce((product, values) => product * values.length, 1);
  if ((random ?? size) > COMBINATIONS_MAX || size > GRID_MAX) {
    throw new RegimetaError('E_PARAMETER_INVALID', {
      place: random === null ? 'sweep' : '--random',
      rule: `a sweep runs at most ${COMBINATIONS_MAX.toLocaleString('en-US')} combinations`,
      found: (random ?? size).toLocaleString('en-US'),
      repair: 'Take fewer or wider steps, or draw some of the combinations with --random',
    });
  }
  const numbers =
    random === null || random >= size
      ? Array.from({ length: size }, (_, number) => number)
      : drawnNumbers(size, random, seed);
  return numbers.map((number) => combination(axes, number));
}

/** Distinct whole numbers below `size`, rising, drawn by the seed (Floyd's algorithm: memory for the drawn ones alone). */
function drawnNumbers(size: number, count: number, seed: number): number[] {
  const random = randomFrom(seed).split('sweep');
  const drawn = new Set<number>();
  for (let last = size - count; last < size; last++) {
    const number = Math.floor(random.uniform() * (last + 1));
    drawn.add(drawn.has(number) ? last : number);
  }
  return [...drawn].sort((a, b) => a - b);
}

function combination(axes: SweepAxes, number: number): Record<string, unknown> {
  const values: [string, unknown][] = [];
  let rest = number;
  for (const [name, axis] of Object.entries(axes).reverse()) {
    values.unshift([name, axis[rest % axis.length]]);
    rest = Math.floor(rest / axis.length);
  }
  return Object.fromEntries(values);
}
