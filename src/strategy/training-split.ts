import { distinctDraws } from '../math/distinct-draws.ts';
import type { Random } from '../math/random.ts';
import type { Segment } from './episode-sampler.ts';
import type { LearnerSlot } from './learner-slot.ts';

/** Which segments of which symbols tasks are drawn from. */
export interface TaskSource {
  /** In time order; of the same places as the segments that were split, where nothing is left of one it is empty. */
  readonly segments: readonly Segment[];
  /** By symbol index, rising. */
  readonly symbols: readonly number[];
}

/** What is learned from, and what the training is watched on; null where nothing is held out. */
export interface TrainingSplit {
  readonly training: TaskSource;
  readonly validation: TaskSource | null;
}

/** What is split. */
export interface TrainingMaterial {
  readonly slot: Pick<LearnerSlot, 'labelHorizonBars' | 'validation'>;
  readonly segments: readonly Segment[];
  /** Slices of the training period. */
  readonly slices: number;
  readonly symbolCount: number;
}

/**
 * Holds out the last part of the slices, and some of the symbols: validation tasks are later tasks of other symbols.
 * The last h slices before the border are purged, since their labels reach beyond it, and h slices behind it are left
 * out as an embargo, h being the label horizon. `random` draws the symbols.
 */
export function splitTraining(material: TrainingMaterial, random: Random): TrainingSplit {
  const { slot, segments, slices, symbolCount } = material;
  const all = Array.from({ length: symbolCount }, (_, symbol) => symbol);
  if (!slot.validation) return { training: { segments, symbols: all }, validation: null };
  const { timeShare, symbolShare } = slot.validation;
  const border = Math.floor(slices * (1 - timeShare));
  const heldOut = Math.max(1, Math.min(symbolCount - 1, Math.round(symbolCount * symbolShare)));
  const drawn = new Set(distinctDraws(all, heldOut, random));
  const within = (first: number, end: number): Segment[] =>
    segments.map((segment) => {
      const from = Math.max(segment.first, first);
      return { first: from, end: Math.max(from, Math.min(segment.end, end)) };
    });
  const horizon = slot.labelHorizonBars;
  return {
    training: { segments: within(0, border - horizon), symbols: all.filter((symbol) => !drawn.has(symbol)) },
    validation: {
      segments: within(border + horizon, slices),
      symbols: all.filter((symbol) => drawn.has(symbol)),
    },
  };
}
