import type { EpochMs } from '../model/time.ts';
import type { LearnerSlot, ScheduledAdaptation } from '../strategy/learner-slot.ts';

/**
 * The adaptations of a learner that is told each change of regime in the very slice in which it happens: at each number
 * of `supportBars`, as soon as so many decision slices from the change on have known labels, unless the next change
 * comes first. `times` are those of all slices, warm-up included, and `changes` the first moments of new regimes; a change
 * falls into the first slice at or after its moment. Only adaptations from `testFrom` on.
 */
export function trueChangeSchedule(
  changes: readonly EpochMs[],
  times: Float64Array,
  testFrom: EpochMs,
  { supportBars, labelHorizonBars }: Pick<LearnerSlot, 'supportBars' | 'labelHorizonBars'>,
): ScheduledAdaptation[] {
  const slices = changes.map((change) => times.findIndex((time) => time >= change)).filter((at) => at >= 0);
  return slices.flatMap((first, i) => {
    const next = slices[i + 1] ?? Number.POSITIVE_INFINITY;
    return supportBars
      .map((bars) => ({ slice: first + bars - 1 + labelHorizonBars, bars }))
      .filter(({ slice }) => slice < Math.min(next, times.length) && times[slice]! >= testFrom)
      .map(({ slice, bars }) => ({ time: times[slice]!, supportBars: bars }));
  });
}
