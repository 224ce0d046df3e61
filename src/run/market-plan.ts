import { selectBars } from '../market/bar-selection.ts';
import { isWindowed } from '../market/bar-windows.ts';
import type { MarketData } from '../market/data-folder.ts';
import type { SpooledBars } from '../market/spooled-bars.ts';
import type { BarSeries } from '../model/bar-series.ts';
import type { BarTiming } from '../model/bar-timing.ts';
import type { Instrument } from '../model/instrument.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { RunSymbol } from '../model/run-record.ts';
import type { SessionClock } from '../model/session.ts';
import type { EpochMs } from '../model/time.ts';
import { rateNotes } from './account-currencies.ts';
import type { ArmMarket } from './arm-runner.ts';
import { parseDate } from './parse-date.ts';
import { didYouMean } from './parse-options.ts';
import { type RunSessions, runSessions } from './run-sessions.ts';
import type { RunSettings } from './run-settings.ts';
import { sessionClockOf } from './session-clock.ts';

/** A training that took place in an earlier run: on which symbols, and up to when. */
interface TrainedBefore {
  readonly symbols: readonly string[];
  readonly to: EpochMs;
}

/** Whether a run has a learner to train; or the training that its learner comes from. */
type Learning = boolean | TrainedBefore;

/** What an arm needs of the plan. */
export function armMarketOf(plan: MarketPlan<PlannedBars>): ArmMarket {
  const { test: series, instruments, rates, sessions, timings, sessionClocks, testFrom } = plan;
  return { series, instruments, rates, sessions, timings, sessionClocks, testFrom };
}

/** Bars in memory, or in a temporary file. */
type PlannedBars = BarSeries | SpooledBars;

/** Which bars a run learns from, which it is judged on, and where the border lies. */
export interface MarketPlan<Bars extends PlannedBars = BarSeries> {
  /** Bars of the traded symbols up to the end of the test period; what lies before `testFrom` warms up. */
  readonly test: readonly Bars[];
  /** What is fixed of each traded symbol, in the order of `test`. */
  readonly instruments: readonly Instrument[];
  /** Pairs of currencies that are not traded, for the exchange rates that they give. */
  readonly rates: { readonly series: readonly Bars[]; readonly instruments: readonly Instrument[] };
  /** How the traded symbols keep to sessions; null where none of them has a calendar. */
  readonly sessions: RunSessions | null;
  /** What the times of their bars mean, and the sessions that timeframes are built by, in the same order. */
  readonly timings: readonly BarTiming[];
  readonly sessionClocks: readonly SessionClock[];
  /** Bars of the training symbols before `testFrom`; empty for a strategy without a learner. */
  readonly train: readonly BarSeries[];
  readonly testFrom: EpochMs;
  readonly testTo: EpochMs;
  readonly symbols: readonly RunSymbol[];
  /** How the split came about, where the data folder does not say it; kept and shown with the data notes. */
  readonly notes: readonly string[];
}

const DAY_MS = 86_400_000;

/** Without `--from`, a strategy with a learner leaves this part of the time for training. */
const TRAINING_SHARE = 0.4;

/** More symbols than this are not all named in a message. */
const SYMBOLS_SHOWN = 40;

/** Fewer bars than this before the test period cannot hold tasks to train on. */
const TRAINING_BARS_MIN = 300;

/**
 * Splits the data. A strategy with a learner is trained on other symbols, and on earlier bars, than it is judged on:
 * by the parts of the manifest, or else by every second symbol in alphabetical order. One that was trained before trades
 * the symbols that it has not seen, from the day after its training. Throws E_SPLIT where a part
 * would be empty, and E_DATA_SHORT where training would have too few bars.
 */
