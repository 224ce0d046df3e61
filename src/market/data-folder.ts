import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { BarSeries, InstrumentAction } from '../model/bar-series.ts';
import type { BarTiming } from '../model/bar-timing.ts';
import { type Instrument, plainInstrument } from '../model/instrument.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import { ACTIONS_FILE, readActions } from './action-file.ts';
import { type TimedBars, timingsOf } from './bar-timing.ts';
import { type MarketCalendar, marketCalendar } from './calendar/market-calendar.ts';
import { type BarFile, type BarFileOptions, readBarFile } from './csv-bars.ts';
import { hashFile, statData } from './data-file.ts';
import { hashBars } from './data-hash.ts';
import { instrumentOf } from './instrument-facts.ts';
import {
  changePointsOf,
  MANIFEST_FILE,
  type Manifest,
  type ManifestSymbol,
  manifestError,
  readManifest,
  resolveInside,
} from './manifest.ts';
import { inferPeriodsPerYear } from './periods-per-year.ts';
import { shiftTimes } from './shifted-times.ts';
import type { SpooledBars } from './spooled-bars.ts';
import { isDataFileName, symbolOfFile } from './symbol-name.ts';
import type { TimeColumn } from './time-column.ts';

/** The role of a symbol: learners are trained on the one part and judged on the other; `rates` is not traded. */
type DataPart = 'train' | 'test' | 'rates';

/** Bars of a symbol, wherever they are kept. */
interface ReadBars {
  readonly symbol: string;
  readonly time: TimeColumn;
  readonly hasVolume?: boolean;
}

/** Everything that was read from a data folder or file. */
export interface MarketData<Bars = BarSeries> {
  readonly name: string;
  /** One for each symbol, in the order of the symbols by character code. */
  readonly series: readonly Bars[];
  /** What is fixed of each symbol, in the order of `series`. */
  readonly instruments: readonly Instrument[];
  /** What the times of the bars mean, in the order of `series`. */
  readonly timings: readonly BarTiming[];
  /** The calendars of the instruments, by name, with their sessions over the time of all bars. */
  readonly calendars: ReadonlyMap<string, MarketCalendar>;
  /** Rows of each symbol that repeated the bar before them and were kept once, in the order of `series`. */
  readonly duplicates: readonly number[];
  /** The part of each symbol; null without a manifest, where the user has not split the symbols. */
  readonly parts: ReadonlyMap<string, DataPart> | null;
  /** What a reader of results must know: licence, prices, known flaws, and what the loader noticed. */
  readonly notes: readonly string[];
  /** The first moments of the new regimes of made data, rising; null where nobody can know them. */
  readonly changePoints: readonly EpochMs[] | null;
  readonly periodsPerYear: number;
  /** SHA-256 over the bars, whatever files they came in. */
  readonly dataHash: string;
}

/** What a user may say about data that are loaded. */
export interface DataOptions {
  /** Takes the place of what the manifest says or the spacing of the bars suggests. */
  readonly periodsPerYear?: number;
  /** The zone of times of day that are written without one; takes the place of what the manifest says. */
  readonly timeZone?: string | undefined;
}

/** A data file to read, and what a manifest says of it. */
export interface DataSource {
  readonly symbol: string;
  readonly path: string;
  readonly entry: ManifestSymbol | null;
}

/**
 * Loads the data at a path: a folder with a `manifest.json`, a folder of `.csv` and `.csv.gz` files that are named by
 * their symbols, or one such file. Everything is checked before anything is returned.
 *
 * @throws RegimetaError of kind `data`.
 */
export function loadMarketData(path: string, options: DataOptions = {}): MarketData {
  const found = findSources(path);
  const actions = actionsAt(found);
  const files = found.sources.map((source) =>
    withActions(readSource(source, found.manifest, options), actions.get(source.symbol)),
  );
  return describeData(found, files, options, hashBars(files.map((file) => file.series)));
}

/** The files at a path of data, and what a manifest says of them. */
interface FoundData {
  readonly path: string;
  readonly manifest: Manifest | null;
  readonly sources: readonly DataSource[];
}

/** Finds the data files at a path, one for each symbol, in the order of the symbols; see `loadMarketData`. */
export function findSources(path: string): FoundData {
  const isFolder = statData(path).isDirectory();
  const manifest = isFolder && existsSync(join(path, MANIFEST_FILE)) ? readManifest(path) : null;
  const sources = manifest === null ? listSources(path, isFolder) : manifestSources(path, manifest);
  return { path, manifest, sources };
}

