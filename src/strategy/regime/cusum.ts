import { z } from 'zod';
import { Channels } from './channels.ts';
import { checkedSettings } from './checked-settings.ts';
import { type CoreReading, type DetectorCore, FramedDetector } from './framed-detector.ts';
import { restoreState, savedState } from './plain-state.ts';
import type { DetectorFactory, DetectorState } from './regime-detector.ts';

/** The settings of {@link cusum}; values are in standard deviations of the observations. */
export const cusumSchema = z.strictObject({
  method: z.literal('cusum').default('cusum'),
  threshold: z.number().positive().max(1e9).default(8).describe('sum at which a change is confirmed'),
  drift: z
    .number()
    .min(0)
    .max(1e9)
    .default(0.5)
    .describe('taken off each deviation: half of the shift that is looked for'),
  of: z
    .enum(['values', 'sizes', 'both'])
    .default('both')
    .describe('what shifts: the mean of values, of their sizes (the volatility), or either'),
  clip: z
    .number()
    .positive()
    .max(1e9)
    .default(4)
    .describe('bound of a deviation, so that one outlier is no regime'),
  warmUp: z
    .int()
    .min(0)
    .max(1e6)
    .default(42)
    .describe('observations of each regime that the usual is learned from; 0 takes the standard normal'),
});

type CusumSettings = z.infer<typeof cusumSchema>;

/**
 * The tabular cumulative sum (Page 1954, Biometrika 41; Montgomery, "Introduction to Statistical Quality Control", 9.1), to both sides of
 * every channel: each number of the observation, its size, or both. With z a channel's deviation from what is usual, in its usual
 * deviations and clipped, up = max(0, up + z - drift), down = max(0, down - z - drift). A change is confirmed where one of them is above the
 * threshold; the new regime began after that sum was last 0, and everything begins again. Mean and deviation of the first `warmUp` observations of
 * a regime are what is usual. With 0 it is the standard normal distribution at all times: for observations that their past has standardised, with the
 * alarm repeated for as long as they stay away from it. `changeProbability` is the largest sum as a part of the threshold.
 * E_PARAMETER_INVALID on settings out of range.
 */
export function cusum(settings: z.input<typeof cusumSchema> = {}): DetectorFactory {
  const complete = checkedSettings(cusumSchema, settings, 'cusum');
  return {
    settings: complete,
    create: (dimension = 1) => new FramedDetector(new CusumCore(complete, dimension)),
  };
}

/** Smallest deviation that is divided by. */
const DEVIATION_MIN = 1e-12;

class CusumCore implements DetectorCore {
  readonly name: string;
  readonly dimension: number;
  readonly #settings: CusumSettings;
  readonly #channels: Channels;
  readonly #state: {
    count: number;
    mean: Float64Array;
    squares: Float64Array;
    up: Float64Array;
    down: Float64Array;
    upRun: Float64Array;
    downRun: Float64Array;
  };

  constructor(settings: CusumSettings, dimension: number) {
    this.name = `cusum ${settings.threshold}`;
    this.dimension = dimension;
    this.#settings = settings;
    this.#channels = new Channels(dimension, settings.of);
    const column = (length: number): Float64Array => new Float64Array(length);
    const { count } = this.#channels;
    this.#state = {
      count: 0,
      mean: column(count),
      squares: column(count),
      up: column(count),
      down: column(count),
      upRun: column(count),
      downRun: column(count),
    };
  }

  step(observation: Float64Array, reading: CoreReading): void {
    const state = this.#state;
    state.count++;
    reading.runLength = state.count;
    reading.changeProbability = 0;
    this.#channels.take(observation);
    if (state.count <= this.#settings.warmUp) this.#learn();
    else this.#accumulate(reading);
    if (reading.confirmed) this.#reset();
  }

  save(): DetectorState {
    return savedState(this.#state);
  }

  restore(state: DetectorState): void {
    restoreState(this.#state, state);
  }

  #accumulate(reading: CoreReading): void {
    const { up, down, upRun, downRun } = this.#state;
    const { threshold, drift } = this.#settings;
    const { count: channels } = this.#channels;
    let highest = 0;
    let run = this.#state.count;
    for (let k = 0; k < channels; k++) {
      const deviation = this.#deviation(k);
      up[k] = Math.max(0, up[k]! + deviation - drift);
      down[k] = Math.max(0, down[k]! - deviation - drift);
      upRun[k] = up[k] === 0 ? 0 : upRun[k]! + 1;
      downRun[k] = down[k] === 0 ? 0 : downRun[k]! + 1;
      if (up[k]! > highest) [highest, run] = [up[k]!, upRun[k]!];
      if (down[k]! > highest) [highest, run] = [down[k]!, downRun[k]!];
    }
    reading.changeProbability = Math.min(1, highest / threshold);
    reading.confirmed = highest > threshold;
    if (reading.confirmed) reading.runLength = run;
  }

  #learn(): void {
    const { count, mean, squares } = this.#state;
    const { values } = this.#channels;
    for (let k = 0; k < values.length; k++) {
      const distance = values[k]! - mean[k]!;
      mean[k] = mean[k]! + distance / count;
      squares[k] = squares[k]! + distance * (values[k]! - mean[k]!);
    }
  }

  /** How far a channel is from what is usual, in usual deviations, clipped. */
  #deviation(channel: number): number {
    const { warmUp, clip } = this.#settings;
    const { mean, squares } = this.#state;
    const usual = warmUp === 0 ? this.#channels.normalMean(channel) : mean[channel]!;
    const deviation =
      warmUp === 0
        ? this.#channels.normalDeviation(channel)
        : Math.sqrt(squares[channel]! / Math.max(1, warmUp - 1));
    const scaled = (this.#channels.values[channel]! - usual) / Math.max(deviation, DEVIATION_MIN);
    return Math.max(-clip, Math.min(clip, scaled));
  }

  #reset(): void {
    const { mean, squares, up, down, upRun, downRun } = this.#state;
    for (const column of [mean, squares, up, down, upRun, downRun]) column.fill(0);
    this.#state.count = 0;
  }
}
