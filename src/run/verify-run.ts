import type { EquityTally } from '../metrics/equity-tally.ts';
import type { CustomMetricRecord } from '../model/custom-metric.ts';
import type { ArmRecord, RunReport } from '../model/run-record.ts';
import type { TradingDays } from '../model/session.ts';
import type { ArmRows } from '../store/arm-rows.ts';
import { configHash } from '../store/config-hash.ts';
import { runHash } from '../store/journal-hash.ts';
import type { Store } from '../store/store.ts';
import { BENCHMARK_NAME } from './compared-arms.ts';
import type { MetricsAtHand } from './metrics-at-hand.ts';
import { readStore } from './read-store.ts';
import { recordedDays } from './recorded-days.ts';
import { type Verification, VerificationRecord } from './verification-record.ts';
import { initialCash, verifyArm } from './verified-arm.ts';
import { verifyExperiment } from './verified-experiment.ts';
import { verifyFindings, verifySweepFindings } from './verified-findings.ts';
import { talliedMarks } from './verified-metrics.ts';
import { verifySweep } from './verified-sweep.ts';
import { verifyTrials } from './verified-trials.ts';
import { verifyVerdict } from './verified-verdict.ts';

/**
 * Derives the ledger, equity, metrics, comparisons, verdict, findings and hashes of a run from its recorded rows alone, and compares each with
 * what is recorded. Nothing is written. What the rows do not allow is told, and is no difference. Metrics of the strategy are computed by those at hand;
 * where there are none, why. Throws E_RUN_UNKNOWN.
 */
export function verifyRun(
  storePath: string,
  runId: number,
  declared: MetricsAtHand = NOT_GIVEN,
): Verification {
  return readStore(storePath, (store) =>
    store.readRows((rowsOf) =>
      new RunVerification(store, { report: store.report(runId), rowsOf, declared }).verify(),
    ),
  );
}

const NOT_GIVEN: MetricsAtHand = { metrics: null, reason: 'the strategy that declares them was not given' };

/** An arm of a run with one of its seeds. */
interface RecordedArm {
  readonly record: ArmRecord;
  readonly seed: number;
  /** As it is told. */
  readonly name: string;
  readonly equity: EquityTally;
}

class RunVerification {
  readonly #store: Store;
  readonly #report: RunReport;
  readonly #rowsOf: (armId: number) => ArmRows;
  readonly #record = new VerificationRecord();

  readonly #declared: MetricsAtHand;

  constructor(
    store: Store,
    {
      report,
      rowsOf,
      declared,
    }: { report: RunReport; rowsOf: (armId: number) => ArmRows; declared: MetricsAtHand },
  ) {
    this.#store = store;
    this.#report = report;
    this.#rowsOf = rowsOf;
    this.#declared = declared;
  }

  verify(): Verification {
    const { run, training, verdict, findings } = this.#report;
    this.#verifyIdentity();
    this.#verifyDeclared();
    if (run.kind === 'sweep') this.#verifySweep();
    else if (run.kind === 'study')
      this.#record.skip('scores', null, 'a study keeps no rows of its forecasts');
    else this.#verifyHashOfRun();
    const arms = this.#finishedArms();
    for (const arm of arms) this.#verifyArm(arm, arms);
    const isWhole = arms.length === this.#store.armHashes(run.runId).length;
    if (run.kind === 'compare' && isWhole) this.#verifyEvidence(arms);
    if (training) this.#record.skip('training', null, 'it would have to be repeated');
    if (run.dataGaps.length + this.#report.prices.length > 0)
      this.#record.skip(
        'closes of symbols, gaps and lengths of the data',
        null,
        'the bars are not in the store',
      );
    if (run.kind !== 'sweep' && (verdict !== null || findings.length > 0)) {
      const counted = { run, verdictTrials: verdict?.trials ?? null, findings };
      verifyTrials(this.#store, counted, this.#record);
    }
    return this.#record.result(run.runId);
  }

  /** What the row of the run repeats of others. */
  #verifyIdentity(): void {
    const { run } = this.#report;
    const { differences } = this.#record;
    const place = { table: 'runs', row: `run ${run.runId}` };
    differences.compare(place, 'config_hash', { recorded: run.configHash, derived: configHash(run) });
    this.#record.did('configuration hash', null, 1);
    if (run.instruments.length === 0) return;
    const traded = run.symbols.filter(({ part }) => part === 'test').map(({ symbol }) => symbol);
    const named = run.instruments.map(({ symbol }) => symbol);
    const symbols = { recorded: traded.join(', '), derived: named.join(', ') };
    differences.compare({ table: 'run_symbols', row: `run ${run.runId}` }, 'symbol', symbols);
  }

