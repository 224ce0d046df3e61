import { availableParallelism } from 'node:os';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { SweepRecord } from '../model/sweep.ts';
import { canonicalJson } from '../store/canonical-json.ts';
import type { Store } from '../store/store.ts';
import type { EndedTrial, PlannedTrial, SweepWriter } from '../store/sweep-writer.ts';
import { trialsKnown } from './drawn-findings.ts';
import type { Host } from './host.ts';
import { bundleOf, type LoadedStrategy } from './load-strategy.ts';
import { parseOptions } from './parse-options.ts';
import { callHook } from './plugin-error.ts';
import { prepareSweep, type SweepRequest } from './prepared-sweep.ts';
import { sentMarket } from './sent-market.ts';
import { type PreparedRun, requireLookback, requireTimeframes, withRun } from './session.ts';
import { sweepFindings } from './sweep-findings.ts';
import { gridCombinations } from './sweep-grid.ts';
import { trialHash } from './trial-hash.ts';
import { TrialPool } from './trial-pool.ts';

/** A finished sweep, read back from the store. */
export interface SweepResult {
  readonly record: SweepRecord;
  readonly storePath: string;
  /** Threads that were at work. */
  readonly workers: number;
  /** Combinations that were run now; the others had a result from before. */
  readonly ran: number;
  /** Combinations of the grid that come to the same parameters as one before them, and so are left out. */
  readonly repeated: number;
  readonly elapsedMs: number;
  /** Distinct configurations of this strategy on these data that the store has results of: what later verdicts pay for. */
  readonly trialsCounted: number;
}

/** Results are recorded, and signals let through, at least this often. */
const TURN_MS = 100;

/**
 * Runs every combination of a grid in worker threads and records what each came to. A combination that the strategy
 * refuses, or throws at, is recorded with its fault and ends nothing. Results do not depend on the number of workers; what the store has a
 * result of is not run again. Throws E_PARAMETER_INVALID where no combination is sound.
 */
export async function runSweep(request: SweepRequest, host: Host): Promise<SweepResult> {
  const start = host.elapsedMs();
  const prepared = prepareSweep(request, host);
  const { trials, repeated } = plannedTrials(request, prepared);
  const { storePath } = request;
  return withRun(
    { storePath, reportFolder: null },
    prepared.identity,
    host,
    async (writer, store, watched) => {
      const sweep = store.sweepWriter(writer, prepared.identity);
      const open = sweep.plan(trials, !request.rerun);
      const workers = Math.min(request.workers ?? availableParallelism(), open.length);
      if (open.length > 0)
        await runOpen(open, { request, prepared, sweep, workers, total: trials.length }, watched);
      const { periodsPerYear } = prepared.data;
      const known = trialsKnown(store, prepared.identity, null);
      writer.writeFindings(
        sweepFindings(store.sweep(writer.runId).trials, { periodsPerYear, trials: known }),
      );
      sweep.complete();
      return {
        record: store.sweep(writer.runId),
        storePath,
        workers,
        ran: open.length,
        repeated,
        elapsedMs: watched.elapsedMs() - start,
        trialsCounted: trialsCounted(store, prepared),
      };
    },
  );
}

function trialsCounted(store: Store, { identity }: PreparedRun): number {
  return store.trials(identity.strategyName, identity.dataHash);
}

/** The combinations with what each is a run of, or why it cannot be one. */
function plannedTrials(
  { loaded, axes, random }: SweepRequest,
  { settings, identity, market }: PreparedRun,
): { readonly trials: PlannedTrial[]; readonly repeated: number } {
  const combinations = gridCombinations(axes, { random, seed: settings.seed });
  const trials: PlannedTrial[] = [];
  const seen = new Set<string>();
  let firstFault: RegimetaError | null = null;
  for (const given of combinations) {
    const position = trials.length;
    try {
      const parameters = checkedParameters(loaded, given, market.test);
      const text = canonicalJson(parameters);
      if (seen.has(text)) continue;
      seen.add(text);
      trials.push({ position, parameters, configHash: trialHash(identity, parameters), fault: null });
    } catch (error) {
      if (!(error instanceof RegimetaError)) throw error;
      firstFault ??= error;
      trials.push({ position, parameters: given, configHash: null, fault: faultOf(error) });
    }
  }
  if (firstFault !== null && seen.size === 0) throw firstFault;
  return { trials, repeated: combinations.length - trials.length };
}

function checkedParameters(
  loaded: LoadedStrategy,
  given: Readonly<Record<string, unknown>>,
  test: PreparedRun['market']['test'],
): Readonly<Record<string, unknown>> {
  const parameters = callHook(loaded, 'parameters', () =>
    parseOptions(loaded.strategy.parameters, given, loaded.strategy.name),
  );
  requireLookback(loaded, parameters, test);
  requireTimeframes(loaded, parameters, test);
  return parameters;
}

/** What was wrong, without what is the same for all combinations of the kind: the values that were found. */
function faultOf({ code, place, rule }: RegimetaError): string {
  return place === null ? `${code}: ${rule}` : `${code} ${place}: ${rule}`;
}

interface OpenSweep {
  readonly request: SweepRequest;
  readonly prepared: PreparedRun;
  readonly sweep: SweepWriter;
  readonly workers: number;
  readonly total: number;
}

async function runOpen(
  open: readonly PlannedTrial[],
  { request, prepared, sweep, workers, total }: OpenSweep,
  host: Host,
): Promise<void> {
  const setting = {
    bundle: bundleOf(request.loaded, 'a strategy that is swept'),
    market: sentMarket(prepared),
    settings: prepared.settings,
  };
  const jobs = open.map(({ parameters, configHash: hash }) => ({ parameters, configHash: hash! }));
  const pool = new TrialPool(jobs, setting, workers);
  let done = total - open.length;
  try {
    host.progress('sweep', done, total);
    while (done < total) {
      const ended = (await pool.take(TURN_MS)).map(({ number, outcome }): EndedTrial => {
        const trial = open[number]!;
        if ('result' in outcome) return { trial, outcome };
        if (!isFault(outcome.error)) throw outcome.error;
        return { trial, outcome: { fault: faultOf(outcome.error) } };
      });
      sweep.record(ended);
      done += ended.length;
      host.progress('sweep', done, total);
      await host.breathe();
    }
  } finally {
    await pool.close();
  }
}

/** Whether the combination is at fault, and not the program or the machine. */
function isFault({ exitCode }: RegimetaError): boolean {
  return exitCode < 5;
}
