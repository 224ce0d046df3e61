import { z } from 'zod';
import { AdaptiveWindow } from './adaptive-window.ts';
import { Channels } from './channels.ts';
import { checkedSettings } from './checked-settings.ts';
import { type CoreReading, type DetectorCore, FramedDetector } from './framed-detector.ts';
import { restoreState, type StateFields, savedState } from './plain-state.ts';
import type { DetectorFactory, DetectorState } from './regime-detector.ts';

/** The settings of {@link adwin}. */
export const adwinSchema = z.strictObject({
  method: z.literal('adwin').default('adwin'),
  delta: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.002)
    .describe('confidence of the test: the smaller, the fewer changes; shared among the channels'),
  clock: z.int().min(1).max(1e6).default(32).describe('observations between two tests'),
  bucketsMax: z.int().min(1).max(1_000).default(5).describe('buckets of one size that are kept'),
  sideMin: z.int().min(1).max(1e6).default(5).describe('fewest observations before and after a change'),
  grace: z.int().min(1).max(1e6).default(10).describe('observations that the window needs to be tested'),
  drops: z
    .enum(['before-change', 'oldest'])
    .default('before-change')
    .describe('what a test drops: all that lies before the change, or the oldest part until none differ'),
  of: z
    .enum(['values', 'sizes', 'both'])
    .default('values')
    .describe('what shifts: the mean of values, of their sizes (the volatility), or either'),
  clip: z.number().positive().max(1e50).default(1e50).describe('bound of an observation'),
});

type AdwinSettings = z.infer<typeof adwinSchema>;

/**
 * ADWIN: a window of every channel ({@link Channels}) that drops its older values where the mean has changed within it
 * ({@link AdaptiveWindow}). A change is confirmed where one is cut; `runLength` is the length of the shortest window. By default what lies before the change goes, from the windows
 * of the other channels too, so that what is left began at the change and is not confirmed again. With `drops: 'oldest'` it is the method of the paper, as the package river has it: then a
 * window holds the old regime for some more tests, each of which may confirm a change. `changeProbability` is the largest difference of means at the last test, as a part of its
 * bound. E_PARAMETER_INVALID on settings out of range.
 */
export function adwin(settings: z.input<typeof adwinSchema> = {}): DetectorFactory {
  const complete = checkedSettings(adwinSchema, settings, 'adwin');
  return {
    settings: complete,
    create: (dimension = 1) => new FramedDetector(new AdwinCore(complete, dimension)),
  };
}

class AdwinCore implements DetectorCore {
  readonly name: string;
  readonly dimension: number;
  readonly #settings: AdwinSettings;
  readonly #channels: Channels;
  readonly #windows: readonly AdaptiveWindow[];
  readonly #now = { count: 0 };

  constructor(settings: AdwinSettings, dimension: number) {
    this.name = `adwin ${settings.delta}`;
    this.dimension = dimension;
    this.#settings = settings;
    this.#channels = new Channels(dimension, settings.of);
    const delta = settings.delta / this.#channels.count;
    this.#windows = Array.from(
      { length: this.#channels.count },
      () => new AdaptiveWindow({ ...settings, delta }),
    );
  }

  step(observation: Float64Array, reading: CoreReading): void {
    const { clock, grace, clip } = this.#settings;
    for (let k = 0; k < observation.length; k++) {
      observation[k] = Math.max(-clip, Math.min(clip, observation[k]!));
    }
    this.#channels.take(observation);
    this.#now.count++;
    const isTested = this.#now.count % clock === 0;
    let shortest = Number.POSITIVE_INFINITY;
    let tension = isTested ? 0 : reading.changeProbability;
    for (let k = 0; k < this.#windows.length; k++) {
      const window = this.#windows[k]!;
      window.push(this.#channels.values[k]!);
      if (isTested && window.width > grace) {
        if (window.cut()) reading.confirmed = true;
        tension = Math.max(tension, window.tension);
      }
      shortest = Math.min(shortest, window.width);
    }
    if (reading.confirmed && this.#settings.drops === 'before-change') {
      for (const window of this.#windows) window.shorten(shortest);
    }
    reading.changeProbability = reading.confirmed ? 1 : tension;
    reading.runLength = shortest;
  }

  save(): DetectorState {
    return savedState(this.#fields);
  }

  restore(state: DetectorState): void {
    restoreState(this.#fields, state);
  }

  get #fields(): StateFields {
    const windows = this.#windows.map((window, k) => [`window ${k}`, window.state] as const);
    return { now: this.#now, ...Object.fromEntries(windows) };
  }
}