  /** What the strategy declares of its metrics, which has the hash of the run. */
  #verifyDeclared(): void {
    const { run } = this.#report;
    if (run.customMetrics.length === 0) return;
    if (this.#declared.metrics === null) {
      this.#record.skip('metrics of the strategy', null, this.#declared.reason);
      return;
    }
    const place = { table: 'custom_metrics', row: `run ${run.runId}` };
    const told = (metrics: readonly CustomMetricRecord[]): string =>
      JSON.stringify(metrics.map(({ name, description, unit, better }) => [name, description, unit, better]));
    this.#record.differences.compare(place, 'name, description, unit, better', {
      recorded: told(run.customMetrics),
      derived: told(this.#declared.metrics),
    });
  }

  #verifyHashOfRun(): void {
    const { run } = this.#report;
    if (run.status !== 'complete') {
      this.#record.skip('journal hash of the run', null, `the run is ${run.status}`);
      return;
    }
    const parts = this.#store.armHashes(run.runId);
    const hashed = parts.map(({ name, journalHash }) => ({ name, journalHash: journalHash ?? '' }));
    const place = { table: 'runs', row: `run ${run.runId}` };
    this.#record.differences.compare(place, 'journal_hash', {
      recorded: run.journalHash,
      derived: runHash(hashed),
    });
    this.#record.did('journal hash of the run', null, parts.length);
    const facts = parts.map(({ armId }) => this.#rowsOf(armId).facts());
    const recorded = this.#store.counts(run.runId);
    const events = facts.reduce((sum, { eventCount }) => sum + eventCount, 0);
    const marks = facts.reduce((sum, { markCount }) => sum + markCount, 0);
    this.#record.differences.compare(place, 'event_count', { recorded: recorded.events, derived: events });
    this.#record.differences.compare(place, 'mark_count', { recorded: recorded.marks, derived: marks });
  }

  #verifySweep(): void {
    const sweep = this.#store.sweep(this.#report.run.runId);
    verifySweep(sweep, this.#record);
    if (sweep.findings.length === 0) return;
    const { run, findings } = sweep;
    verifySweepFindings(sweep, this.#record);
    verifyTrials(this.#store, { run, verdictTrials: null, findings }, this.#record);
  }

  /** The arms of all seeds that came to their end, in the order in which they began. */
  #finishedArms(): RecordedArm[] {
    const { run, arms: first } = this.#report;
    const seeds = new Set(this.#store.armHashes(run.runId).map(({ seed }) => seed));
    const days = first.length > 0 ? recordedDays(run, first[0]!.equity.time) : null;
    return [...seeds].flatMap((seed) => {
      const arms = seed === run.seed ? first : this.#store.arms(run.runId, seed);
      return arms.flatMap((record): RecordedArm[] => {
        const name = seed === run.seed ? record.name : `${record.name}, seed ${seed}`;
        if (record.journalHash === null || days === null) {
          this.#record.skip('all rows', name, 'it did not come to its end');
          return [];
        }
        const rows = this.#rowsOf(record.armId);
        return [{ record, seed, name, equity: talliedMarks(rows, initialCash(run.settings), days) }];
      });
    });
  }

  #verifyArm({ record: arm, name, seed, equity }: RecordedArm, arms: readonly RecordedArm[]): void {
    const { run } = this.#report;
    const subject = arms.find((other) => other.seed === seed)!.record;
    verifyArm({
      run,
      arm,
      name,
      rows: this.#rowsOf(arm.armId),
      equity,
      benchmark: arms.find(({ record }) => record.name === BENCHMARK_NAME)?.equity ?? null,
      changes: this.#changesOf(subject),
      store: this.#store,
      record: this.#record,
      declared: this.#declared,
    });
  }

  #changesOf({ armId, equity }: ArmRecord): number[] {
    const days: TradingDays = recordedDays(this.#report.run, equity.time);
    return this.#rowsOf(armId)
      .changes()
      .map((time) => days.dateOf(time));
  }

  /** What is said of the arms together. */
  #verifyEvidence(arms: readonly RecordedArm[]): void {
    const { run, verdict, experiment } = this.#report;
    const seeded = arms.map(({ record, seed, equity }) => ({
      job: { name: record.name, role: record.role, seed },
      equity,
      metrics: record.metrics,
      journalHash: record.journalHash,
    }));
    if (verdict !== null) verifyVerdict(run, verdict, seeded, this.#record);
    const closes = this.#store.closes(run.runId);
    verifyExperiment({ run, experiment, arms: seeded, closes, record: this.#record });
    if (this.#report.findings.length === 0) return;
    const equity = new Map(arms.map(({ record, equity: tally }) => [record.armId, tally]));
    verifyFindings({ report: this.#report, equity, rowsOf: this.#rowsOf, record: this.#record });
  }
}
