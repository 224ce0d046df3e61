import { dirname, resolve } from 'node:path';
import { loadMarketData, type MarketData } from '../market/data-folder.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { RunIdentity } from '../model/run-record.ts';
import type { RunWriter } from '../store/run-writer.ts';
import { Store } from '../store/store.ts';
import { CODE_VERSION } from './code-version.ts';
import type { Host } from './host.ts';
import type { LoadedStrategy } from './load-strategy.ts';
import { type MarketPlan, planMarket } from './market-plan.ts';
import { requireWritable } from './output-folder.ts';
import { parseOptions } from './parse-options.ts';
import { callHook } from './plugin-error.ts';
import { type RunSettings, runSettingsSchema } from './run-settings.ts';

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
export interface PreparedRun {
  readonly parameters: Options;
  readonly settings: RunSettings;
  readonly data: MarketData;
  readonly market: MarketPlan;
  readonly identity: RunIdentity;
}

/** Reads and checks everything that the request names. */
export function prepareRun(request: RunRequest, kind: RunIdentity['kind'], host: Host): PreparedRun {
  const settings = parseOptions(runSettingsSchema, request.settings, 'settings');
  const { loaded } = request;
  const { strategy, path, hash } = loaded;
  const parameters = callHook(loaded, 'parameters', () =>
    parseOptions(strategy.parameters, request.parameters, strategy.name),
  );
  const data = loadMarketData(request.dataPath);
  const market = planMarket(data, settings, strategy.learner !== undefined);
  requireLookback(loaded, parameters, market);
  const identity: RunIdentity = {
    kind,
    strategyName: strategy.name,
    strategyPath: path,
    strategyHash: hash,
    parameters,
    settings,
    seed: settings.seed,
    codeVersion: CODE_VERSION,
    nodeVersion: host.nodeVersion,
    dataName: data.name,
    dataHash: data.dataHash,
    dataNotes: [...data.notes, ...market.notes],
    symbols: market.symbols,
    testFrom: market.testFrom,
    testTo: market.testTo,
    periodsPerYear: data.periodsPerYear,
    command: request.command,
  };
  return { parameters, settings, data, market, identity };
}

/** A strategy that can never see a symbol would only seem to have run. */
function requireLookback(loaded: LoadedStrategy, parameters: Options, { test }: MarketPlan): void {
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

/**
 * Runs `work` between the beginning and the end of a run in the store. Whatever it throws is recorded: an
 * interruption as `interrupted`, anything else as `failed`; only the work itself may seal the run as complete.
 */
export async function withRun<Result>(
  request: RunRequest,
  identity: RunIdentity,
  host: Host,
  work: (run: RunWriter, store: Store) => Promise<Result>,
): Promise<Result> {
  // Before the work, not after it, it should turn out that its results could not be kept.
  requireWritable(dirname(resolve(request.storePath)));
  if (request.reportFolder !== null) requireWritable(request.reportFolder);
  const store = Store.open(request.storePath, {
    processId: host.processId,
    now: () => host.now(),
    isProcessAlive: (processId) => host.isProcessAlive(processId),
  });
  try {
    const run = store.beginRun(identity);
    try {
      return await work(run, store);
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