export function planMarket<Bars extends PlannedBars>(
  data: MarketData<Bars>,
  settings: RunSettings,
  learning: Learning,
): MarketPlan<Bars> {
  const { first, last } = rangeOf(data.series);
  const learns = learning === true;
  const asked = askedPeriod(settings, first, last, learning);
  if (asked.from > asked.to || asked.from > last || asked.to < first)
    throw emptyPeriod(settings, first, last);
  const from = Math.max(asked.from, first);
  const to = Math.min(asked.to, last);
  const { trainNames, testNames, notes } = partsOf(data, settings, learning);
  const test = selectBars(data.series, { symbols: testNames, to });
  const train = learns && from > first ? selectBars(data.series, { symbols: trainNames, to: from - 1 }) : [];
  const traded = test.filter((series) => series.time.length > 0 && series.time.at(-1)! >= from);
  if (traded.length === 0) throw emptyPeriod(settings, first, last);
  const trained: BarSeries[] = [];
  for (const bars of train) if (!isWindowed(bars) && bars.time.length > 0) trained.push(bars);
  if (learns) requireTraining(trained);
  const placeOf = new Map(data.series.map(({ symbol }, place) => [symbol, place]));
  const places = traded.map(({ symbol }) => placeOf.get(symbol)!);
  const instruments = places.map((place) => data.instruments[place]!);
  const rates = rateBars(data, traded);
  const absent = testNames.filter((name) => traded.every(({ symbol }) => symbol !== name));
  return {
    test: traded,
    instruments,
    sessions: runSessions(traded, instruments, data.calendars),
    timings: places.map((place) => data.timings[place]!),
    sessionClocks: places.map((place) => sessionClockOf(data, place)),
    rates,
    train: trained,
    testFrom: from,
    testTo: to,
    symbols: [
      ...trained.map((series) => symbolOf(series, 'train')),
      ...traded.map((series) => symbolOf(series, 'test')),
    ],
    notes: [
      ...notes,
      ...(absent.length === 0 ? [] : [`Not traded, for want of bars: ${absent.join(', ')}.`]),
      ...rateNotes(instruments, rates, settings.currency),
    ],
  };
}

/** The pairs of the data that are not traded themselves. */
function rateBars<Bars extends PlannedBars>(
  { series, instruments }: MarketData<Bars>,
  traded: readonly PlannedBars[],
): MarketPlan<Bars>['rates'] {
  const names = new Set(traded.map(({ symbol }) => symbol));
  const isRate = (index: number) =>
    instruments[index]!.baseCurrency !== null && !names.has(instruments[index]!.symbol);
  return {
    series: series.filter((_, index) => isRate(index)),
    instruments: instruments.filter((_, index) => isRate(index)),
  };
}

function rangeOf(series: readonly PlannedBars[]): { first: EpochMs; last: EpochMs } {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { time } of series) {
    if (time.length === 0) continue;
    first = Math.min(first, time.at(0)!);
    last = Math.max(last, time.at(-1)!);
  }
  return { first, last };
}

/** The test period that the settings ask for; it may reach beyond the data. */
function askedPeriod(
  settings: RunSettings,
  first: EpochMs,
  last: EpochMs,
  learning: Learning,
): { from: EpochMs; to: EpochMs } {
  const to = settings.to === undefined ? last : endOf(settings.to);
  const from =
    settings.from === undefined
      ? defaultFrom(first, Math.min(to, last), learning)
      : parseDate(settings.from, '--from');
  return { from, to };
}

/** A date without a time of day means the whole day. */
function endOf(text: string): EpochMs {
  const time = parseDate(text, '--to');
  return text.length === 10 ? time + DAY_MS - 1 : time;
}

function defaultFrom(first: EpochMs, to: EpochMs, learning: Learning): EpochMs {
  if (learning === false) return first;
  if (learning !== true) return Math.max(first, (Math.floor(learning.to / DAY_MS) + 1) * DAY_MS);
  // A whole day, so that the border can be named on the command line.
  return Math.floor((first + (to - first) * TRAINING_SHARE) / DAY_MS) * DAY_MS;
}

interface Parts {
  readonly trainNames: readonly string[];
  readonly testNames: readonly string[];
  readonly notes: readonly string[];
}

