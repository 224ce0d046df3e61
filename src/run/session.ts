import { dirname, resolve } from 'node:path';
import { loadMarketData, type MarketData } from '../market/data-folder.ts';
import type { SpooledBars } from '../market/spooled-bars.ts';
import { streamMarketData, textBytes } from '../market/streamed-data.ts';
import type { BarSeries } from '../model/bar-series.ts';
import type { CalendarRecord } from '../model/calendar.ts';
import type { CustomMetricRecord } from '../model/custom-metric.ts';
import type { Instrument } from '../model/instrument.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { RunIdentity } from '../model/run-record.ts';
import { timeframeRule } from '../model/timeframe.ts';
import type { RunWriter } from '../store/run-writer.ts';
import { Store } from '../store/store.ts';
import { CODE_VERSION } from './code-version.ts';
import type { Host } from './host.ts';
import { type ReadCheckpoint, readCheckpoint, requireTrainedBefore } from './learner-checkpoint.ts';
import type { LoadedStrategy } from './load-strategy.ts';
import { type MarketPlan, planMarket } from './market-plan.ts';
import { requireWritable } from './output-folder.ts';
import { parseOptions } from './parse-options.ts';
import { callHook } from './plugin-error.ts';
import { type RunSettings, runSettingsSchema } from './run-settings.ts';
import { checkedData } from './session-faults.ts';
import { watchedHost } from './watched-host.ts';

/** Values by name, as yet unchecked. */
type Options = Readonly<Record<string, unknown>>;

/** What a user asks for: one strategy on one data folder. */
export interface RunRequest {
  readonly loaded: LoadedStrategy;
  readonly dataPath: string;
  /** Parameters of the strategy; what is left out has its default. */
  readonly parameters: Options;
  /** Settings of the run; what is left out has its default. */
  readonly settings: Options;
  /** The SQLite file that takes the run; it is made where there is none. */
  readonly storePath: string;
  /** The folder of the HTML report; null for none. */
  readonly reportFolder: string | null;
  /** The command line that repeats the run. */
  readonly command: string;
}

/** A run that is ready to start: all of its input was read and checked, and nothing was written yet. */
export interface PreparedRun<Bars extends BarSeries | SpooledBars = BarSeries> {
  readonly parameters: Options;
  readonly settings: RunSettings;
  readonly data: MarketData<Bars>;
  readonly market: MarketPlan<Bars>;
  readonly identity: RunIdentity;
  /** The checkpoint that the learner comes from; null where it is trained in this run, or there is none. */
  readonly checkpoint: ReadCheckpoint | null;
}

/** A prepared run, wherever its bars are. */
export type AnyPreparedRun = PreparedRun | PreparedRun<SpooledBars>;

/** Reads and checks everything that the request names; the bars are in memory afterwards. */
export function prepareRun(request: RunRequest, kind: RunIdentity['kind'], host: Host): PreparedRun {
  const options = readOptions(request);
  const { timeZone } = options.settings;
  return prepared(request, kind, host, options, loadMarketData(request.dataPath, { timeZone }));
}

/**
 * The same for a run whose bars may be streamed, and then `work`. They are where the setting asks for it, or by default
 * where there is much text, and the strategy has no learner, which trains on bars in memory.
 */
export async function withPreparedRun<Result>(
  request: RunRequest,
  kind: RunIdentity['kind'],
  host: Host,
  work: (run: AnyPreparedRun) => Promise<Result>,
): Promise<Result> {
  const options = readOptions(request);
  if (!isStreamed(request, options.settings)) return await work(prepareRun(request, kind, host));
  const { timeZone } = options.settings;
  const data = await streamMarketData(request.dataPath, { timeZone }, () => host.breathe());
  try {
    return await work(prepared(request, kind, host, options, data));
  } finally {
    data.close();
  }
}

const DAY_MS = 86_400_000;

/** From about two million bars on, at some 60 bytes of text each. */
const STREAMED_TEXT_BYTES = 120_000_000;

function isStreamed({ loaded, dataPath }: RunRequest, { streaming, outsideSessions }: RunSettings): boolean {
  const learns = loaded.strategy.learner !== undefined;
  if (outsideSessions === 'drop') {
    // Bars can be dropped in memory alone.
    if (streaming === 'on') throw neverStreamed('a run that drops bars outside of sessions');
    return false;
  }
  if (streaming !== 'on')
    return streaming === 'auto' && !learns && textBytes(dataPath) >= STREAMED_TEXT_BYTES;
  if (!learns) return true;
  throw neverStreamed('a strategy with a learner');
}

