import type { MetricName } from '../model/metric-catalog.ts';
import type { MetricValue } from '../model/metric-value.ts';
import type { SweepTrial, TrialResult } from '../model/sweep.ts';
import type { Connection, SqlRow, SqlStatement } from './connection.ts';
import { parametersFromBytes } from './parameter-bytes.ts';

/** Reads trials. Inside a read transaction only. */
export class TrialReader {
  readonly #one: SqlStatement;
  readonly #ofSweep: SqlStatement;
  readonly #metrics: SqlStatement;

  constructor(connection: Connection) {
    this.#one = connection.prepare(
      'SELECT trial_id, journal_hash FROM trials WHERE config_hash = ? AND code_version = ?',
    );
    this.#ofSweep = connection.prepare(
      `SELECT position, sweep_trials.parameters, fault, trials.trial_id, config_hash, journal_hash, event_count, mark_count, wall_ms, return_blocks
       FROM sweep_trials LEFT JOIN trials USING (trial_id) WHERE run_id = ? ORDER BY position`,
    );
    this.#metrics = connection.prepare('SELECT name, value, reason FROM trial_metrics WHERE trial_id = ?');
  }

  /** The trial of a configuration that this version of the program ran; null where there is none. */
  find(configHash: string, codeVersion: string): { trialId: number; journalHash: string } | null {
    const row = this.#one.get(configHash, codeVersion);
    if (row === undefined) return null;
    return { trialId: row['trial_id'] as number, journalHash: row['journal_hash'] as string };
  }

  /** The trials of a sweep in their order. */
  ofSweep(runId: number): SweepTrial[] {
    return this.#ofSweep.all(runId).map((row) => ({
      position: row['position'] as number,
      parameters: JSON.parse(row['parameters'] as string) as Record<string, unknown>,
      fault: row['fault'] as string | null,
      result: row['trial_id'] === null ? null : this.#result(row),
    }));
  }

  #result(row: SqlRow): TrialResult {
    const metrics: Partial<Record<MetricName, MetricValue>> = {};
    for (const { name, value, reason } of this.#metrics.all(row['trial_id'])) {
      metrics[name as MetricName] = { value, reason } as MetricValue;
    }
    const blocks = row['return_blocks'] as Uint8Array | null;
    return {
      configHash: row['config_hash'] as string,
      journalHash: row['journal_hash'] as string,
      eventCount: row['event_count'] as number,
      markCount: row['mark_count'] as number,
      metrics,
      returnBlocks: blocks === null ? null : parametersFromBytes(blocks),
      wallMs: row['wall_ms'] as number,
    };
  }
}