function partsOf(data: MarketData<PlannedBars>, settings: RunSettings, learning: Learning): Parts {
  const { parts } = data;
  const all = data.series.map(({ symbol }) => symbol).filter((symbol) => parts?.get(symbol) !== 'rates');
  const chosen = settings.symbols?.map((symbol) => knownSymbol(symbol, all));
  if (learning === false) return { trainNames: [], testNames: chosen ?? all, notes: [] };
  if (learning !== true) return trainedBefore(learning, chosen, all);
  if (chosen) {
    const trainNames = all.filter((symbol) => !chosen.includes(symbol));
    const notes = ['Trained on the symbols that are not traded.'];
    return trainNames.length > 0 ? { trainNames, testNames: chosen, notes } : sameSymbols(chosen);
  }
  if (parts) {
    const named = (part: 'train' | 'test') => all.filter((symbol) => parts.get(symbol) === part);
    return { trainNames: named('train'), testNames: named('test'), notes: [] };
  }
  if (all.length === 1) return sameSymbols(all);
  return {
    trainNames: all.filter((_, index) => index % 2 === 0),
    testNames: all.filter((_, index) => index % 2 === 1),
    notes: ['Without a manifest, every second symbol in alphabetical order is for training.'],
  };
}

/** Without a choice, the symbols that the learner has not seen are traded; all where it has seen them all. */
function trainedBefore(
  { symbols }: TrainedBefore,
  chosen: readonly string[] | undefined,
  all: readonly string[],
): Parts {
  const unseen = all.filter((symbol) => !symbols.includes(symbol));
  const testNames = chosen ?? (unseen.length > 0 ? unseen : all);
  const seen = testNames.filter((symbol) => symbols.includes(symbol));
  const notes =
    seen.length === 0 ? [] : [`The checkpoint was trained on earlier bars of ${seen.join(', ')}.`];
  return { trainNames: [], testNames, notes };
}

function sameSymbols(symbols: readonly string[]): Parts {
  const notes = ['Trained on the same symbols that are traded, before the test period: split by time only.'];
  return { trainNames: symbols, testNames: symbols, notes };
}

function knownSymbol(symbol: string, all: readonly string[]): string {
  const name = symbol.trim().toUpperCase();
  if (all.includes(name)) return name;
  const shown = all.length > SYMBOLS_SHOWN ? [...all.slice(0, SYMBOLS_SHOWN), '…'] : all;
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place: '--symbols',
    rule: `the data hold ${all.length === 1 ? 'one symbol' : `${all.length} symbols`}: ${shown.join(', ')}`,
    found: JSON.stringify(symbol),
    repair: didYouMean(name, all) ?? 'Name symbols of the data',
  });
}

function symbolOf({ symbol, time }: PlannedBars, part: 'train' | 'test'): RunSymbol {
  return { symbol, part, from: time.at(0)!, to: time.at(-1)!, bars: time.length };
}

const dateOf = (time: EpochMs): string => new Date(time).toISOString().slice(0, 10);

function emptyPeriod(settings: RunSettings, first: EpochMs, last: EpochMs): RegimetaError {
  return new RegimetaError('E_SPLIT', {
    place: '--from, --to',
    rule: `the test period must hold bars; the data run from ${dateOf(first)} to ${dateOf(last)}`,
    found: `${settings.from ?? 'the default'} to ${settings.to ?? 'the end'}`,
    repair: 'Choose dates within the data, the first before the last',
  });
}

function requireTraining(train: readonly PlannedBars[]): void {
  const bars = train.reduce((most, { time }) => Math.max(most, time.length), 0);
  if (bars >= TRAINING_BARS_MIN) return;
  throw new RegimetaError('E_DATA_SHORT', {
    place: 'training period',
    rule: `a learner needs at least ${TRAINING_BARS_MIN} bars of a training symbol before the test period`,
    found: `${bars}`,
    repair: 'Begin the test period later with --from, or add data',
  });
}
