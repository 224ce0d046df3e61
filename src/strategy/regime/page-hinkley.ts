import { z } from 'zod';
import { Channels } from './channels.ts';
import { checkedSettings } from './checked-settings.ts';
import { type CoreReading, type DetectorCore, FramedDetector } from './framed-detector.ts';
import { restoreState, savedState } from './plain-state.ts';
import type { DetectorFactory, DetectorState } from './regime-detector.ts';

/** The settings of {@link pageHinkley}; values are in units of the observations. */
export const pageHinkleySchema = z.strictObject({
  method: z.literal('page-hinkley').default('page-hinkley'),
  threshold: z.number().positive().max(1e12).default(50).describe('sum from which on a change is confirmed'),
  delta: z.number().min(0).max(1e9).default(0.005).describe('change of the mean that is tolerated'),
  alpha: z.number().gt(0).max(1).default(0.9999).describe('what is kept of the sum at each observation'),
  countMin: z
    .int()
    .min(1)
    .max(1e9)
    .default(30)
    .describe('fewest observations since the last change, or the beginning'),
  direction: z.enum(['up', 'down', 'both']).default('both').describe('direction of the change'),
  of: z
    .enum(['values', 'sizes', 'both'])
    .default('values')
    .describe('what shifts: the mean of values, of their sizes (the volatility), or either'),
  clip: z.number().positive().max(1e50).default(1e50).describe('bound of an observation'),
});

type PageHinkleySettings = z.infer<typeof pageHinkleySchema>;

/**
 * The test of Page and Hinkley (Page 1954; Hinkley 1971), as the package river has it: the running mean m of the regime takes the
 * observation x first, then up = max(0, alpha × up + x - m - delta), and in the same way down with m - x; a change is confirmed where the
 * sum has reached the threshold, and everything begins again. Every channel ({@link Channels}) has its own. The new regime began after
 * that sum was last 0. `changeProbability` is the largest sum as a part of the threshold. E_PARAMETER_INVALID on settings out of range.
 */
export function pageHinkley(settings: z.input<typeof pageHinkleySchema> = {}): DetectorFactory {
  const complete = checkedSettings(pageHinkleySchema, settings, 'page-hinkley');
  return {
    settings: complete,
    create: (dimension = 1) => new FramedDetector(new PageHinkleyCore(complete, dimension)),
  };
}

class PageHinkleyCore implements DetectorCore {
  readonly name: string;
  readonly dimension: number;
  readonly #settings: PageHinkleySettings;
  readonly #channels: Channels;
  readonly #state: {
    count: number;
    mean: Float64Array;
    up: Float64Array;
    down: Float64Array;
    upRun: Float64Array;
    downRun: Float64Array;
  };

  constructor(settings: PageHinkleySettings, dimension: number) {
    this.name = `page-hinkley ${settings.threshold}`;
    this.dimension = dimension;
    this.#settings = settings;
    this.#channels = new Channels(dimension, settings.of);
    const column = (): Float64Array => new Float64Array(this.#channels.count);
    this.#state = {
      count: 0,
      mean: column(),
      up: column(),
      down: column(),
      upRun: column(),
      downRun: column(),
    };
  }

  step(observation: Float64Array, reading: CoreReading): void {
    const { threshold, countMin, clip } = this.#settings;
    const state = this.#state;
    state.count++;
    for (let k = 0; k < observation.length; k++) {
      observation[k] = Math.max(-clip, Math.min(clip, observation[k]!));
    }
    this.#channels.take(observation);
    let highest = 0;
    let run = state.count;
    for (let k = 0; k < this.#channels.count; k++) {
      this.#accumulate(k);
      if (state.up[k]! > highest) [highest, run] = [state.up[k]!, state.upRun[k]!];
      if (state.down[k]! > highest) [highest, run] = [state.down[k]!, state.downRun[k]!];
    }
    reading.confirmed = state.count >= countMin && highest >= threshold;
    reading.changeProbability = Math.min(1, highest / threshold);
    reading.runLength = reading.confirmed ? run : state.count;
    if (reading.confirmed) this.#reset();
  }

  save(): DetectorState {
    return savedState(this.#state);
  }

  restore(state: DetectorState): void {
    restoreState(this.#state, state);
  }

  #accumulate(k: number): void {
    const { delta, alpha, direction } = this.#settings;
    const { count, mean, up, down, upRun, downRun } = this.#state;
    const value = this.#channels.values[k]!;
    mean[k] = mean[k]! + (value - mean[k]!) / count;
    if (direction !== 'down') {
      up[k] = Math.max(0, alpha * up[k]! + (value - mean[k]! - delta));
      upRun[k] = up[k] === 0 ? 0 : upRun[k]! + 1;
    }
    if (direction !== 'up') {
      down[k] = Math.max(0, alpha * down[k]! + (mean[k]! - value - delta));
      downRun[k] = down[k] === 0 ? 0 : downRun[k]! + 1;
    }
  }

  #reset(): void {
    const { mean, up, down, upRun, downRun } = this.#state;
    for (const column of [mean, up, down, upRun, downRun]) column.fill(0);
    this.#state.count = 0;
  }
}
