import type { Segment } from './episode-sampler.ts';
import type { LearnerSlot } from './learner-slot.ts';

/**
 * The decision slices by which a regime is remembered, from `first` to `last`: the last of it, as many as the largest
 * support set has, whose labels were all known before it ended. Null where there is none, or none is kept any more.
 */
export function rememberedWindow(
  { first, end }: Segment,
  { labelHorizonBars, supportBars }: LearnerSlot,
  oldest: number,
): { readonly first: number; readonly last: number } | null {
  const last = end - 1 - labelHorizonBars;
  const earliest = Math.max(first, oldest, last - Math.max(...supportBars) + 1);
  return earliest <= last ? { first: earliest, last } : null;
}
