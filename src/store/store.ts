import { hostname } from 'node:os';
import type { ExportTableName, ExportValue } from '../model/export-table.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { RunDifference } from '../model/run-difference.ts';
import type { RunOverview, RunProgress } from '../model/run-overview.ts';
import type { ArmRecord, Mark, RunIdentity, RunRecord, RunReport } from '../model/run-record.ts';
import type { StudyRecord } from '../model/study.ts';
import type { SweepRecord } from '../model/sweep.ts';
import type { EpochMs } from '../model/time.ts';
import { ArmReader } from './arm-reader.ts';
import { ArmRows } from './arm-rows.ts';
import type { ArmDesk } from './arm-writer.ts';
import { BatchWriter } from './batch-writer.ts';
import { closesOf, type RecordedCloses } from './closes-reader.ts';
import type { Connection } from './connection.ts';
import { eachExportRow } from './export-reader.ts';
import { findingsOf } from './finding-rows.ts';
import { JournalCourier, type ThreadStart } from './journal-courier.ts';
import { journalHashOf } from './journal-reader.ts';
import { MARK_WIDTH } from './mark-bytes.ts';
import { MarkReader } from './mark-reader.ts';
import { openForReading, openForWriting } from './open-store.ts';
import { OverviewReader } from './overview-reader.ts';
import { ReportReader } from './report-reader.ts';
import { runDifference } from './run-differ.ts';
import { type Liveness, recordCrashes } from './run-lease.ts';
import { type RunFilter, RunReader } from './run-reader.ts';
import { removeRuns } from './run-remover.ts';
import { type RunProcess, RunWriter } from './run-writer.ts';
import { storeInserts } from './store-inserts.ts';
import { SweepWriter, type TrialFamily } from './sweep-writer.ts';
import { type TrialBounds, trialBounds } from './trial-bounds.ts';
import { TrialReader } from './trial-reader.ts';

/** How a store is opened for writing. */
export interface StoreOptions {
  readonly processId: number;
  /** Wall time. */
  readonly now: () => EpochMs;
  /** Whether a process of this host is alive; if not given, no run is found to be crashed. */
  readonly isProcessAlive?: (processId: number) => boolean;
  /** The name of this host; the operating system's if not given. */
  readonly hostName?: string;
  /** How long to wait for another writer; 5,000 ms if not given. */
  readonly busyTimeoutMs?: number;
  /** The largest size that the file may grow to; no limit if not given. */
  readonly bytesMax?: number;
  /** The program of a thread that writes long journals, see `serveJournal`; if not given, this thread writes all. */
  readonly journalProgram?: URL;
}

/** How a store is opened for reading. */
export type ReadOptions = Pick<StoreOptions, 'isProcessAlive' | 'hostName'> &
  Partial<Pick<StoreOptions, 'now'>>;

/** An arm by its row, its name and its seed, with the hash of its journal. */
export interface ArmHash {
  readonly armId: number;
  readonly name: string;
  readonly seed: number;
  readonly journalHash: string | null;
}

/**
 * One SQLite file that holds runs: what each was, everything that happened in it, and what came of it. The schema is
 * written out in `schema.ts` and meant to be read with the sqlite3 shell too. All errors are coded.
 */
export class Store {
  readonly path: string;
  readonly #connection: Connection;
  readonly #runs: RunReader;
  readonly #reports: ReportReader;
  readonly #writing: Writing | null;

  private constructor(connection: Connection, liveness: Liveness, writing: Writing | null) {
    this.path = connection.path;
    this.#connection = connection;
    this.#runs = new RunReader(connection, liveness);
    this.#reports = new ReportReader(connection);
    this.#writing = writing;
  }

