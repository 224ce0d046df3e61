import type { Comparison, Verdict, VerdictSummary } from '../model/comparison.ts';
import type { RunRecord, RunReport, TrainingRecord } from '../model/run-record.ts';
import { ArmReader } from './arm-reader.ts';
import type { Connection, SqlRow, SqlStatement } from './connection.ts';
import { ExperimentReader } from './experiment-reader.ts';
import { findingsOf } from './finding-rows.ts';
import { parametersFromBytes } from './parameter-bytes.ts';
import { PriceReader } from './price-reader.ts';

/** Reads all that a report shows of a run. */
export class ReportReader {
  readonly #connection: Connection;
  readonly #arms: ArmReader;
  readonly #experiments: ExperimentReader;
  readonly #prices: PriceReader;
  readonly #training: SqlStatement;
  readonly #comparisons: SqlStatement;
  readonly #verdict: SqlStatement;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#arms = new ArmReader(connection);
    this.#experiments = new ExperimentReader(connection);
    this.#prices = new PriceReader(connection);
    this.#training = connection.prepare('SELECT * FROM trainings WHERE run_id = ? AND seed = ? AND fold = 0');
    this.#comparisons = connection.prepare('SELECT * FROM comparisons WHERE run_id = ? ORDER BY position');
    this.#verdict = connection.prepare('SELECT * FROM verdicts WHERE run_id = ?');
  }

  /** The report of the run that `readRun` reads, all from one snapshot. A verdict counts only once its run is complete. */
  report(readRun: () => RunRecord): RunReport {
    return this.#connection.read(() => {
      const run = readRun();
      const comparisons = this.#comparisons.all(run.runId).map(comparison);
      const training = this.#training.get(run.runId, run.seed);
      const verdict = run.status === 'complete' ? this.#verdict.get(run.runId) : undefined;
      return {
        run,
        arms: this.#arms.arms(run.runId, run.seed),
        prices: this.#prices.prices(run.runId),
        training: training ? trainingRecord(training) : null,
        verdict: verdict ? verdictSummary(verdict, comparisons) : null,
        comparisons,
        findings: findingsOf(this.#connection, run.runId),
        experiment: this.#experiments.experiment(run),
      };
    });
  }
}

function verdictSummary(row: SqlRow, comparisons: readonly Comparison[]): VerdictSummary {
  return {
    verdict: row['verdict'] as Verdict,
    sentence: row['sentence'] as string,
    trials: row['trials'] as number,
    comparisons,
  };
}

function trainingRecord(row: SqlRow): TrainingRecord {
  return {
    learner: row['learner'] as string,
    settings: JSON.parse(row['settings'] as string) as Record<string, unknown>,
    symbols: JSON.parse(row['symbols'] as string) as string[],
    from: row['from_time'] as number,
    to: row['to_time'] as number,
    tasks: row['tasks'] as number,
    lossCurve: JSON.parse(row['loss_curve'] as string) as number[],
    parametersHash: row['parameters_hash'] as string,
    parameters: parametersFromBytes(row['parameters'] as Uint8Array),
    wallMs: row['wall_ms'] as number,
  };
}

function comparison(row: SqlRow): Comparison {
  const number = (column: string) => row[column] as number;
  return {
    subject: row['subject'] as string,
    against: row['against'] as string,
    sharpeDifference: number('sharpe_difference'),
    sharpeLow: number('sharpe_low'),
    sharpeHigh: number('sharpe_high'),
    returnDifference: number('return_difference'),
    returnLow: number('return_low'),
    returnHigh: number('return_high'),
    level: number('level'),
    correlation: row['correlation'] as number | null,
    observations: number('observations'),
    blockLength: number('block_length'),
    resamples: number('resamples'),
    minimumDetectable: number('minimum_detectable'),
    verdict: row['verdict'] as Verdict,
  };
}
