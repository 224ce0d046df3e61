import type { ArmRole } from '../model/arm-role.ts';
import type { Comparison, VerdictSummary } from '../model/comparison.ts';
import type { ArmLeftOut, PathArm, SensitivityRecord, WithCloses } from '../model/experiment.ts';
import type { Finding } from '../model/finding.ts';
import type { Instrument } from '../model/instrument.ts';
import type { MetricName } from '../model/metric-catalog.ts';
import type { MetricValue } from '../model/metric-value.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { PriceSample, RunDetail, RunIdentity, RunStatus, TrainingRecord } from '../model/run-record.ts';
import type { TradingDays } from '../model/session.ts';
import type { StudyScore } from '../model/study.ts';
import type { EpochMs } from '../model/time.ts';
import { type ArmDesk, ArmWriter, type FinishedArm } from './arm-writer.ts';
import { canonicalJson } from './canonical-json.ts';
import { configHash } from './config-hash.ts';
import type { Connection } from './connection.ts';
import { JOURNAL_FORM, runHash } from './journal-hash.ts';
import { insertMetrics } from './metric-rows.ts';
import { parametersToBytes } from './parameter-bytes.ts';
import type { StoreInserts } from './store-inserts.ts';
import { wellFormed } from './well-formed.ts';

/** An arm with so many bars of a symbol has a journal that is worth a thread, whatever it trades: its marks are some forty bytes each. */
const LONG_RUN_BARS = 100_000;

/** What an arm is, before it runs. */
export interface ArmIdentity {
  readonly name: string;
  readonly role: ArmRole;
  /** One sentence: what the arm does. */
  readonly description: string;
  /** That of the run if not given. */
  readonly seed?: number;
  /** The symbols that it trades, by symbol index. */
  readonly symbols: readonly string[];
  /** The days whose last marks are rows of `equity`; those of UTC if not given. */
  readonly days?: TradingDays | undefined;
}

/** Which of the trainings of a run one is. */
export interface TrainingPlace {
  readonly seed: number;
  /** From 0. */
  readonly fold: number;
  /** From when on its learner is in use; null for the beginning of the run. */
  readonly inUseFrom: EpochMs | null;
}

/** Who writes a run, and when. */
export interface RunProcess {
  readonly processId: number;
  readonly hostName: string;
  readonly now: () => EpochMs;
}

/**
 * Writes one run: training, arms, verdict, and how it ended. The run is `running` until `complete`, `fail` or
 * `interrupt` seals it in one transaction; nothing can be written afterwards.
 */
export class RunWriter {
  readonly runId: number;
  readonly configHash: string;
  readonly #desk: ArmDesk;
  readonly #connection: Connection;
  readonly #inserts: StoreInserts;
  readonly #process: RunProcess;
  readonly #detail: RunDetail;
  readonly #seed: number;
  readonly #arms: ArmWriter[] = [];
  #open = true;
  #scoreCount = 0;

  private constructor(
    desk: ArmDesk,
    process: RunProcess,
    run: { runId: number; configHash: string; detail: RunDetail; seed: number },
  ) {
    this.#desk = desk;
    this.#connection = desk.connection;
    this.#inserts = desk.inserts;
    this.#process = process;
    this.runId = run.runId;
    this.configHash = run.configHash;
    this.#detail = run.detail;
    this.#seed = run.seed;
  }

