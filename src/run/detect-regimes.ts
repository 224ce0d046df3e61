import { writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { BarFeed } from '../market/bar-feed.ts';
import { loadMarketData, type MarketData } from '../market/data-folder.ts';
import type { BarSeries } from '../model/bar-series.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import { regimePicture } from '../report/regime-picture.ts';
import { MARKET_CHANNELS, type MarketChannel } from '../strategy/features/market-observation.ts';
import { trendFeatures } from '../strategy/features/trend-features.ts';
import { detectorOf, parseDetectorText } from '../strategy/regime/detector-settings.ts';
import type { DetectorFactory, RegimeDetector } from '../strategy/regime/regime-detector.ts';
import type { Host } from './host.ts';
import { requireWritable } from './output-folder.ts';
import { parseDate } from './parse-date.ts';
import { didYouMean } from './parse-options.ts';

/** Which changes a user wants to see. */
export interface RegimesRequest {
  readonly dataPath: string;
  /** The zone of times of day that the data give without one. */
  readonly timeZone?: string;
  /** As on a command line: a method, one with settings, or JSON. */
  readonly detector: string;
  /** Only these symbols, taken as one market; all that can be traded where left out. */
  readonly symbols?: readonly string[];
  /** What the detector observes of the market; return and move where left out. */
  readonly observed?: readonly string[];
  /** Changes confirmed before or after these days are left out; bars after `to` are not looked at. */
  readonly from?: string;
  readonly to?: string;
  /** The SVG or HTML file that takes a picture. */
  readonly picturePath?: string;
}

/** A change as the detector confirmed it. */
interface DetectedChange {
  /** When it was confirmed: nobody could have known before. */
  readonly confirmedAt: EpochMs;
  /** The estimated first time of the new regime. */
  readonly changedAt: EpochMs;
  /** Slices between the two. */
  readonly lagBars: number;
  /** The regime that began, as the detector numbers them. */
  readonly regime: number;
  readonly probability: number;
}

/** What a detector says of a market, as it would have said it at the time. */
interface DetectedRegimes {
  readonly data: string;
  readonly dataHash: string;
  readonly symbols: readonly string[];
  readonly detector: { readonly name: string; readonly settings: Readonly<Record<string, unknown>> };
  readonly observed: readonly string[];
  /** Slices that were played, and those of them that gave an observation. */
  readonly slices: number;
  readonly observations: number;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly changes: readonly DetectedChange[];
}

/** The same with what a picture is drawn from: one entry a slice from `from` on. */
export interface TracedRegimes extends DetectedRegimes {
  readonly times: readonly EpochMs[];
  /** The sum of the equal-weight log returns. */
  readonly levels: readonly number[];
  /** The change probability; 0 where nothing was observed. */
  readonly probabilities: readonly number[];
}

/**
 * Plays the bars of a data folder past a detector, as a strategy with `trendFeatures` would have it, and lists the changes that it would have confirmed, and when.
 * Nothing is recorded. E_PARAMETER_INVALID for a detector, symbol or channel that is none, and errors of data.
 */
export async function detectRegimes(request: RegimesRequest, host: Host): Promise<TracedRegimes> {
  const detector = detectorOf(parseDetectorText(request.detector));
  const observed = observedOf(request.observed ?? ['return', 'move']);
  if (request.picturePath !== undefined) requireWritable(dirname(resolve(request.picturePath)));
  const from = request.from === undefined ? Number.NEGATIVE_INFINITY : parseDate(request.from, '--from');
  const to = request.to === undefined ? Number.POSITIVE_INFINITY : endOf(request.to);
  const data = loadMarketData(request.dataPath, { timeZone: request.timeZone });
  const series = chosenSeries(data, request.symbols);
  const traced = await trace({ series, detector, observed, from, to }, host);
  const result: TracedRegimes = {
    data: data.name,
    dataHash: data.dataHash,
    symbols: series.map(({ symbol }) => symbol),
    observed: [...observed.channels, ...(observed.symbolReturns ? ['symbol_returns'] : [])],
    ...traced,
  };
  if (request.picturePath !== undefined) {
    const isPage = /\.html?$/i.test(request.picturePath);
    writeFileSync(request.picturePath, regimePicture(result, isPage ? 'html' : 'svg'));
  }
  return result;
}

/** What is played past what. */
interface Playing {
  readonly series: readonly BarSeries[];
  readonly detector: DetectorFactory;
  readonly observed: Observed;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

type Trace = Omit<TracedRegimes, 'data' | 'dataHash' | 'symbols' | 'observed'>;

const SLICES_PER_BREATH = 8_192;

async function trace({ series, detector, observed, from, to }: Playing, host: Host): Promise<Trace> {
  const features = trendFeatures({ observation: observed }).create(series.length);
  const { length } = features.observationNames;
  const watching = detector.create(length);
  const observation = new Float64Array(length);
  const level = new MarketLevel(series.length);
  const feed = new BarFeed(series);
  const seen: EpochMs[] = [];
  const shown = { times: [] as EpochMs[], levels: [] as number[], probabilities: [] as number[] };
  const changes: DetectedChange[] = [];
  let slices = 0;
  while (feed.next() && feed.slice.time <= to) {
    const { time } = feed.slice;
    features.update(feed.slice);
    const height = level.update(feed.slice);
    const isObserved = features.observe(observation);
    if (isObserved) {
      seen.push(time);
      watching.update(observation);
    }
    if (++slices % SLICES_PER_BREATH === 0) {
      host.progress('regimes', slices, feed.sliceCount);
      await host.breathe();
    }
    if (time < from) continue;
    if (isObserved && watching.confirmed) changes.push(changeOf(watching, seen));
    shown.times.push(time);
    shown.levels.push(height);
    shown.probabilities.push(isObserved ? watching.changeProbability : 0);
  }
  if (shown.times.length === 0) throw tooShort('no bar lies in the period');
  if (seen.length === 0) throw tooShort(`${slices} slices end before the warm-up of the observation`);
  const { name } = watching;
  return {
    detector: { name, settings: detector.settings },
    slices,
    observations: seen.length,
    from: shown.times[0]!,
    to: shown.times.at(-1)!,
    changes,
    ...shown,
  };
}

function changeOf(detector: RegimeDetector, seen: readonly EpochMs[]): DetectedChange {
  const lagBars = Math.min(detector.runLength, seen.length) - 1;
  return {
    confirmedAt: seen.at(-1)!,
    changedAt: seen[seen.length - 1 - lagBars]!,
    lagBars,
    regime: detector.regime,
    probability: detector.changeProbability,
  };
}

/** The sum of the equal-weight log returns of a market, splits taken out. */
class MarketLevel {
  readonly #closes: Float64Array;
  #level = 0;

  constructor(symbolCount: number) {
    this.#closes = new Float64Array(symbolCount).fill(Number.NaN);
  }

  update({ close, fresh, actions }: MarketSlice): number {
    for (const action of actions) {
      if (action.kind === 'split') this.#closes[action.symbolIndex]! /= action.ratio;
    }
    let sum = 0;
    let count = 0;
    for (let symbol = 0; symbol < this.#closes.length; symbol++) {
      if (fresh[symbol] === 0) continue;
      const change = Math.log(close[symbol]! / this.#closes[symbol]!);
      this.#closes[symbol] = close[symbol]!;
      if (Number.isNaN(change)) continue;
      sum += change;
      count++;
    }
    this.#level += count > 0 ? sum / count : 0;
    return this.#level;
  }
}

/** The tradable symbols that were asked for, or all of them. */
function chosenSeries({ series, parts }: MarketData, symbols?: readonly string[]): readonly BarSeries[] {
  const tradable = series.filter(({ symbol }) => parts?.get(symbol) !== 'rates');
  if (symbols === undefined) return tradable;
  for (const symbol of symbols) {
    if (tradable.some((bars) => bars.symbol === symbol)) continue;
    throw new RegimetaError('E_PARAMETER_INVALID', {
      place: '--symbol',
      rule: `the data have the symbols ${tradable.map((bars) => bars.symbol).join(', ')}`,
      found: symbol,
      repair: didYouMean(
        symbol,
        tradable.map((bars) => bars.symbol),
      ),
    });
  }
  return tradable.filter(({ symbol }) => symbols.includes(symbol));
}

/** What of the market is observed. */
interface Observed {
  readonly channels: readonly MarketChannel[];
  readonly symbolReturns: boolean;
}

function observedOf(names: readonly string[]): Observed {
  return {
    channels: channelsOf(names.filter((name) => name !== 'symbols')),
    symbolReturns: names.includes('symbols'),
  };
}

function channelsOf(names: readonly string[]): readonly MarketChannel[] {
  return names.map((name) => {
    const channel = MARKET_CHANNELS.find((known) => known === name || known === `market_${name}`);
    if (channel !== undefined) return channel;
    throw new RegimetaError('E_PARAMETER_INVALID', {
      place: '--observe',
      rule: 'what can be observed is return, move, correlation and symbols',
      found: name,
    });
  });
}

/** The last instant of a day, or an instant as it is. */
function endOf(text: string): EpochMs {
  const time = parseDate(text, '--to');
  return text.includes('T') ? time : time + DAY_MS - 1;
}

const DAY_MS = 86_400_000;

function tooShort(found: string): RegimetaError {
  return new RegimetaError('E_DATA_SHORT', {
    place: 'regimes',
    rule: 'the observation needs half a year of slices before it says anything, and the period some bars',
    found,
  });
}
