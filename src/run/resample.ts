import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { ACTIONS_FILE } from '../market/action-file.ts';
import { BarFeed } from '../market/bar-feed.ts';
import { type PlayableBars, quotingOf } from '../market/bar-windows.ts';
import { findSources, loadMarketData, type MarketData } from '../market/data-folder.ts';
import { MANIFEST_FILE, readManifest } from '../market/manifest.ts';
import type { SpooledBars } from '../market/spooled-bars.ts';
import { streamMarketData, textBytes } from '../market/streamed-data.ts';
import type { BarSeries } from '../model/bar-series.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { TimeframeRule } from '../model/timeframe.ts';
import { BarBuilder } from '../strategy/timeframes/bar-builder.ts';
import { requireCoarser, requireTimeframe } from '../strategy/timeframes/coarser-timeframe.ts';
import { BarFileWriter, type WrittenFile } from './bar-file-writer.ts';
import type { Host } from './host.ts';
import { requireWritable } from './output-folder.ts';
import { resampledManifest } from './resampled-manifest.ts';
import type { ResampledSymbol } from './resampled-symbol.ts';
import { sessionClockOf } from './session-clock.ts';

/** Data that a user wants in bars of another length. */
export interface ResampleRequest {
  readonly dataPath: string;
  /** The zone of times of day that the data give without one. */
  readonly timeZone?: string | undefined;
  /** The timeframe of the new bars. */
  readonly timeframe: string;
  /** The folder that is made; null for one beside the data, named after them and the timeframe. */
  readonly folder: string | null;
  /** Whether a folder that an earlier resampling made may be replaced. */
  readonly replaces: boolean;
}

/** What a resampling made. */
export interface ResampleResult {
  readonly folder: string;
  readonly timeframe: string;
  /** The data that the bars were made of. */
  readonly parent: { readonly name: string; readonly dataHash: string };
  readonly symbols: readonly ResampledSymbol[];
}

type AnyData = MarketData<BarSeries | SpooledBars>;

/** From so much text on, bars are not kept in memory. */
const STREAMED_TEXT_BYTES = 120_000_000;
const SLICES_PER_BREATH = 8_192;

/**
 * Writes the bars of a data folder in a coarser timeframe as a new data folder, by the same rules as strategies see them:
 * complete bars only. The folder appears when all of it is written; whatever goes wrong before leaves nothing behind.
 *
 * @throws RegimetaError of kind `data`; E_PARAMETER_INVALID for what is no timeframe; E_OUTPUT_EXISTS, E_OUTPUT_UNWRITABLE.
 */
export async function resampleData(request: ResampleRequest, host: Host): Promise<ResampleResult> {
  const rule = requireTimeframe(request.timeframe, '--to', 'E_PARAMETER_INVALID');
  const folder = resolve(request.folder ?? defaultFolder(request));
  requireFree(folder, request);
  const { timeZone } = request;
  if (textBytes(request.dataPath) < STREAMED_TEXT_BYTES) {
    return writeFolder({ request, rule, folder }, loadMarketData(request.dataPath, { timeZone }), host);
  }
  const data = await streamMarketData(request.dataPath, { timeZone }, () => host.breathe());
  try {
    return await writeFolder({ request, rule, folder }, data, host);
  } finally {
    data.close();
  }
}

interface ResampleJob {
  readonly request: ResampleRequest;
  readonly rule: TimeframeRule;
  readonly folder: string;
}