  /** Records that a run has begun. */
  static begin(desk: ArmDesk, process: RunProcess, identity: RunIdentity): RunWriter {
    const { connection, inserts } = desk;
    const hash = configHash(identity);
    if (isLong(identity)) desk.sink.expectMuch?.();
    const runId = connection.write(() => {
      const id = inserts.runs.run([...identityValues(identity), hash, 'running', ...leaseValues(process)]);
      for (const [position, { symbol, part, from, to, bars }] of identity.symbols.entries()) {
        inserts.runSymbols.run([id, position, symbol, part, from, to, bars]);
      }
      for (const [index, instrument] of identity.instruments.entries()) {
        inserts.instruments.run([id, index, ...instrumentValues(instrument)]);
      }
      for (const { name, zone, definition } of identity.calendars) {
        inserts.calendars.run([id, name, zone, definition === null ? null : canonicalJson(definition)]);
      }
      for (const [position, { symbol, kind, from, to, missing }] of identity.dataGaps.entries()) {
        inserts.dataGaps.run([id, position, symbol, kind, from, to, missing]);
      }
      for (const [position, { name, description, unit, better }] of (
        identity.customMetrics ?? []
      ).entries()) {
        inserts.customMetrics.run([id, position, name, wellFormed(description), unit, better]);
      }
      return id;
    });
    return new RunWriter(desk, process, {
      runId,
      configHash: hash,
      detail: identity.detail,
      seed: identity.seed,
    });
  }

