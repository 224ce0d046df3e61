import type { Random } from './random.ts';

/** Draws `count` distinct members of the pool, at most all of them, by a partial Fisher–Yates shuffle of a copy. */
export function distinctDraws(pool: ArrayLike<number>, count: number, random: Random): number[] {
  const members = Array.from(pool);
  const drawn = Math.min(count, members.length);
  for (let i = 0; i < drawn; i++) {
    const j = i + random.integer(members.length - i);
    [members[i], members[j]] = [members[j]!, members[i]!];
  }
  return members.slice(0, drawn);
}
