import type { MarketData } from '../market/data-folder.ts';
import type { Manifest } from '../market/manifest.ts';
import type { SpooledBars } from '../market/spooled-bars.ts';
import type { BarSeries } from '../model/bar-series.ts';
import { timeframeRule } from '../model/timeframe.ts';
import type { ResampledSymbol } from './resampled-symbol.ts';

const FLAWS_MAX = 100;
const NAME_LENGTH_MAX = 64;
const AS_PARENT = 'As those of the data that these were made of.';
const PERIODS_PER_YEAR: Readonly<Record<string, number>> = { week: 52, month: 12 };

/** The manifest of resampled data: that of their parent, with what has changed and where they come from. */
export function resampledManifest(
  data: MarketData<BarSeries | SpooledBars>,
  parent: Manifest | null,
  timeframe: string,
  symbols: readonly ResampledSymbol[],
): object {
  const { kind } = timeframeRule(timeframe)!;
  const entries = new Map(parent?.symbols.map((entry) => [entry.symbol, entry]));
  const { barTime: _, ...facts } = parent?.instrument ?? {};
  return {
    name: nameOf(data.name, timeframe),
    title: `${parent?.title ?? data.name}, in bars of ${timeframe}`,
    licence: parent?.licence ?? AS_PARENT,
    ...(parent?.origin && { origin: parent.origin }),
    prices: parent?.prices ?? AS_PARENT,
    flaws: flawsOf(parent, timeframe, symbols),
    ...(parent?.calendar !== undefined && { calendar: parent.calendar }),
    ...(parent && { calendars: parent.calendars }),
    ...(parent?.instrument && { instrument: facts }),
    // Weeks, and bars by what was traded, have no length of time that could be stated.
    ...((kind === 'clock' || kind === 'session') && { timeframe }),
    derivation: { name: data.name, dataHash: data.dataHash, rule: `resampled to ${timeframe}` },
    periodsPerYear: PERIODS_PER_YEAR[kind] ?? data.periodsPerYear,
    symbols: symbols
      .filter(({ rows }) => rows > 0)
      .map(({ symbol, file, sha256, rows, firstTime, lastTime }) => {
        const { part = 'test', instrument } = entries.get(symbol) ?? {};
        const { barTime: __, ...own } = instrument ?? {};
        const times = { first: dateText(firstTime), last: dateText(lastTime) };
        return { symbol, file, part, sha256, rows, ...times, ...(instrument && { instrument: own }) };
      }),
  };
}

const dateText = (time: number): string => new Date(time).toISOString().slice(0, 10);

function flawsOf(parent: Manifest | null, timeframe: string, symbols: readonly ResampledSymbol[]): string[] {
  const cut = symbols.filter(({ leavesOut }) => leavesOut).map(({ symbol }) => symbol);
  const shown = cut.length > 20 ? [...cut.slice(0, 20), `${cut.length - 20} more`] : cut;
  const left = `The data end within a bar of ${timeframe}, which is left out: ${shown.join(', ')}.`;
  return [...(cut.length > 0 ? [left] : []), ...(parent?.flaws ?? [])].slice(0, FLAWS_MAX);
}

/** Lower-case words with hyphens, as names of data are. */
function nameOf(parent: string, timeframe: string): string {
  const suffix = timeframe === '1M' ? '1-month' : timeframe;
  const words = `${parent.replace(/\.csv(\.gz)?$/i, '')}-${suffix}`.toLowerCase();
  return words
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, NAME_LENGTH_MAX);
}