  /** Begins an arm; names are unique within a seed of a run. */
  beginArm(arm: ArmIdentity): ArmWriter {
    const { name, role, description, symbols, days, seed = this.#seed } = arm;
    const armId = this.#write(() => {
      const id = this.#inserts.arms.run([this.runId, name, role, description, JOURNAL_FORM, seed]);
      for (const [index, symbol] of symbols.entries()) this.#inserts.armSymbols.run([id, index, symbol]);
      return id;
    });
    const writer = new ArmWriter(this.#desk, {
      runId: this.runId,
      armId,
      name,
      symbolCount: symbols.length,
      detail: this.#detail,
      days,
    });
    this.#arms.push(writer);
    return writer;
  }

  /** Records the closes of the traded symbols, by symbol index, as charts draw them; once a run. */
  writePrices(samples: readonly PriceSample[]): void {
    this.#write(() => {
      for (const [index, { time, close }] of samples.entries()) {
        const columns = [parametersToBytes(time), parametersToBytes(close)];
        this.#inserts.symbolPrices.run([this.runId, index, time.length, ...columns]);
      }
    });
  }

  /** Records how a learner was meta-trained; without a place it is the one training of the run. */
  writeTraining(training: TrainingRecord, place?: TrainingPlace): void {
    const { seed, fold, inUseFrom } = place ?? { seed: this.#seed, fold: 0, inUseFrom: null };
    const { learner, settings, symbols, from, to, tasks, lossCurve, parametersHash } = training;
    const texts = [learner, canonicalJson(settings), canonicalJson(symbols)];
    const results = [canonicalJson(lossCurve), parametersHash, parametersToBytes(training.parameters)];
    this.#write(() => {
      this.#inserts.trainings.run([
        this.runId,
        seed,
        fold,
        inUseFrom,
        ...texts,
        from,
        to,
        tasks,
        ...results,
        training.wallMs,
      ]);
    });
  }

  /** Records metrics of an arm of the run that need other arms too, once all have finished. */
  writeMetrics(armId: number, metrics: Readonly<Partial<Record<MetricName, MetricValue>>>): void {
    this.#write(() => insertMetrics(this.#inserts.metrics, armId, metrics));
  }

  /** Records what statistics say beside the comparisons; once a run. */
  writeFindings(findings: readonly Finding[]): void {
    this.#write(() => {
      for (const [position, finding] of findings.entries()) {
        const { method, subject, against, estimate, pValue, reason, detail } = finding;
        const values = [method, subject, against, estimate, pValue, reason, canonicalJson(detail)];
        this.#inserts.findings.run([this.runId, position, ...values]);
      }
    });
  }

  /** Records the verdict and the comparisons that it rests on; once a run. */
  writeVerdict(summary: VerdictSummary): void {
    this.#write(() => {
      this.#inserts.verdicts.run([this.runId, summary.verdict, summary.sentence, summary.trials]);
      for (const [position, comparison] of summary.comparisons.entries()) {
        this.#inserts.comparisons.run([this.runId, position, ...comparisonValues(comparison)]);
      }
    });
  }

  /**
   * Says how far the work has come, to whoever looks at the run meanwhile. A store that cannot take it just now is asked again the next time:
   * this must not end a run.
   */
  noteProgress(phase: string, done: number, total: number): void {
    if (!this.#open) return;
    const now = this.#process.now();
    try {
      // Settles nothing, as `write` would: a thread that writes the journal is not waited for.
      this.#connection.append(() => {
        this.#inserts.noteProgress.run(this.runId, phase, done, total, now);
        this.#inserts.renewLease.run(now, this.runId);
      });
    } catch (error) {
      if (!(error instanceof RegimetaError)) throw error;
    }
  }

  /** Records what models came to in a study, behind what was recorded of it before. */
  writeScores(scores: readonly StudyScore[]): void {
    this.#write(() => {
      for (const { contender, condition, seed, measure, value } of scores) {
        this.#inserts.studyScores.run([
          this.runId,
          this.#scoreCount++,
          contender,
          condition,
          seed,
          measure,
          value,
        ]);
      }
    });
  }

  /** Records the arms that do not apply, and why; once a run. */
  writeLeftOut(arms: readonly ArmLeftOut[]): void {
    this.#write(() => {
      for (const { arm, reason } of arms) this.#inserts.armsLeftOut.run([this.runId, arm, reason]);
    });
  }

  /** Records what the arms came to with other settings; once a run. */
  writeSensitivity(rows: readonly SensitivityRecord[]): void {
    this.#write(() => {
      for (const [position, row] of rows.entries()) {
        const { axis, setting, isBase, note } = row;
        const place = [axis, setting, isBase ? 1 : 0, note];
        for (const [armPosition, { arm, role, ...figures }] of row.arms.entries()) {
          const { sharpe, totalReturn, sharpeDifference, journalHash, dayCloses } = figures;
          const closes = dayCloses && parametersToBytes(dayCloses);
          const values = [arm, role, sharpe, totalReturn, sharpeDifference, journalHash, closes];
          this.#inserts.sensitivity.run([this.runId, position, armPosition, ...place, ...values]);
        }
      }
    });
  }

  /** Records what the arms came to on the paths of a cross-validation, path by path; once a run. */
  writePaths(arms: readonly (PathArm & WithCloses)[]): void {
    this.#write(() => {
      for (const [position, { path, arm, role, splits, ...figures }] of arms.entries()) {
        const { sharpe, totalReturn, sharpeDifference, journalHash, dayCloses } = figures;
        const results = [sharpe, totalReturn, sharpeDifference, journalHash];
        const closes = dayCloses && parametersToBytes(dayCloses);
        const values = [arm, role, canonicalJson(splits), ...results, closes];
        this.#inserts.paths.run([this.runId, path, position, ...values]);
      }
    });
  }

  /**
   * Seals the run as complete, with its counts and its journal hash, which it returns: those of its arms, or of the trials of
   * a sweep. Throws E_INVARIANT where an arm is not finished.
   */
  complete(trials: readonly FinishedArm[] = []): string {
    const arms = [...this.#arms.map(finishedArm), ...trials];
    const hash = runHash(arms);
    const events = arms.reduce((sum, arm) => sum + arm.eventCount, 0);
    const marks = arms.reduce((sum, arm) => sum + arm.markCount, 0);
    this.#seal('complete', [events, marks, hash, null]);
    return hash;
  }

  /** Seals the run as failed, with the error; what its arms had journalled before is kept. */
  fail(error: Error): void {
    this.#flushArms();
    const text = error instanceof RegimetaError ? error.message : `${error.name}: ${error.message}`;
    this.#seal('failed', [null, null, null, text]);
  }

  /** Seals the run as interrupted by its user; what its arms had journalled before is kept. */
  interrupt(): void {
    this.#flushArms();
    this.#seal('interrupted', [null, null, null, null]);
  }

  /** A batch that cannot be written, be it the reason of the failure, must not keep the run from being sealed. */
  #flushArms(): void {
    for (const arm of this.#arms) {
      try {
        arm.flush();
      } catch (error) {
        if (!(error instanceof RegimetaError)) throw error;
      }
    }
    try {
      this.#desk.sink.settle();
    } catch (error) {
      if (!(error instanceof RegimetaError)) throw error;
    }
  }

  #seal(status: RunStatus, results: readonly (number | string | null)[]): void {
    const now = this.#process.now();
    this.#write(() => {
      // Another host may have taken a silent run for crashed; its own writer knows better.
      const { changes } = this.#connection
        .prepare(
          `UPDATE runs SET status = ?, finished_at = ?, lease_at = ?,
             event_count = ?, mark_count = ?, journal_hash = ?, error = ?
           WHERE run_id = ? AND status IN ('running', 'crashed')`,
        )
        .run(status, now, now, ...results, this.runId);
      if (changes !== 1) throw sealed(this.runId);
      if (status === 'complete')
        this.#connection.prepare('DELETE FROM run_progress WHERE run_id = ?').run(this.runId);
    });
    this.#open = false;
    for (const arm of this.#arms) arm.abandon();
  }

  #write<Result>(action: () => Result): Result {
    if (!this.#open) throw sealed(this.runId);
    return this.#connection.write(action);
  }
}