  /**
   * Opens a store for writing; a missing file is created, its folder is not. Runs whose process is gone become
   * `crashed`. Throws E_STORE_FOREIGN for a file that is not ours, an empty one included, and leaves it as it is;
   * E_STORE_SCHEMA for one of a newer version; E_STORE_CORRUPT, E_STORE_BUSY, E_STORE_FULL or E_STORE_OPEN.
   */
  static open(path: string, options: StoreOptions): Store {
    const { hostName = hostname() } = options;
    const connection = openForWriting(path, options);
    try {
      const liveness = { ...options, hostName };
      recordCrashes(connection, liveness);
      return new Store(connection, liveness, writingOf(connection, { ...options, hostName }));
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /**
   * Opens a store for reading; it changes nothing. A run whose process is gone is shown as `crashed`. Throws
   * E_STORE_OPEN where there is no file, and the same errors as `open`.
   */
  static openReadOnly(path: string, options: ReadOptions = {}): Store {
    const connection = openForReading(path);
    try {
      return new Store(connection, { hostName: hostname(), ...options }, null);
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** Begins a run. Throws E_INVARIANT on a store that was opened for reading. */
  beginRun(identity: RunIdentity): RunWriter {
    if (!this.#writing) {
      const rule = 'runs are written to a store that was opened for writing';
      throw new RegimetaError('E_INVARIANT', { place: this.path, rule });
    }
    return RunWriter.begin(this.#writing.desk, this.#writing.process, identity);
  }

  /** Writes the trials of a sweep, whose run was begun in this store. */
  sweepWriter(run: RunWriter, family: TrialFamily): SweepWriter {
    return new SweepWriter(this.#connection, run, family, this.#writing!.process.now);
  }

  /** A sweep with its trials, from one snapshot. Throws E_RUN_UNKNOWN. */
  sweep(runId: number): SweepRecord {
    return this.#connection.read(() => {
      const run = this.#runs.run(runId);
      const trials = new TrialReader(this.#connection).ofSweep(runId);
      return { run, trials, findings: findingsOf(this.#connection, runId) };
    });
  }

  /** A study with its scores, from one snapshot. Throws E_RUN_UNKNOWN. */
  study(runId: number): StudyRecord {
    const columns = 'contender, condition, seed, measure, value';
    return this.#connection.read(() => ({
      run: this.#runs.run(runId),
      scores: this.#connection
        .prepare(`SELECT ${columns} FROM study_scores WHERE run_id = ? ORDER BY position`)
        .all(runId) as unknown as StudyRecord['scores'],
    }));
  }

  /** Runs, newest first. */
  runs(filter: RunFilter = {}): RunRecord[] {
    return this.#runs.runs(filter);
  }

  /** All runs, newest first, with what came of each. */
  overviews(): RunOverview[] {
    return this.#connection.read(() => {
      const reader = new OverviewReader(this.#connection);
      return this.#runs.runs({}).map((run) => reader.overview(run));
    });
  }

  /** How far a run has come, by what it has written. Throws E_RUN_UNKNOWN. */
  progress(runId: number): RunProgress {
    return this.#connection.read(() => new OverviewReader(this.#connection).progress(this.#runs.run(runId)));
  }

  /** One run. Throws E_RUN_UNKNOWN, which names the newest runs that there are. */
  run(runId: number): RunRecord {
    return this.#runs.run(runId);
  }

  /** All that a report shows of a run, from one snapshot. Throws E_RUN_UNKNOWN. */
  report(runId: number): RunReport {
    return this.#reports.report(() => this.#runs.run(runId));
  }

  /**
   * How many distinct configurations of a strategy were run to the end on the same data, be it by themselves or in a sweep; with `including`, the
   * configuration hash of a run that is not complete yet, as if it were.
   */
  trials(strategyName: string, dataHash: string, including: string | null = null): number {
    return this.#runs.trials(strategyName, dataHash, including);
  }

  /** The annualised Sharpe ratios of those configurations, as far as they have one. */
  trialSharpes(strategyName: string, dataHash: string, including: string | null = null): number[] {
    return this.#runs.trialSharpes(strategyName, dataHash, including);
  }

  /** The journal hash of an arm, computed again from its rows alone. Throws E_RUN_UNKNOWN. */
  journalHash(armId: number): string {
    return journalHashOf(this.#connection, armId);
  }

  /** The arms of a run with all of its seeds, in the order in which they began; the hash is null of one that did not end. */
  armHashes(runId: number): ArmHash[] {
    return this.#connection.read(
      () =>
        this.#connection
          .prepare(
            'SELECT arm_id AS armId, name, seed, journal_hash AS journalHash FROM arms WHERE run_id = ? ORDER BY arm_id',
          )
          .all(runId) as unknown as ArmHash[],
    );
  }

  /** The arms of a run with one of its seeds, as a report has those of the first one. */
  arms(runId: number, seed: number): ArmRecord[] {
    return this.#connection.read(() => new ArmReader(this.#connection).arms(runId, seed));
  }

  /** The closes behind the sensitivity and the cross-validation of a run. */
  closes(runId: number): RecordedCloses {
    return this.#connection.read(() => closesOf(this.#connection, runId));
  }

  /** How many trials a run may have counted. */
  trialBounds(run: RunRecord): TrialBounds {
    return this.#connection.read(() => trialBounds(this.#connection, run));
  }

  /** The numbers of events and marks that the row of a run says it has; null until it is complete. */
  counts(runId: number): { readonly events: number | null; readonly marks: number | null } {
    return this.#connection.read(
      () =>
        this.#connection
          .prepare('SELECT event_count AS events, mark_count AS marks FROM runs WHERE run_id = ?')
          .get(runId) as unknown as { events: number | null; marks: number | null },
    );
  }

  /** Lets `read` look at the rows of arms, by their numbers, from one snapshot. */
  readRows<Result>(read: (rowsOf: (armId: number) => ArmRows) => Result): Result {
    return this.#connection.read(() => read((armId) => new ArmRows(this.#connection, armId)));
  }

  /** Hands all marks of a run to `take`, arm by arm, in their order, from one snapshot. Throws E_RUN_UNKNOWN. */
  eachMark(runId: number, take: (arm: string, mark: Mark) => void): void {
    this.#connection.read(() => {
      this.#runs.run(runId);
      const reader = new MarkReader(this.#connection);
      const arms = this.#connection.prepare('SELECT arm_id, name FROM arms WHERE run_id = ? ORDER BY arm_id');
      for (const { arm_id: armId, name } of arms.all(runId)) {
        reader.each(armId as number, (marks, at) => {
          const [sequence, time, cash, equity, gross, net] = marks.subarray(at, at + MARK_WIDTH);
          take(name as string, { sequence, time, cash, equity, gross, net } as Mark);
        });
      }
    });
  }

  /** How two runs differ: in what they were told, and where the journals of their arms part. Throws E_RUN_UNKNOWN. */
  difference(first: number, second: number): RunDifference {
    return this.#connection.read(() =>
      runDifference(this.#connection, this.#runs.run(first), this.#runs.run(second)),
    );
  }

  /** Hands the rows of a table of a run to `take`, in the order of its columns, from one snapshot; none for a run that is not there. */
  eachExportRow(runId: number, table: ExportTableName, take: (values: readonly ExportValue[]) => void): void {
    this.#connection.read(() => eachExportRow(this.#connection, { runId, table }, take));
  }

  /** Removes runs, all of them or none; see `removeRuns`. Throws E_RUN_UNKNOWN, and E_RUN_ACTIVE for one that is being written. */
  remove(runIds: readonly number[]): void {
    removeRuns(this.#connection, runIds, (runId) => this.#runs.run(runId));
  }

  /** Gives the room of what was removed back to the disk, by writing the whole file anew. */
  vacuum(): void {
    this.#connection.execute('VACUUM');
    this.#connection.pragma('wal_checkpoint(TRUNCATE)');
  }

  /** Closes the file. A run that was not sealed stays `running` until its process is gone. */
  close(): void {
    this.#writing?.courier.close();
    this.#connection.close();
  }
}

/** What a store is written with. */
interface Writing {
  readonly desk: ArmDesk;
  readonly courier: JournalCourier;
  readonly process: RunProcess;
}

function writingOf(connection: Connection, options: StoreOptions & { readonly hostName: string }): Writing {
  const { journalProgram, busyTimeoutMs, bytesMax, processId, now, hostName } = options;
  const { path } = connection;
  const start: ThreadStart | null = journalProgram
    ? { program: journalProgram, path, busyTimeoutMs, bytesMax }
    : null;
  const inserts = storeInserts(connection);
  const courier = new JournalCourier(new BatchWriter(connection, inserts), start);
  connection.settleFirst(() => courier.settle());
  return {
    desk: { connection, inserts, sink: courier, now },
    courier,
    process: { processId, now, hostName },
  };
}