/** E_PARAMETER_INVALID: bars in memory are needed, and streamed ones are asked for. */
export function neverStreamed(subject: string): RegimetaError {
  return new RegimetaError('E_PARAMETER_INVALID', {
    place: '--streaming',
    rule: `${subject} keeps its bars in memory`,
    found: 'on',
    repair: 'Leave the setting out',
  });
}

function readOptions({ loaded, settings, parameters }: RunRequest): {
  readonly settings: RunSettings;
  readonly parameters: Options;
} {
  return {
    settings: parseOptions(runSettingsSchema, settings, 'settings'),
    parameters: callHook(loaded, 'parameters', () =>
      parseOptions(loaded.strategy.parameters, parameters, loaded.strategy.name),
    ),
  };
}

function prepared<Bars extends BarSeries | SpooledBars>(
  request: RunRequest,
  kind: RunIdentity['kind'],
  host: Host,
  options: ReturnType<typeof readOptions>,
  data: MarketData<Bars>,
): PreparedRun<Bars> {
  const run = plannedRun(request, kind, host, options, data);
  requireLookback(request.loaded, options.parameters, run.market.test);
  requireTimeframes(request.loaded, options.parameters, run.market.test);
  return run;
}

/** The run with its market and its identity; whether its parameters suit the data is not looked at. */
export function plannedRun<Bars extends BarSeries | SpooledBars>(
  request: Pick<RunRequest, 'loaded' | 'command'>,
  kind: RunIdentity['kind'],
  host: Host,
  { settings, parameters }: { readonly settings: RunSettings; readonly parameters: Options },
  loadedData: MarketData<Bars>,
): PreparedRun<Bars> {
  const { data, gaps, notes } = checkedData(loadedData, settings);
  const { loaded } = request;
  const { strategy, path, hash } = loaded;
  const checkpoint = checkpointOf(loaded, settings);
  const learning = strategy.learner !== undefined && (checkpoint?.saved.origin ?? true);
  const market = planMarket(data, settings, learning);
  if (checkpoint) requireTrainedBefore(checkpoint, market.testFrom);
  // How bars are read and how much is kept is no part of what was run: the results are the same, and so is the trial.
  const { streaming: _, detail, saveCheckpoint: __, checkpoint: ___, ...plain } = settings;
  const recorded = checkpoint ? { ...plain, checkpoint: checkpoint.hash } : plain;
  const identity: RunIdentity = {
    kind,
    strategyName: strategy.name,
    strategyPath: path,
    strategyHash: hash,
    parameters,
    settings: recorded,
    seed: settings.seed,
    codeVersion: CODE_VERSION,
    nodeVersion: host.nodeVersion,
    dataName: data.name,
    dataHash: data.dataHash,
    dataNotes: [...data.notes, ...notes, ...market.notes],
    dataGaps: gaps,
    symbols: market.symbols,
    instruments: market.instruments,
    calendars: calendarRecords(market.instruments, data.calendars),
    testFrom: market.testFrom,
    testTo: market.testTo,
    periodsPerYear: data.periodsPerYear,
    command: request.command,
    detail,
    customMetrics: (kind === 'sweep' ? [] : (strategy.metrics ?? [])).map(metricRecord),
  };
  return { parameters, settings, data, market, identity, checkpoint };
}

function checkpointOf({ strategy }: LoadedStrategy, settings: RunSettings): ReadCheckpoint | null {
  const flag = settings.checkpoint === undefined ? 'saveCheckpoint' : 'checkpoint';
  if (settings[flag] === undefined) return null;
  if (strategy.learner) return settings.checkpoint === undefined ? null : readCheckpoint(settings.checkpoint);
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place: flag === 'checkpoint' ? '--checkpoint' : '--save-checkpoint',
    rule: `a checkpoint belongs to a strategy with a learner, and ${strategy.name} has none`,
    found: settings[flag],
    repair: 'Leave the setting out',
  });
}

function metricRecord({ name, description, unit, better }: CustomMetricRecord): CustomMetricRecord {
  return { name, description, unit, better };
}