function isLong({ kind, detail, symbols }: RunIdentity): boolean {
  const isRecorded = detail === 'full' && (kind === 'backtest' || kind === 'compare');
  return isRecorded && symbols.some(({ part, bars }) => part === 'test' && bars >= LONG_RUN_BARS);
}

function identityValues(identity: RunIdentity): (string | number)[] {
  const { kind, strategyName, strategyPath, strategyHash, parameters, settings, seed } = identity;
  const { codeVersion, nodeVersion, dataName, dataHash, dataNotes } = identity;
  const { testFrom, testTo, periodsPerYear, command, detail } = identity;
  const strategy = [kind, strategyName, strategyPath, strategyHash];
  const configuration = [canonicalJson(parameters), canonicalJson(settings), seed, codeVersion, nodeVersion];
  const data = [dataName, dataHash, canonicalJson(dataNotes)];
  return [...strategy, ...configuration, ...data, testFrom, testTo, periodsPerYear, command, detail];
}

function instrumentValues(instrument: Instrument): (string | number | null)[] {
  const { symbol, currency, multiplier, tickSize, lotSize, minNotional, calendar, barTime } = instrument;
  const flags = [instrument.allowsNegativePrices, instrument.hasVolume].map(Number);
  const facts = [symbol, currency, multiplier, tickSize, lotSize, minNotional, ...flags, calendar, barTime];
  return [...facts, instrument.baseCurrency];
}

function leaseValues({ processId, hostName, now }: RunProcess): (string | number)[] {
  const time = now();
  return [processId, hostName, time, time];
}

function comparisonValues(comparison: Comparison): (string | number | null)[] {
  const { subject, against, level, correlation, observations, blockLength, resamples } = comparison;
  const { sharpeDifference, sharpeLow, sharpeHigh, returnDifference, returnLow, returnHigh } = comparison;
  const differences = [sharpeDifference, sharpeLow, sharpeHigh, returnDifference, returnLow, returnHigh];
  const method = [level, correlation, observations, blockLength, resamples];
  return [subject, against, ...differences, ...method, comparison.minimumDetectable, comparison.verdict];
}

function finishedArm(arm: ArmWriter): FinishedArm {
  if (arm.finished) return arm.finished;
  throw new RegimetaError('E_INVARIANT', {
    place: `arm ${arm.name}`,
    rule: 'a run is complete only when all of its arms are finished',
  });
}

function sealed(runId: number): RegimetaError {
  return new RegimetaError('E_INVARIANT', {
    place: `run ${runId}`,
    rule: 'nothing is written to a run that is sealed',
  });
}
