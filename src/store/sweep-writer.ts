import { RegimetaError } from '../model/regimeta-error.ts';
import type { TrialResult } from '../model/sweep.ts';
import type { FinishedArm } from './arm-writer.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Connection, SqlStatement } from './connection.ts';
import { insertMetrics } from './metric-rows.ts';
import { parametersToBytes } from './parameter-bytes.ts';
import type { RunWriter } from './run-writer.ts';
import { TableInsert } from './table-insert.ts';
import { TrialReader } from './trial-reader.ts';

/** A combination of a sweep before it runs. */
export interface PlannedTrial {
  readonly position: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Null where it cannot run, which `fault` explains. */
  readonly configHash: string | null;
  readonly fault: string | null;
}

/** A combination that came to something: a result, or a fault where it could not be run to its end. */
export interface EndedTrial {
  readonly trial: PlannedTrial;
  readonly outcome: { readonly result: TrialResult } | { readonly fault: string };
}

/** What makes results of several sweeps those of the same thing. */
export interface TrialFamily {
  readonly strategyName: string;
  readonly dataHash: string;
  readonly codeVersion: string;
}

/** Writes the trials of a sweep, whose run a `RunWriter` begins and seals. Results are kept once for all sweeps. */
export class SweepWriter {
  readonly #connection: Connection;
  readonly #run: RunWriter;
  readonly #family: TrialFamily;
  readonly #reader: TrialReader;
  readonly #trials: TableInsert;
  readonly #metrics: TableInsert;
  readonly #combinations: TableInsert;
  readonly #setTrial: SqlStatement;
  readonly #setFault: SqlStatement;
  readonly #lease: SqlStatement;
  readonly #now: () => number;

  constructor(connection: Connection, run: RunWriter, family: TrialFamily, now: () => number) {
    this.#connection = connection;
    this.#run = run;
    this.#family = family;
    this.#now = now;
    this.#reader = new TrialReader(connection);
    this.#trials = new TableInsert(connection, 'trials', [
      'config_hash',
      'code_version',
      'strategy_name',
      'data_hash',
      'parameters',
      'journal_hash',
      'event_count',
      'mark_count',
      'wall_ms',
      'return_blocks',
    ]);
    this.#metrics = new TableInsert(connection, 'trial_metrics', ['trial_id', 'name', 'value', 'reason']);
    this.#combinations = new TableInsert(connection, 'sweep_trials', [
      'run_id',
      'position',
      'parameters',
      'trial_id',
      'fault',
    ]);
    this.#setTrial = connection.prepare(
      'UPDATE sweep_trials SET trial_id = ? WHERE run_id = ? AND position = ?',
    );
    this.#setFault = connection.prepare(
      'UPDATE sweep_trials SET fault = ? WHERE run_id = ? AND position = ?',
    );
    this.#lease = connection.prepare('UPDATE runs SET lease_at = ? WHERE run_id = ?');
  }

  /**
   * Records what the sweep is going to run. Returns those that have no fault and no result yet; with `reuse`, the results that
   * the store has already are taken over.
   */
  plan(trials: readonly PlannedTrial[], reuse: boolean): PlannedTrial[] {
    return this.#connection.write(() => {
      const open: PlannedTrial[] = [];
      for (const trial of trials) {
        const { position, parameters, configHash, fault } = trial;
        const known = reuse && configHash !== null ? this.#known(configHash) : null;
        const trialId = known?.trialId ?? null;
        const text = canonicalJson(parameters);
        this.#combinations.run([this.#run.runId, position, text, trialId, fault]);
        if (fault === null && trialId === null) open.push(trial);
      }
      return open;
    });
  }

  /**
   * Records what trials came to, in one transaction. Throws E_RESULT_DIFFERS where the store has another result of the same
   * configuration; nothing of these trials is recorded then.
   */
  record(ended: readonly EndedTrial[]): void {
    if (ended.length === 0) return;
    this.#connection.write(() => {
      for (const { trial, outcome } of ended) {
        if ('fault' in outcome) this.#setFault.run(outcome.fault, this.#run.runId, trial.position);
        else this.#setTrial.run(this.#keep(trial, outcome.result), this.#run.runId, trial.position);
      }
      this.#lease.run(this.#now(), this.#run.runId);
    });
  }

  /** Seals the sweep as complete. Its hash is over the parameters and the journal hashes of all trials, in their order. */
  complete(): string {
    const trials = this.#connection.read(() => this.#reader.ofSweep(this.#run.runId));
    const finished = trials.flatMap(({ parameters, result }): FinishedArm[] => {
      if (result === null) return [];
      const { journalHash, eventCount, markCount } = result;
      return [{ name: canonicalJson(parameters), journalHash, eventCount, markCount }];
    });
    return this.#run.complete(finished);
  }

  #known(configHash: string): ReturnType<TrialReader['find']> {
    return this.#reader.find(configHash, this.#family.codeVersion);
  }

  #keep({ parameters }: PlannedTrial, result: TrialResult): number {
    const { configHash, journalHash, eventCount, markCount, wallMs, returnBlocks } = result;
    const known = this.#known(configHash);
    if (known !== null) {
      if (known.journalHash !== journalHash) throw this.#alarm(parameters, known.journalHash, journalHash);
      return known.trialId;
    }
    const { codeVersion, strategyName, dataHash } = this.#family;
    const blocks = returnBlocks === null ? null : parametersToBytes(returnBlocks);
    const family = [configHash, codeVersion, strategyName, dataHash, canonicalJson(parameters)];
    const id = this.#trials.run([...family, journalHash, eventCount, markCount, wallMs, blocks]);
    insertMetrics(this.#metrics, id, result.metrics);
    return id;
  }

  #alarm(parameters: unknown, before: string, now: string): RegimetaError {
    return new RegimetaError('E_RESULT_DIFFERS', {
      place: canonicalJson(parameters),
      rule: `the same configuration gives the same journal, which was ${before.slice(0, 12)} before`,
      found: now.slice(0, 12),
      repair: 'Look for chance, time or state outside of init in the strategy: regimeta audit repeats a run',
    });
  }
}
