import { z } from 'zod';
import { checkedSettings } from './checked-settings.ts';
import { type CoreReading, type DetectorCore, FramedDetector } from './framed-detector.ts';
import { restoreState, savedState } from './plain-state.ts';
import type { DetectorFactory, DetectorState } from './regime-detector.ts';

/** The settings of {@link volatilityRule}; half-lives are in observations. */
export const volatilityRuleSchema = z
  .strictObject({
    method: z.literal('volatility-rule').default('volatility-rule'),
    halfLifeShort: z.number().positive().max(1e6).default(10).describe('half-life of the present volatility'),
    halfLifeLong: z.number().positive().max(1e6).default(252).describe('half-life of the usual volatility'),
    enter: z
      .number()
      .gt(1)
      .max(1e3)
      .default(1.5)
      .describe('present over usual volatility from which on it is turbulent'),
    exit: z
      .number()
      .gt(0)
      .max(1e3)
      .default(1.1)
      .describe('present over usual volatility up to which it is calm again'),
    warmUp: z.int().min(1).max(1e6).default(63).describe('observations before anything is said'),
    clip: z
      .number()
      .positive()
      .max(1e6)
      .default(4)
      .describe('bound of an observation, in usual volatilities'),
  })
  .refine(({ enter, exit }) => exit < enter, { path: ['exit'], error: 'it must be below enter' });

type VolatilityRuleSettings = z.infer<typeof volatilityRuleSchema>;

/**
 * Two regimes, 0 calm and 1 turbulent, by a rule with hysteresis: the ratio of two decayed root mean squares of the observations (over all of
 * their numbers, about 0) rises to `enter`, or falls to `exit`. The new regime is thought to have begun when the ratio last crossed the
 * middle of the two. `changeProbability` is the way of the ratio from the one bound to the other. E_PARAMETER_INVALID on settings
 * out of range.
 */
export function volatilityRule(settings: z.input<typeof volatilityRuleSchema> = {}): DetectorFactory {
  const complete = checkedSettings(volatilityRuleSchema, settings, 'volatility-rule');
  return {
    settings: complete,
    create: (dimension = 1) => new FramedDetector(new VolatilityRuleCore(complete, dimension)),
  };
}

/** Smallest mean square that is divided by. */
const SQUARE_MIN = 1e-24;

class VolatilityRuleCore implements DetectorCore {
  readonly name: string;
  readonly dimension: number;
  readonly states = 2;
  readonly #settings: VolatilityRuleSettings;
  readonly #decayShort: number;
  readonly #decayLong: number;
  readonly #state = {
    count: 0,
    shortSum: 0,
    shortWeight: 0,
    longSum: 0,
    longWeight: 0,
    turbulent: 0,
    beyond: 0,
    run: 0,
  };

  constructor(settings: VolatilityRuleSettings, dimension: number) {
    this.name = `volatility-rule ${settings.enter}/${settings.exit}`;
    this.dimension = dimension;
    this.#settings = settings;
    this.#decayShort = Math.exp(-Math.LN2 / settings.halfLifeShort);
    this.#decayLong = Math.exp(-Math.LN2 / settings.halfLifeLong);
  }

  step(observation: Float64Array, reading: CoreReading): void {
    const { enter, exit, warmUp } = this.#settings;
    const state = this.#state;
    const ratio = this.#ratio(observation);
    state.count++;
    state.run++;
    const middle = (enter + exit) / 2;
    const isBeyond = state.turbulent === 1 ? ratio <= middle : ratio >= middle;
    state.beyond = isBeyond ? state.beyond + 1 : 0;
    const way = state.turbulent === 1 ? (enter - ratio) / (enter - exit) : (ratio - exit) / (enter - exit);
    reading.changeProbability = Math.max(0, Math.min(1, way));
    reading.confirmed = state.count > warmUp && way >= 1;
    if (reading.confirmed) {
      state.turbulent = 1 - state.turbulent;
      state.run = Math.max(1, Math.min(state.beyond, state.run));
      state.beyond = 0;
    }
    reading.runLength = state.run;
    reading.state = state.turbulent;
  }

  save(): DetectorState {
    return savedState(this.#state);
  }

  restore(state: DetectorState): void {
    restoreState(this.#state, state);
  }

  /** Present over usual volatility, with the observation in both. */
  #ratio(observation: Float64Array): number {
    const state = this.#state;
    const usual = state.longWeight > 0 ? state.longSum / state.longWeight : 0;
    // A constant past has no scale to clip by.
    const bound =
      usual > SQUARE_MIN && state.count >= this.#settings.warmUp
        ? this.#settings.clip * Math.sqrt(usual)
        : Number.POSITIVE_INFINITY;
    let sum = 0;
    for (let k = 0; k < observation.length; k++) {
      const size = Math.min(bound, Math.abs(observation[k]!));
      sum += size * size;
    }
    const square = sum / observation.length;
    state.shortSum = state.shortSum * this.#decayShort + square;
    state.shortWeight = state.shortWeight * this.#decayShort + 1;
    state.longSum = state.longSum * this.#decayLong + square;
    state.longWeight = state.longWeight * this.#decayLong + 1;
    const short = Math.max(SQUARE_MIN, state.shortSum / state.shortWeight);
    return Math.sqrt(short / Math.max(SQUARE_MIN, state.longSum / state.longWeight));
  }
}
