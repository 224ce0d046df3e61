import { DecayedMoments } from './decayed-moments.ts';

/** What can be observed of a market. */
export type MarketChannel = 'market_return' | 'market_move' | 'market_correlation';

/** All of it. */
export const MARKET_CHANNELS: readonly MarketChannel[] = [
  'market_return',
  'market_move',
  'market_correlation',
];

/** Settings of what the regime detector observes; all lengths are in slices. */
export interface MarketObservationSettings {
  /** What is observed, in this order. */
  readonly channels: readonly MarketChannel[];
  /**
   * Whether the return of every symbol follows, in units of the volatility of its own past; NaN while it has no bar or no past. With it there need
   * be no channel.
   */
  readonly symbolReturns: boolean;
  /** Half-life of the statistics that the observation is scaled with; above zero. */
  readonly scaleHalfLife: number;
  /** Slices with a market return that the statistics need before anything is observed; at least 2. */
  readonly warmUp: number;
  /** Bound of the standardised values, above zero: a crash is one very unlikely slice, not a regime of its own. */
  readonly clip: number;
}

/**
 * About a year of past to compare with, half a year before anything is said, and three deviations as the bound. Chosen
 * together with the detector's, on data up to 1999 alone; half-lives from 126 to 504 gave nearly the same alarms.
 */
export const MARKET_OBSERVATION_DEFAULTS: MarketObservationSettings = {
  channels: ['market_return', 'market_move'],
  symbolReturns: false,
  scaleHalfLife: 252,
  warmUp: 126,
  clip: 3,
};

/** Smallest standard deviation, and smallest mean absolute return, that anything is divided by. */
const SCALE_MIN = 1e-5;

/** Keeps the logarithms finite, and tame, where no price moved: a tenth of the mean move, or of the mean ratio. */
const OFFSET = 0.1;

/**
 * What the detector observes of the whole market, by default the first two of three numbers a slice:
 *
 * - `market_return`: the equal-weight mean log return m of the symbols with a bar;
 * - `market_move`: log(0.1 + a / A), where a is the mean absolute log return of those symbols, and A the decayed mean
 *   of a over the slices before;
 * - `market_correlation`: log(0.1 + (sum z)² / sum z²), z being the returns of these symbols, each in units of the volatility of its own past: the ratio is 1 on
 *   average where they move independently of each other, and their number where they move as one, whatever the volatility. With
 *   fewer than two it is that of independence.
 *
 * Each is standardised, (value - mean) / deviation, with decayed mean and deviation of the slices strictly before,
 * and clipped. So a shift in drift or volatility stands out against about a year of past, then slowly becomes the
 * new normal. With a single symbol, the second is a function of the first's size; the detector still works, and sees
 * changes of volatility twice.
 */
export class MarketObservation {
  readonly names: readonly MarketChannel[];
  readonly #settings: MarketObservationSettings;
  readonly #moveLevel: DecayedMoments;
  /** By channel, those that are not observed too. */
  readonly #moments: readonly DecayedMoments[];
  readonly #standardised = new Float64Array(MARKET_CHANNELS.length);
  readonly #observed: readonly number[];
  #ready = false;

  constructor(settings: MarketObservationSettings) {
    this.#settings = settings;
    this.#moveLevel = new DecayedMoments(settings.scaleHalfLife);
    this.names = settings.channels;
    this.#moments = MARKET_CHANNELS.map(() => new DecayedMoments(settings.scaleHalfLife));
    this.#observed = settings.channels.map((channel) => MARKET_CHANNELS.indexOf(channel));
  }

  /** Whether the last slice had a market return and the warm-up was over before it. */
  get ready(): boolean {
    return this.#ready;
  }

  /** Takes mean and mean absolute log return, and the ratio of sums of squares, of the next slice that has any. Allocates nothing. */
  update(marketReturn: number, meanMove: number, togetherness: number): void {
    this.#ready = this.#moments[0].count >= this.#settings.warmUp;
    this.#standardise(0, marketReturn);
    if (this.#moveLevel.count > 0) {
      const level = Math.max(this.#moveLevel.mean, SCALE_MIN);
      this.#standardise(1, Math.log(OFFSET + meanMove / level));
    }
    this.#moveLevel.update(meanMove);
    this.#standardise(2, Math.log(OFFSET + togetherness));
  }

  /** States that the next slice has no market return: there is nothing to observe. */
  skip(): void {
    this.#ready = false;
  }

  /** Writes the standardised numbers of the channels to the head of `out`. Only where `ready`. */
  write(out: Float64Array): void {
    for (let k = 0; k < this.#observed.length; k++) out[k] = this.#standardised[this.#observed[k]!]!;
  }

  /** Scales with the statistics as they are, and only then lets them take the value in. */
  #standardise(at: number, value: number): void {
    const moments = this.#moments[at];
    const { clip } = this.#settings;
    const scaled = (value - moments.mean) / Math.max(moments.deviation, SCALE_MIN);
    this.#standardised[at] = Math.max(-clip, Math.min(clip, scaled));
    moments.update(value);
  }
}