async function writeFolder(job: ResampleJob, data: AnyData, host: Host): Promise<ResampleResult> {
  const { request, folder } = job;
  const { timeframe, dataPath } = request;
  requireCoarser(timeframe, data.timings, '--to');
  requireNoSplits(data);
  requireWritable(dirname(folder));
  const unfinished = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  try {
    const symbols: ResampledSymbol[] = [];
    for (const place of data.series.keys())
      symbols.push(await writeSymbol(job, data, place, unfinished, host));
    const written = symbols.filter(({ rows }) => rows > 0);
    if (written.length === 0) throw nothingComplete(timeframe);
    const { manifest } = findSources(dataPath);
    const text = JSON.stringify(resampledManifest(data, manifest, timeframe, symbols), null, 2);
    writeFileSync(join(unfinished, MANIFEST_FILE), `${text}\n`);
    const actions = join(dataPath, ACTIONS_FILE);
    if (existsSync(actions)) copyFileSync(actions, join(unfinished, ACTIONS_FILE));
    readManifest(unfinished);
    publish(unfinished, folder);
    const { name, dataHash } = data;
    return { folder, timeframe, parent: { name, dataHash }, symbols };
  } catch (error) {
    throw isSystemError(error) ? unwritable(folder, error) : error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Writes the file of a symbol; one without a complete bar is taken away again. */
async function writeSymbol(
  { rule, request }: ResampleJob,
  data: AnyData,
  place: number,
  folder: string,
  host: Host,
): Promise<ResampledSymbol> {
  const bars: PlayableBars = data.series[place]!;
  const { symbol } = bars;
  const name = symbol.replace(/[/:]/g, '_');
  const file = existsSync(join(folder, `${name}.csv`)) ? `${name}-${place}.csv` : `${name}.csv`;
  const hasQuotes = quotingOf(bars) !== 'none';
  const isDaily = rule.kind === 'session' || rule.kind === 'week' || rule.kind === 'month';
  const writer = new BarFileWriter(join(folder, file), { hasQuotes, isDaily });
  const builder = new BarBuilder({
    symbols: [symbol],
    rule,
    sessions: [sessionClockOf(data, place)],
    timings: [data.timings[place]!],
    hasQuotes,
  });
  let written: WrittenFile | null = null;
  try {
    const feed = new BarFeed([bars]);
    while (feed.next()) {
      builder.take(feed.slice, (completed) => {
        if (completed.fresh[0] === 1) writer.write(builder.beginTimes[0]!, completed);
      });
      if (feed.slice.index % SLICES_PER_BREATH !== 0) continue;
      host.progress(`${symbol} to ${request.timeframe}`, feed.slice.index, feed.sliceCount);
      await host.breathe();
    }
    written = writer.finish();
  } finally {
    if (written === null) writer.close();
  }
  if (written.rows === 0) rmSync(join(folder, file));
  return { symbol, file, leavesOut: builder.isBuilding(0), ...written };
}

function defaultFolder({ dataPath, timeframe }: ResampleRequest): string {
  const path = resolve(dataPath);
  const name = basename(path).replace(/\.csv(\.gz)?$/i, '');
  return join(dirname(path), `${name}-${timeframe.replace(':', '-').replace('1M', '1-month')}`);
}

/** Throws unless nothing is at the place of the new folder, or only what may be replaced. */
function requireFree(folder: string, { dataPath, replaces }: ResampleRequest): void {
  const way = relative(resolve(dataPath), folder);
  if (way === '' || !way.startsWith('..') || !relative(folder, resolve(dataPath)).startsWith('..')) {
    throw new RegimetaError('E_OUTPUT_EXISTS', {
      place: folder,
      rule: 'resampled data go to a folder of their own, beside the data and not within them',
      found: dataPath,
      repair: 'Name another folder with --out',
    });
  }
  if (!existsSync(folder)) return;
  const isMade = existsSync(join(folder, MANIFEST_FILE)) && readManifest(folder).derivation !== undefined;
  if (replaces && isMade) return;
  throw new RegimetaError('E_OUTPUT_EXISTS', {
    place: folder,
    rule: isMade
      ? 'a data folder is replaced only where that is asked for'
      : 'only a folder that data resample made is replaced',
    found: 'a folder or file of that name',
    repair: isMade
      ? 'Repeat with --force, or name another folder with --out'
      : 'Name another folder with --out',
  });
}

/** Puts a finished folder in its place; the one that it replaces is gone only then. */
function publish(finished: string, folder: string): void {
  if (!existsSync(folder)) {
    renameSync(finished, folder);
    return;
  }
  const replaced = mkdtempSync(join(dirname(folder), `.${basename(folder)}-replaced-`));
  renameSync(folder, join(replaced, 'old'));
  try {
    renameSync(finished, folder);
  } catch (error) {
    renameSync(join(replaced, 'old'), folder);
    throw error;
  } finally {
    rmSync(replaced, { recursive: true, force: true });
  }
}

/** A bar that a split falls into would be in other units than its time says. */
function requireNoSplits({ series }: AnyData): void {
  const split = series.find(({ actions = [] }) => actions.some(({ kind }) => kind === 'split'));
  if (split === undefined) return;
  throw new RegimetaError('E_DATA_ACTION', {
    place: split.symbol,
    rule: 'bars that splits fall into are not resampled',
    found: 'a split in actions.csv',
    repair: 'Adjust the bars for splits first, or let the strategy declare the timeframe',
  });
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

function unwritable(folder: string, error: NodeJS.ErrnoException): RegimetaError {
  return new RegimetaError('E_OUTPUT_UNWRITABLE', {
    place: folder,
    rule: 'the new folder can be written',
    found: error.code ?? error.message,
    repair: 'Free some room, or name another folder with --out',
    cause: error,
  });
}

function nothingComplete(timeframe: string): RegimetaError {
  return new RegimetaError('E_DATA_SHORT', {
    place: '--to',
    rule: `the data hold at least one complete bar of ${timeframe}`,
    found: 'none',
    repair: 'Choose a shorter timeframe, or add data',
  });
}
