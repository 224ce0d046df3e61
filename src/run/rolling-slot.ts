import { type RollingRefitSettings, rollingRefit } from '../strategy/learn/rolling-refit.ts';
import type { LearnerSlot } from '../strategy/learner-slot.ts';

/** The window of the rolling refit is so many times the largest support set. */
const WINDOWS = 6;

/** Settings that a network of the same shape and aim shares with the learner of the slot, where that has them. */
const SHARED = [
  'hidden',
  'activation',
  'loss',
  'huberThreshold',
  'quantiles',
  'turnoverCost',
  'labelLimit',
  'precision',
] as const satisfies readonly (keyof RollingRefitSettings)[];

/** Rows of the window that are used, evenly in time. */
const ROWS = 512;

/** A slot whose learner is fitted anew on a rolling window, and how often that is. */
export interface RollingSlot {
  readonly slot: LearnerSlot;
  /** Slices of the window. */
  readonly windowBars: number;
  /** Slices between two refits. */
  readonly everyBars: number;
}

/**
 * The slot with a network in place of its learner that is fitted from random weights on a rolling window, with the same features, labels
 * and, where the learner is a network, layers and loss. The window is six times the largest of `supportBars`, and a refit
 * comes every so many slices as that has.
 */
export function rollingSlot(slot: LearnerSlot): RollingSlot {
  const everyBars = Math.max(...slot.supportBars);
  const windowBars = WINDOWS * everyBars;
  const { settings } = slot.model;
  const shared = Object.fromEntries(
    SHARED.filter((name) => settings[name] !== undefined).map((name) => [name, settings[name]]),
  );
  const model = rollingRefit({ ...shared, supportCapacity: ROWS });
  return { slot: { ...slot, model, supportBars: [windowBars] }, windowBars, everyBars };
}
