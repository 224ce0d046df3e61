import { naturalExponential } from '../math/natural-exponential.ts';
import type { Random } from '../math/random.ts';
import type { BarSeries } from '../model/bar-series.ts';
import type { EpochMs } from '../model/time.ts';

/** What is made. */
export interface SyntheticMarketSettings {
  readonly symbols: number;
  /** Daily bars of each symbol, from the first Monday of 2000 on, Mondays to Fridays. */
  readonly bars: number;
  /** Mean length of a regime in bars; lengths are uniform from half of it to one and a half. */
  readonly regimeBars: number;
}

/** A made market with what is true of it. */
export interface SyntheticMarket {
  readonly series: readonly BarSeries[];
  /** The dates of the first bars of all regimes but the first. */
  readonly changePoints: readonly EpochMs[];
}

/** What holds in a regime. */
interface RegimeKind {
  /** Volatility of a symbol's own daily log return, and of the market's. */
  readonly own: number;
  readonly market: number;
  /** Expected daily log return of the market. */
  readonly drift: number;
  /** Expected own log return for each unit of the symbol's own return over the last `MEMORY_BARS`, as a part of it a day. */
  readonly momentum: number;
}

const FIRST_MONDAY = Date.UTC(2000, 0, 3);
const DAY_MS = 86_400_000;

/** Bars whose own return is continued or reversed. */
const MEMORY_BARS = 21;

/** Calm and trending, wild and reverting, middling without a pattern. */
const KINDS: readonly RegimeKind[] = [
  { own: 0.008, market: 0.005, drift: 0.0004, momentum: 0.02 },
  { own: 0.02, market: 0.015, drift: -0.0006, momentum: -0.02 },
  { own: 0.013, market: 0.009, drift: 0.0002, momentum: 0 },
];

/** The part of a day's variance between the close before and the open. */
const NIGHT_SHARE = 0.2;

/**
 * A market whose regimes change all at once for all symbols, in volatility and in what the past says of the future: a symbol's own
 * return over the last 21 bars goes on, turns back, or says nothing. No regime is followed by one of its kind. Prices
 * follow from exponentials that are the same bits on every machine; the same `random` gives the same market.
 */
export function syntheticMarket(settings: SyntheticMarketSettings, random: Random): SyntheticMarket {
  const { symbols, bars } = settings;
  const { kinds, changes } = drawnRegimes(settings, random.split('regimes'));
  const time = Float64Array.from({ length: bars }, (_, i) => weekday(i));
  const market = marketReturns(kinds, random.split('market'));
  const digits = Math.max(2, String(symbols).length);
  const series = Array.from({ length: symbols }, (_, i): BarSeries => {
    const symbol = `SYN${String(i + 1).padStart(digits, '0')}`;
    return syntheticBars(symbol, { time, kinds, market }, random.split(symbol));
  });
  return { series, changePoints: changes.map((bar) => time[bar]!) };
}

/** The kind of regime of each bar, and the first bars of all regimes but the first. */
function drawnRegimes(
  { bars, regimeBars }: SyntheticMarketSettings,
  random: Random,
): { readonly kinds: readonly RegimeKind[]; readonly changes: readonly number[] } {
  const kinds: RegimeKind[] = [];
  const changes: number[] = [];
  let kind = random.integer(KINDS.length);
  while (kinds.length < bars) {
    if (kinds.length > 0) {
      changes.push(kinds.length);
      kind = (kind + 1 + random.integer(KINDS.length - 1)) % KINDS.length;
    }
    const length = Math.max(1, Math.round(regimeBars * (0.5 + random.uniform())));
    for (let i = 0; i < length && kinds.length < bars; i++) kinds.push(KINDS[kind]!);
  }
  return { kinds, changes };
}

function weekday(index: number): EpochMs {
  return FIRST_MONDAY + (Math.floor(index / 5) * 7 + (index % 5)) * DAY_MS;
}

const marketReturns = (kinds: readonly RegimeKind[], random: Random): Float64Array =>
  Float64Array.from(kinds, ({ drift, market }) => drift + market * random.normal());

interface MarketPath {
  readonly time: Float64Array;
  readonly kinds: readonly RegimeKind[];
  readonly market: Float64Array;
}

function syntheticBars(symbol: string, { time, kinds, market }: MarketPath, random: Random): BarSeries {
  const count = time.length;
  const columns = () => new Float64Array(count);
  const bars = { open: columns(), high: columns(), low: columns(), close: columns(), volume: columns() };
  const own = columns();
  const beta = 0.6 + 0.8 * random.uniform();
  let before = 20 + 80 * random.uniform();
  let memory = 0;
  for (let i = 0; i < count; i++) {
    const { own: deviation, momentum } = kinds[i]!;
    own[i] = momentum * memory + deviation * random.normal();
    memory += own[i]! - (i >= MEMORY_BARS ? own[i - MEMORY_BARS]! : 0);
    const change = beta * market[i]! + own[i]!;
    const night = NIGHT_SHARE * change;
    const reach = () => 0.5 * deviation * Math.abs(random.normal());
    const open = rounded(before * naturalExponential(night));
    const close = rounded(before * naturalExponential(change));
    bars.open[i] = open;
    bars.close[i] = close;
    bars.high[i] = Math.max(open, close, rounded(Math.max(open, close) * naturalExponential(reach())));
    bars.low[i] = Math.min(open, close, rounded(Math.min(open, close) * naturalExponential(-reach())));
    bars.volume[i] = Math.round(1e6 * naturalExponential(0.3 * random.normal()));
    before = close;
  }
  return { symbol, time, ...bars };
}

/** Four decimals; a price never falls to zero. */
function rounded(price: number): number {
  return Math.max(0.0001, Math.round(price * 10_000) / 10_000);
}
