import { distinctDraws } from '../math/distinct-draws.ts';
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
  return distinctDraws(times, adaptations.length, random)
    .map((time, i) => ({ time, supportBars: adaptations[i]!.supportBars }))
    .sort((a, b) => a.time - b.time);
}
