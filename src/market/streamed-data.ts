import { BarSpool, type SpoolWriter } from './bar-spool.ts';
import { type BarFile, CsvBarParser } from './csv-bars.ts';
import { isCompressed, statData, streamBlocks } from './data-file.ts';
import {
  actionsAt,
  checkBars,
  checkFile,
  type DataOptions,
  type DataSource,
  describeData,
  findSources,
  instrumentIn,
  type MarketData,
  readingOf,
} from './data-folder.ts';
import { hashPieces } from './data-hash.ts';
import type { SpooledBars } from './spooled-bars.ts';

/** About how much smaller a compressed file of bars is. */
const COMPRESSION = 4;

/** Data whose bars lie in a temporary file. */
export interface StreamedData extends MarketData<SpooledBars> {
  /** Gives the temporary file up. */
  readonly close: () => void;
}

/** About the bytes of CSV text at a path of data; a compressed file counts as four times its size. */
export function textBytes(path: string): number {
  const { sources } = findSources(path);
  return sources.reduce(
    (sum, { path: file }) => sum + statData(file).size * (isCompressed(file) ? COMPRESSION : 1),
    0,
  );
}

/**
 * Loads data as `loadMarketData` does, with the same checks and errors, the same hash and the same notes, but into a
 * temporary file, so that memory does not grow with the number of bars. Everything is checked before anything is
 * returned. Each block of a file waits for `pause`.
 *
 * @throws RegimetaError of kind `data`; E_OUTPUT_UNWRITABLE where the temporary file cannot be written.
 */
export async function streamMarketData(
  path: string,
  options: DataOptions,
  pause: () => Promise<void>,
): Promise<StreamedData> {
  const found = findSources(path);
  const spool = new BarSpool();
  try {
    const files: BarFile<SpooledBars>[] = [];
    const actions = actionsAt(found);
    for (const source of found.sources) {
      const { allowsNegativePrices } = instrumentIn(found.manifest, source);
      const bars = spool.begin(allowsNegativePrices, actions.get(source.symbol) ?? []);
      const reading = readingOf(source, found.manifest, options);
      files.push(await readSource({ source, reading }, bars, pause));
    }
    const series = files.map((file) => file.series);
    const data = describeData(found, files, options, hashSpooled(series));
    return { ...data, close: () => spool.close() };
  } catch (error) {
    spool.close();
    throw error;
  }
}

async function readSource(
  { source, reading }: { readonly source: DataSource; readonly reading: ReturnType<typeof readingOf> },
  bars: SpoolWriter,
  pause: () => Promise<void>,
): Promise<BarFile<SpooledBars>> {
  const { path, symbol } = source;
  checkFile(source);
  const parser = new CsvBarParser(path, bars.rows, reading);
  await streamBlocks(path, (bytes, last) => parser.push(bytes, last), pause);
  const file = { ...parser.finish(), series: bars.finish(symbol) };
  checkBars(source, file.series);
  return file;
}

/** The hash of `hashBars`, read piece by piece. */
function hashSpooled(series: readonly SpooledBars[]): string {
  return hashPieces(
    series.map((bars) => ({
      symbol: bars.symbol,
      kind: bars.kind,
      count: bars.time.length,
      actions: bars.actions,
      eachPiece: (take) => bars.eachPiece(take),
    })),
  );
}