/** The files that were read, with what is known of them as a whole. */
export function describeData<Bars extends BarSeries | SpooledBars>(
  { path, manifest, sources }: FoundData,
  files: readonly BarFile<Bars>[],
  options: DataOptions,
  dataHash: string,
): MarketData<Bars> {
  const played = timingsOf(files.map((file, index) => timedBars(file, sources[index], manifest)));
  const series = files.map((file, index) => shiftTimes(file.series, played[index].shiftMs));
  const moved = series.filter((_, index) => played[index].shiftMs > 0);
  const instruments = series.map((bars, index): Instrument => {
    const instrument = withVolume(instrumentIn(manifest, sources[index]), bars);
    return played[index].shiftMs > 0 ? { ...instrument, barTime: 'end' } : instrument;
  });
  return {
    name: manifest?.name ?? basename(resolve(path)),
    series,
    instruments,
    duplicates: files.map(({ duplicates }) => duplicates),
    calendars: calendarsOf(instruments, manifest, series),
    parts: manifest === null ? null : new Map(manifest.symbols.map(({ symbol, part }) => [symbol, part])),
    timings: played.map(({ timing }) => timing),
    changePoints: manifest === null ? null : changePointsOf(manifest),
    notes: [
      ...(manifest === null ? [] : manifestNotes(manifest)),
      ...fileNotes(files),
      ...moved.map(movedNote),
    ],
    periodsPerYear: options.periodsPerYear ?? manifest?.periodsPerYear ?? inferPeriodsPerYear(series),
    dataHash,
  };
}

function timedBars(
  { series: { symbol, time }, kind }: BarFile<ReadBars>,
  source: DataSource,
  manifest: Manifest | null,
): TimedBars {
  const timeframe = source.entry?.timeframe ?? manifest?.timeframe;
  const { barTime } = instrumentIn(manifest, source);
  return { symbol, time, kind, stated: { timeframe, barTime } };
}

function movedNote({ symbol }: ReadBars): string {
  return `${symbol}: its bars bear the time of their end here, as they are played with shorter ones or with events.`;
}

/** What the manifest says of a symbol; a plain instrument where there is none. */
export function instrumentIn(manifest: Manifest | null, { symbol, entry }: DataSource): Instrument {
  if (!manifest || !entry) return plainInstrument(symbol);
  const folder = { calendar: manifest.calendar ?? null, ...manifest.instrument };
  return instrumentOf(symbol, folder, entry.instrument ?? {});
}

/** The calendars that the instruments name. */
function calendarsOf(
  instruments: readonly Instrument[],
  manifest: Manifest | null,
  series: readonly ReadBars[],
): Map<string, MarketCalendar> {
  const names = new Set(instruments.map(({ calendar }) => calendar).filter((name) => name !== null));
  const { first, last } = periodOf(series);
  return new Map(
    [...names].map((name) => [name, marketCalendar(name, manifest?.calendars ?? {}, first, last)]),
  );
}

function periodOf(series: readonly ReadBars[]): { first: EpochMs; last: EpochMs } {
  return series.reduce(
    ({ first, last }, { time }) => ({
      first: Math.min(first, time.at(0)!),
      last: Math.max(last, time.at(-1)!),
    }),
    { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY },
  );
}

/** Where no bar has volume, the source has none, whatever the manifest says. */
function withVolume(instrument: Instrument, { hasVolume = true }: ReadBars): Instrument {
  return hasVolume ? instrument : { ...instrument, hasVolume };
}

/** What a data folder tells of its instruments, by symbol; only of those of which it tells something. */
export function actionsAt({ path, sources }: FoundData): ReadonlyMap<string, readonly InstrumentAction[]> {
  const file = join(path, ACTIONS_FILE);
  if (!existsSync(file)) return new Map();
  const symbols = sources.map(({ symbol }) => symbol);
  return new Map([...readActions(file, symbols)].filter(([, actions]) => actions.length > 0));
}

function withActions(
  file: BarFile<BarSeries>,
  actions: readonly InstrumentAction[] | undefined,
): BarFile<BarSeries> {
  return actions === undefined ? file : { ...file, series: { ...file.series, actions } };
}

function listSources(path: string, isFolder: boolean): DataSource[] {
  const paths = isFolder ? dataFilesIn(path) : [path];
  const sources = paths
    .map((file) => ({ symbol: symbolOfFile(file), path: file, entry: null }))
    .sort(bySymbol);
  sources.forEach(({ symbol, path: file }, index) => {
    if (symbol !== sources[index + 1]?.symbol) return;
    throw new RegimetaError('E_DATA_SYMBOL', {
      place: file,
      rule: 'each symbol has one file',
      found: `${symbol} in ${basename(sources[index + 1].path)} too`,
      repair: 'Remove one of the two files',
    });
  });
  return sources;
}