/** The calendars that the traded instruments name, by name. */
function calendarRecords(
  instruments: readonly Instrument[],
  calendars: MarketData['calendars'],
): CalendarRecord[] {
  return [...calendars.values()]
    .filter(({ name }) => instruments.some(({ calendar }) => calendar === name))
    .map(({ name, zone, definition }) => ({ name, zone, definition }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Throws E_DATA_SHORT for a strategy that can never see a symbol: it would only seem to have run. */
export function requireLookback(
  loaded: LoadedStrategy,
  parameters: Options,
  test: readonly (BarSeries | SpooledBars)[],
): void {
  const lookback = callHook(loaded, 'lookback', () => loaded.strategy.lookback(parameters));
  const bars = test.reduce((most, { time }) => Math.max(most, time.length), 0);
  // What is no number of bars at all is for the strategy's host to refuse.
  if (!Number.isInteger(lookback) || lookback <= bars) return;
  throw new RegimetaError('E_DATA_SHORT', {
    place: `${loaded.strategy.name} lookback`,
    rule: `a symbol is seen once it has ${lookback} bars, and none has that many up to the end of the test period`,
    found: `at most ${bars}`,
    repair: 'Shorten the look-back by the parameters of the strategy, or add data',
  });
}

/** The same for the timeframes of a strategy, as far as the time that the bars cover tells. */
export function requireTimeframes(
  loaded: LoadedStrategy,
  parameters: Options,
  test: readonly (BarSeries | SpooledBars)[],
): void {
  const declared = callHook(loaded, 'timeframes', () => loaded.strategy.timeframes?.(parameters)) ?? {};
  const coveredMs = test.reduce((most, { time }) => Math.max(most, time.at(-1)! - time.at(0)!), 0);
  for (const [name, lookback] of Object.entries(declared)) {
    const rule = timeframeRule(name);
    // What is no timeframe is for the strategy's host to refuse.
    if (rule === null || lookback === undefined) continue;
    // One more at each end, where bars may be cut.
    const bars = rule.kind === 'clock' ? Math.floor(coveredMs / rule.lengthMs) + 2 : Number.POSITIVE_INFINITY;
    const most = rule.kind === 'session' ? Math.floor(coveredMs / DAY_MS) + 2 : bars;
    if (lookback <= most) continue;
    throw new RegimetaError('E_DATA_SHORT', {
      place: `${loaded.strategy.name} timeframes`,
      rule: `a symbol is seen once it has ${lookback} bars of ${name}, and none has that many up to the end of the test period`,
      found: `at most ${most}`,
      repair: 'Shorten the look-back by the parameters of the strategy, or add data',
    });
  }
}

/**
 * Runs `work` between the beginning and the end of a run in the store, which its host tells of the progress. Whatever it throws is recorded: an
 * interruption as `interrupted`, anything else as `failed`; only the work itself may seal the run as complete.
 */
export async function withRun<Result>(
  request: Pick<RunRequest, 'storePath' | 'reportFolder'>,
  identity: RunIdentity,
  host: Host,
  work: (run: RunWriter, store: Store, host: Host) => Promise<Result>,
): Promise<Result> {
  // Before the work, not after it, it should turn out that its results could not be kept.
  requireWritable(dirname(resolve(request.storePath)));
  if (request.reportFolder !== null) requireWritable(request.reportFolder);
  const store = Store.open(request.storePath, {
    processId: host.processId,
    now: () => host.now(),
    isProcessAlive: (processId) => host.isProcessAlive(processId),
    journalProgram: new URL('../run/journal-worker.js', import.meta.url),
  });
  try {
    const run = store.beginRun(identity);
    try {
      return await work(run, store, watchedHost(host, run));
    } catch (error) {
      recordEnd(run, error);
      throw error;
    }
  } finally {
    store.close();
  }
}

/** Records how a run ended badly. A store that cannot take it leaves the run as it is: later found to be `crashed`. */
function recordEnd(run: RunWriter, error: unknown): void {
  try {
    if (error instanceof RegimetaError && error.code === 'E_INTERRUPTED') run.interrupt();
    else run.fail(error instanceof Error ? error : new Error(String(error)));
  } catch (storeError) {
    if (!(storeError instanceof RegimetaError)) throw storeError;
  }
}
