import { z } from 'zod';
import { RegimetaError } from '../../model/regimeta-error.ts';
import { checkedSettings } from './checked-settings.ts';
import { type CoreReading, type DetectorCore, FramedDetector } from './framed-detector.ts';
import { restoreState, savedState } from './plain-state.ts';
import type { DetectorFactory, DetectorState } from './regime-detector.ts';

/** The settings of {@link correlationRule}; half-lives are in observations. */
export const correlationRuleSchema = z
  .strictObject({
    method: z.literal('correlation-rule').default('correlation-rule'),
    halfLifeShort: z
      .number()
      .positive()
      .max(1e6)
      .default(21)
      .describe('half-life of the present correlation'),
    halfLifeLong: z.number().positive().max(1e6).default(252).describe('half-life of the usual correlation'),
    halfLifeScale: z
      .number()
      .positive()
      .max(1e6)
      .default(21)
      .describe('half-life of the volatility that each member is scaled with'),
    enter: z
      .number()
      .positive()
      .max(2)
      .default(0.35)
      .describe('difference of the two from which on the regime is another'),
    exit: z
      .number()
      .min(0)
      .max(2)
      .default(0.1)
      .describe('difference of the two up to which it is the usual one again'),
    warmUp: z.int().min(1).max(1e6).default(63).describe('observations before anything is said'),
    clip: z.number().positive().max(1e3).default(3).describe('bound of an observation, in volatilities'),
  })
  .refine(({ enter, exit }) => exit < enter, { path: ['exit'], error: 'it must be below enter' });

type CorrelationRuleSettings = z.infer<typeof correlationRuleSchema>;

/**
 * Three regimes by the mean correlation of all pairs of the numbers of an observation, say the returns of a universe: 0 the usual one, 1 more
 * correlated, 2 less, by a rule with hysteresis on the difference of two decayed means. What enters them is the mean product of all pairs,
 * ((sum z)² - sum z²) / (n (n - 1)), z being the numbers over the decayed volatilities of their own past; so its cost is that of one
 * number each. A number that is not finite is a member that is away: the others go on, as long as there are two; a member that comes back is
 * scaled by what it was before. The new regime is thought to have begun when the difference last crossed the middle of the
 * bounds. E_PARAMETER_INVALID on settings out of range, or fewer than two numbers.
 */
export function correlationRule(settings: z.input<typeof correlationRuleSchema> = {}): DetectorFactory {
  const complete = checkedSettings(correlationRuleSchema, settings, 'correlation-rule');
  return {
    settings: complete,
    create: (dimension = 2) => new FramedDetector(new CorrelationRuleCore(complete, dimension)),
  };
}

/** Observations of a member after which its volatility scales it. */
const SCALE_COUNT_MIN = 5;

/** Smallest mean square that is divided by. */
const SQUARE_MIN = 1e-24;

class CorrelationRuleCore implements DetectorCore {
  readonly name: string;
  readonly dimension: number;
  readonly states = 3;
  readonly takesGaps = true;
  readonly #settings: CorrelationRuleSettings;
  readonly #decayShort: number;
  readonly #decayLong: number;
  readonly #decayScale: number;
  readonly #state: {
    count: number;
    shortSum: number;
    shortWeight: number;
    longSum: number;
    longWeight: number;
    regime: number;
    beyond: number;
    run: number;
    squares: Float64Array;
    weights: Float64Array;
    counts: Float64Array;
  };

  constructor(settings: CorrelationRuleSettings, dimension: number) {
    if (dimension < 2) {
      throw new RegimetaError('E_PARAMETER_INVALID', {
        place: 'correlation-rule',
        rule: 'a correlation needs observations of at least 2 numbers',
        found: String(dimension),
      });
    }
    this.name = `correlation-rule ${settings.enter}/${settings.exit}`;
    this.dimension = dimension;
    this.#settings = settings;
    this.#decayShort = Math.exp(-Math.LN2 / settings.halfLifeShort);
    this.#decayLong = Math.exp(-Math.LN2 / settings.halfLifeLong);
    this.#decayScale = Math.exp(-Math.LN2 / settings.halfLifeScale);
    const sums = { shortSum: 0, shortWeight: 0, longSum: 0, longWeight: 0 };
    const column = (): Float64Array => new Float64Array(dimension);
    const scales = { squares: column(), weights: column(), counts: column() };
    this.#state = { count: 0, ...sums, regime: 0, beyond: 0, run: 0, ...scales };
  }

  step(observation: Float64Array, reading: CoreReading): void {
    const state = this.#state;
    const { enter, exit, warmUp } = this.#settings;
    const product = this.#meanProduct(observation);
    state.run++;
    reading.runLength = state.run;
    reading.state = state.regime;
    if (Number.isNaN(product)) return;
    state.count++;
    const difference = this.#difference(product);
    const wanted = nextRegime(state.regime, difference, enter, exit);
    const middle = (enter + exit) / 2;
    const isBeyond = state.regime === 0 ? Math.abs(difference) >= middle : Math.abs(difference) < middle;
    state.beyond = isBeyond ? state.beyond + 1 : 0;
    const away = Math.abs(difference);
    const way = state.regime === 0 ? away / enter : (enter - away) / (enter - exit);
    reading.changeProbability = Math.max(0, Math.min(1, way));
    reading.confirmed = state.count > warmUp && wanted !== state.regime;
    if (!reading.confirmed) return;
    state.regime = wanted;
    state.run = Math.max(1, Math.min(state.beyond, state.run));
    state.beyond = 0;
    reading.changeProbability = 1;
    reading.runLength = state.run;
    reading.state = wanted;
  }

  save(): DetectorState {
    return savedState(this.#state);
  }

  restore(state: DetectorState): void {
    restoreState(this.#state, state);
  }

  /** The mean product of all pairs of members that are there and have a scale; NaN where there is none. */
  #meanProduct(observation: Float64Array): number {
    const { squares, weights, counts } = this.#state;
    const { clip } = this.#settings;
    let sum = 0;
    let sumSquares = 0;
    let members = 0;
    for (let k = 0; k < observation.length; k++) {
      let value = observation[k]!;
      if (Number.isNaN(value)) continue;
      const square = squares[k]! / weights[k]!;
      if (counts[k]! >= SCALE_COUNT_MIN && square > SQUARE_MIN) {
        // What is far beyond its past must not scale the member down for months.
        const bound = 2 * clip * Math.sqrt(square);
        value = Math.max(-bound, Math.min(bound, value));
        const scaled = Math.max(-clip, Math.min(clip, value / Math.sqrt(square)));
        sum += scaled;
        sumSquares += scaled * scaled;
        members++;
      }
      squares[k] = squares[k]! * this.#decayScale + value * value;
      weights[k] = weights[k]! * this.#decayScale + 1;
      counts[k]!++;
    }
    return members < 2 ? Number.NaN : (sum * sum - sumSquares) / (members * (members - 1));
  }

  /** Present minus usual mean product, with the new one in both. */
  #difference(product: number): number {
    const state = this.#state;
    state.shortSum = state.shortSum * this.#decayShort + product;
    state.shortWeight = state.shortWeight * this.#decayShort + 1;
    state.longSum = state.longSum * this.#decayLong + product;
    state.longWeight = state.longWeight * this.#decayLong + 1;
    return state.shortSum / state.shortWeight - state.longSum / state.longWeight;
  }
}

function nextRegime(regime: number, difference: number, enter: number, exit: number): number {
  if (difference >= enter) return 1;
  if (difference <= -enter) return 2;
  return Math.abs(difference) <= exit ? 0 : regime;
}