function dataFilesIn(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => isDataFileName(name) && name !== ACTIONS_FILE);
  if (files.length > 0) return files.sort().map((file) => join(folder, file));
  throw new RegimetaError('E_DATA_EMPTY', {
    place: folder,
    rule: 'a data folder holds files that end in .csv or .csv.gz',
    repair: 'Name another folder',
  });
}

function manifestSources(folder: string, manifest: Manifest): DataSource[] {
  return manifest.symbols
    .map((entry) => ({ symbol: entry.symbol, path: resolveInside(folder, entry.file), entry }))
    .sort(bySymbol);
}

/** By character code, which no locale changes. */
function bySymbol(left: DataSource, right: DataSource): number {
  return left.symbol < right.symbol ? -1 : left.symbol > right.symbol ? 1 : 0;
}

/** How the rows of a file are read: by what the user says, or else the manifest. */
export function readingOf(
  { entry }: DataSource,
  manifest: Manifest | null,
  { timeZone }: DataOptions,
): Pick<BarFileOptions, 'kind' | 'timeZone'> {
  return { kind: entry?.kind, timeZone: timeZone ?? entry?.timeZone ?? manifest?.timeZone };
}

function readSource(source: DataSource, manifest: Manifest | null, options: DataOptions): BarFile {
  checkFile(source);
  const file = readBarFile(source.path, source.symbol, {
    allowNegativePrices: instrumentIn(manifest, source).allowsNegativePrices,
    ...readingOf(source, manifest, options),
  });
  checkBars(source, file.series);
  return file;
}

/** Throws E_DATA_HASH where the file is not the one that the manifest means. */
export function checkFile({ path, entry }: DataSource): void {
  if (entry?.sha256 !== undefined) checkHash(path, entry.sha256);
}

/** Throws E_DATA_MANIFEST where the bars of the file are not what the manifest says of them. */
export function checkBars({ path, entry }: DataSource, bars: ReadBars): void {
  if (entry !== null) checkEntry(path, entry, bars);
}

function checkHash(path: string, expected: string): void {
  const actual = hashFile(path);
  if (actual === expected) return;
  throw new RegimetaError('E_DATA_HASH', {
    place: path,
    rule: `the manifest gives the file the SHA-256 ${expected}`,
    found: actual,
    repair: 'Fetch the file again, or correct the manifest if the change was meant',
  });
}

function checkEntry(path: string, entry: ManifestSymbol, { time }: ReadBars): void {
  const actual = { rows: time.length, first: dateOf(time.at(0)!), last: dateOf(time.at(-1)!) };
  for (const field of ['rows', 'first', 'last'] as const) {
    if (entry[field] === undefined || entry[field] === actual[field]) continue;
    const rule = `the manifest gives ${entry.symbol} ${field} ${entry[field]}`;
    throw manifestError(path, rule, String(actual[field]));
  }
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function manifestNotes(manifest: Manifest): string[] {
  return [
    `${manifest.title}.`,
    `Licence: ${manifest.licence}`,
    `Prices: ${manifest.prices}`,
    ...manifest.flaws,
  ];
}

function fileNotes(files: readonly BarFile<ReadBars>[]): string[] {
  const repeated = files.filter(({ duplicates }) => duplicates > 0);
  const adjusted = files.filter(({ hasAdjustedClose }) => hasAdjustedClose);
  return [
    ...repeated.map(
      ({ series, duplicates }) => `${series.symbol}: ${duplicates} bars were given twice and kept once.`,
    ),
    ...files.flatMap(kindNotes),
    ...zoneNotes(files),
    ...(adjusted.length === 0
      ? []
      : [
          `The adjusted close of ${symbolsOf(adjusted)} is not used: prices are taken as open, high, low and close say.`,
        ]),
  ];
}

/** By which zones times were read that have none of their own. */
function zoneNotes(files: readonly BarFile<ReadBars>[]): string[] {
  const zones = new Set(files.map(({ localZone }) => localZone).filter((zone) => zone !== null));
  return [...zones].map((zone) => {
    const read = files.filter(({ localZone }) => localZone === zone);
    return `Times without an offset are those of clocks in ${zone}: ${symbolsOf(read)}.`;
  });
}

/** What a reader must know of a file that does not hold plain bars. */
function kindNotes({ series: { symbol }, kind, joined }: BarFile<ReadBars>): string[] {
  if (kind === 'bars') return [];
  if (joined === 0) return [`${symbol}: ${kind}.`];
  const rest = kind === 'quotes' ? 'were replaced by a later one' : 'were joined with another';
  return [`${symbol}: ${kind}, of which ${joined} ${rest} of the same time.`];
}

function symbolsOf(files: readonly BarFile<ReadBars>[]): string {
  return files.map(({ series }) => series.symbol).join(', ');
}
