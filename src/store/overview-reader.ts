import type { Verdict } from '../model/comparison.ts';
import type { ArmProgress, RunOverview, RunProgress } from '../model/run-overview.ts';
import type { RunRecord } from '../model/run-record.ts';
import type { Connection, SqlRow, SqlStatement } from './connection.ts';

/** Reads what a list of runs shows of each, and how far a run has come. Inside a read transaction only. */
export class OverviewReader {
  readonly #verdict: SqlStatement;
  readonly #metrics: SqlStatement;
  readonly #lease: SqlStatement;
  readonly #arms: SqlStatement;
  readonly #step: SqlStatement;

  constructor(connection: Connection) {
    this.#verdict = connection.prepare('SELECT verdict FROM verdicts WHERE run_id = ?');
    this.#metrics = connection.prepare(
      `SELECT max(value) FILTER (WHERE metrics.name = 'sharpe') AS sharpe,
         max(value) FILTER (WHERE metrics.name = 'total_return') AS total
       FROM metrics WHERE arm_id = (
         SELECT arm_id FROM arms JOIN runs USING (run_id) WHERE run_id = ? AND arms.seed = runs.seed
         ORDER BY role <> 'subject', arm_id LIMIT 1)`,
    );
    this.#lease = connection.prepare('SELECT lease_at FROM runs WHERE run_id = ?');
    this.#step = connection.prepare('SELECT phase, done, total FROM run_progress WHERE run_id = ?');
    this.#arms = connection.prepare(
      `SELECT arms.name || iif(arms.seed = runs.seed, '', ' of seed ' || arms.seed) AS name,
         arms.journal_hash IS NOT NULL AS finished, last.time, last.equity
       FROM arms JOIN runs USING (run_id) LEFT JOIN equity AS last ON last.arm_id = arms.arm_id
         AND last.slice = (SELECT max(slice) FROM equity WHERE equity.arm_id = arms.arm_id)
       WHERE run_id = ? ORDER BY arms.arm_id`,
    );
  }

  /** A run with what came of it. */
  overview(run: RunRecord): RunOverview {
    const verdict = run.status === 'complete' ? this.#verdict.get(run.runId) : undefined;
    const { sharpe, total } = this.#metrics.get(run.runId)!;
    return {
      run,
      verdict: (verdict?.['verdict'] ?? null) as Verdict | null,
      sharpe: sharpe as number | null,
      totalReturn: total as number | null,
    };
  }

  /** How far a run has come. */
  progress(run: RunRecord): RunProgress {
    const { runId, status } = run;
    const step = this.#stepOf(runId);
    const arms = this.#arms.all(runId).map((row) => armProgress(row, run, step));
    return {
      runId,
      status,
      leaseAt: this.#lease.get(runId)!['lease_at'] as number,
      arms,
      step,
      share: shareOf(arms, step),
    };
  }

  #stepOf(runId: number): RunProgress['step'] {
    const row = this.#step.get(runId);
    if (row === undefined) return null;
    return {
      phase: row['phase'] as string,
      share: row['total'] === 0 ? 0 : within(row['done'] as number, row['total'] as number),
    };
  }
}

const ARM_PHASE = 'arm ';

const within = (part: number, whole: number): number => Math.min(1, Math.max(0, part / whole));

/** What is written of an arm lags behind what is done of it, which the step knows where it is about one arm. */
function armProgress(
  { name, finished, time, equity }: SqlRow,
  { testFrom, testTo }: RunRecord,
  step: RunProgress['step'],
): ArmProgress {
  const written = time === null ? 0 : within((time as number) - testFrom, Math.max(1, testTo - testFrom));
  const done = step?.phase === `${ARM_PHASE}${name as string}` ? step.share : 0;
  return {
    name: name as string,
    isFinished: finished === 1,
    time: time as number | null,
    equity: equity as number | null,
    share: finished === 1 ? 1 : Math.max(written, done),
  };
}

/** A step that is about one arm is a part of a run with several; any other is about all of it. */
function shareOf(arms: readonly ArmProgress[], step: RunProgress['step']): number {
  if (step !== null && !step.phase.startsWith(ARM_PHASE)) return step.share;
  return arms.reduce((sum, { share }) => sum + share, 0) / Math.max(1, arms.length);
}
