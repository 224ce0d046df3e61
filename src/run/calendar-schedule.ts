import type { ScheduledAdaptation } from '../strategy/learner-slot.ts';

/**
 * As many adaptations as another arm made, with the same sizes of support in the same order, every so many slices: N is the
 * number of slices over their number, rounded down, and the i-th one falls into slice i·N. `times` are the slices of the
 * test period.
 */
export function calendarSchedule(
  adaptations: readonly ScheduledAdaptation[],
  times: Float64Array,
): ScheduledAdaptation[] {
  const everyBars = Math.floor(times.length / Math.max(1, adaptations.length));
  return adaptations.map(({ supportBars }, i) => ({ time: times[(i + 1) * everyBars - 1]!, supportBars }));
}
