import type { Random } from '../math/random.ts';
import type { ScheduledAdaptation } from '../strategy/learner-slot.ts';

/**
 * As many adaptations as another arm made, with the same sizes of support, at distinct random times: the control
 * that tells whether it matters *when* a learner adapts. `times` are the slices of the test period.
 */
export function randomSchedule(
  adaptations: readonly ScheduledAdaptation[],
  times: Float64Array,
  random: Random,
): ScheduledAdaptation[] {
  const pool = Array.from(times);
  const count = Math.min(adaptations.length, pool.length);
  for (let i = 0; i < count; i++) {
    const j = i + random.integer(pool.length - i);
    [pool[i], pool[j]] = [pool[j]!, pool[i]!];
  }
  return adaptations
    .slice(0, count)
    .map(({ supportBars }, i) => ({ time: pool[i]!, supportBars }))
    .sort((a, b) => a.time - b.time);
}
