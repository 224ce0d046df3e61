import type { BootstrapKind } from '../evidence/stationary-bootstrap.ts';
import { dailyReturns } from '../metrics/daily-returns.ts';
import type { EquityTally } from '../metrics/equity-tally.ts';
import type { ArmRecord, RunReport } from '../model/run-record.ts';
import type { ArmRows } from '../store/arm-rows.ts';
import { configHash } from '../store/config-hash.ts';
import { runHash } from '../store/journal-hash.ts';
import { type ArmHash, Store } from '../store/store.ts';
import { BENCHMARK_NAME } from './compared-arms.ts';
import { type Difference, DifferenceList } from './difference-list.ts';
import { isProcessAlive } from './host.ts';
import { judgeArms } from './judge-arms.ts';
import { recordedDays } from './recorded-days.ts';
import { verifyAccount } from './verified-account.ts';
import { verifyFindings } from './verified-findings.ts';
import { talliedMarks, verifyMetrics } from './verified-metrics.ts';

/** What was derived anew from the rows of a run, and compared with what is recorded. */
interface VerifiedPart {
  /** What it is, in words. */
  readonly what: string;
  /** Null for what is of the run as a whole. */
  readonly arm: string | null;
  /** Rows that were compared. */
  readonly rows: number;
}

/** What could not be derived, and why. */
interface UnverifiedPart {
  readonly what: string;
  readonly arm: string | null;
  readonly reason: string;
}

/** The result of a verification. */
export interface Verification {
  readonly runId: number;
  /** Whether everything that could be derived is as it is recorded. */
  readonly isSame: boolean;
  readonly verified: readonly VerifiedPart[];
  readonly unverified: readonly UnverifiedPart[];
  /** The first ones, in the order in which they were found. */
  readonly differences: readonly Difference[];
  readonly differenceCount: number;
}

/**
 * Derives the ledger, equity, metrics, comparisons, verdict and hashes of a run from its recorded rows alone, and compares each with what
 * is recorded. Nothing is written. What the rows do not allow is told, and is no difference. Throws E_RUN_UNKNOWN.
 */
export function verifyRun(storePath: string, runId: number): Verification {
  const store = Store.openReadOnly(storePath, { isProcessAlive });
  try {
    return store.readRows((rowsOf) => new RunVerification(store, store.report(runId), rowsOf).verify());
  } finally {
    store.close();
  }
}

class RunVerification {
  readonly #store: Store;
  readonly #report: RunReport;
  readonly #rowsOf: (armId: number) => ArmRows;
  readonly #differences = new DifferenceList();
  readonly #verified: VerifiedPart[] = [];
  readonly #unverified: UnverifiedPart[] = [];
  readonly #equity = new Map<number, EquityTally>();

  constructor(store: Store, report: RunReport, rowsOf: (armId: number) => ArmRows) {
    this.#store = store;
    this.#report = report;
    this.#rowsOf = rowsOf;
  }

  verify(): Verification {
    const { run, arms } = this.#report;
    this.#verifyIdentity();
    const finished = arms.filter(({ journalHash }) => journalHash !== null);
    for (const arm of arms)
      if (arm.journalHash === null) this.#skip('all rows', arm, 'it did not come to its end');
    for (const arm of finished) this.#tallyMarks(arm);
    for (const arm of finished) this.#verifyArm(arm);
    this.#verifyVerdict();
    this.#verifyFindings();
    if (this.#report.training) {
      this.#unverified.push({ what: 'training', arm: null, reason: 'it would have to be repeated' });
    }
    return {
      runId: run.runId,
      isSame: this.#differences.count === 0,
      verified: this.#verified,
      unverified: this.#unverified,
      differences: this.#differences.kept,
      differenceCount: this.#differences.count,
    };
  }

  /** What the row of the run repeats of others. */
  #verifyIdentity(): void {
    const { run, arms } = this.#report;
    const place = { table: 'runs', row: `run ${run.runId}` };
    const compare = (field: string, recorded: unknown, derived: unknown): void =>
      this.#differences.compare(place, field, { recorded, derived });
    compare('config_hash', run.configHash, configHash(run));
    this.#did('configuration hash', null, 1);
    const traded = run.symbols.filter(({ part }) => part === 'test').map(({ symbol }) => symbol);
    if (run.instruments.length > 0) {
      const named = run.instruments.map(({ symbol }) => symbol).join(', ');
      this.#differences.compare({ table: 'run_symbols', row: `run ${run.runId}` }, 'symbol', {
        recorded: traded.join(', '),
        derived: named,
      });
    }
    if (run.kind === 'sweep') {
      this.#unverified.push({ what: 'trials', arm: null, reason: 'a sweep keeps no rows of its trials' });
      return;
    }
    if (run.status !== 'complete') {
      this.#unverified.push({
        what: 'journal hash of the run',
        arm: null,
        reason: `the run is ${run.status}`,
      });
      return;
    }
    const parts = this.#store.armHashes(run.runId);
    const hashed = parts.map(({ name, journalHash }) => ({ name, journalHash: journalHash ?? '' }));
    compare('journal_hash', run.journalHash, runHash(hashed));
    this.#did('journal hash of the run', null, parts.length);
    this.#verifyOtherSeeds(parts.filter(({ armId }) => arms.every((arm) => arm.armId !== armId)));
  }

  /** Of the arms of other seeds, that nothing in their journals was changed. */
  #verifyOtherSeeds(others: readonly ArmHash[]): void {
    if (others.length === 0) return;
    const { run } = this.#report;
    if (run.detail === 'full') {
      for (const { armId, name, seed, journalHash } of others) {
        const place = { table: 'arms', row: `arm ${name}, seed ${seed}` };
        const derived = this.#store.journalHash(armId);
        this.#differences.compare(place, 'journal_hash', { recorded: journalHash, derived });
      }
      this.#did('journal hash', null, others.length);
    }
    const reason = 'of arms of other seeds than the first, the hash alone is derived';
    this.#unverified.push({ what: 'metrics and accounts of other seeds', arm: null, reason });
  }

  #tallyMarks(arm: ArmRecord): void {
    const { run } = this.#report;
    const rows = this.#rowsOf(arm.armId);
    const days = recordedDays(run, arm.equity.time);
    this.#equity.set(arm.armId, talliedMarks(rows, initialCash(run.settings), days));
  }

  #verifyArm(arm: ArmRecord): void {
    const { run } = this.#report;
    const rows = this.#rowsOf(arm.armId);
    const { eventCount, markCount, symbols } = rows.facts();
    const { marks } = rows.counts();
    const hasEvents = run.detail !== 'summary';
    const kept = { hasEvents, hasAllMarks: marks === markCount };
    const named = run.instruments.map(({ symbol }) => symbol);
    if (named.length > 0) {
      const place = { table: 'arm_symbols', row: `arm ${arm.name}` };
      this.#differences.compare(place, 'symbol', { recorded: symbols.join(', '), derived: named.join(', ') });
    }
    if (hasEvents) this.#verifyEvents(arm, rows, { eventCount, symbolCount: symbols.length, ...kept });
    else
      this.#skip(
        'cash, positions, round trips and outcomes of orders',
        arm,
        'the run kept no events (--detail summary)',
      );
    this.#verifyArmMetrics(arm, rows, kept);
    this.#verifyHash(arm, { marks, markCount });
  }

  #verifyEvents(
    arm: ArmRecord,
    rows: ArmRows,
    counts: { readonly eventCount: number; readonly symbolCount: number; readonly hasAllMarks: boolean },
  ): void {
    const { run } = this.#report;
    const differences = this.#differences;
    for (const fault of [rows.sequenceFault(counts.eventCount), rows.fillFault(), rows.dayFault()]) {
      if (fault)
        differences.add({
          ...fault,
          row: fault.row === 'arm' ? `arm ${arm.name}` : `arm ${arm.name}, ${fault.row}`,
        });
    }
    this.#did('numbers of events', arm, counts.eventCount);
    const currencies = arm.balances.length > 0 ? arm.balances.map(({ currency }) => currency) : [''];
    const terms = {
      currencies,
      currencyOf: Array.from({ length: counts.symbolCount }, (_, i) =>
        Math.max(0, currencies.indexOf(run.instruments[i]?.currency ?? currencies[0]!)),
      ),
      multipliers: multipliersOf(this.#report, counts.symbolCount),
      initialCash: initialCash(run.settings),
    };
    const { hasAllMarks } = counts;
    const result = verifyAccount(rows, { arm: arm.name, terms, hasAllMarks, differences });
    this.#did('cash and positions after fills, actions, interest and exchanges', arm, result.events);
    this.#did('cash and equity of marks', arm, result.marks - result.marksUnpriced);
    if (result.marksUnpriced > 0) {
      const reason = `${result.marksUnpriced} marks hold money of other currencies, at rates that are not recorded`;
      this.#skip('cash of marks', arm, reason);
    }
    this.#did('round trips', arm, result.trips);
    this.#verifyBalances(arm, result.account);
    this.#verifyOutcomes(arm, rows);
  }

  #verifyBalances(arm: ArmRecord, { purses }: ReturnType<typeof verifyAccount>['account']): void {
    for (const [position, balance] of arm.balances.entries()) {
      const place = { table: 'currency_balances', row: `arm ${arm.name}, position ${position}` };
      const purse = purses[position]!;
      const scale = Math.max(
        purse.commission,
        ...[purse.converted, purse.profitRealised, purse.cash].map(Math.abs),
      );
      const fields = {
        cash: [balance.cash, purse.cash],
        profit_realised: [balance.profitRealised, purse.profitRealised],
        commission: [balance.commission, purse.commission],
        adjustments: [balance.adjustments, purse.adjustments],
        converted: [balance.converted, purse.converted],
      };
      for (const [field, [recorded, derived]] of Object.entries(fields)) {
        this.#differences.compare(place, field, { recorded, derived, scale });
      }
    }
    if (arm.balances.length === 0) return;
    this.#did('balances of currencies', arm, arm.balances.length);
    this.#skip(
      'exchange_rate and currency_profit of currency_balances',
      arm,
      'exchange rates between fills are not recorded',
    );
  }

  #verifyOutcomes(arm: ArmRecord, rows: ArmRows): void {
    const text = (outcomes: ArmRecord['outcomes']): Map<string, number> =>
      new Map(outcomes.map(({ kind, reason, orders }) => [`${kind}: ${reason}`, orders]));
    const [recorded, derived] = [text(arm.outcomes), text(rows.outcomes())];
    for (const outcome of new Set([...recorded.keys(), ...derived.keys()])) {
      const place = { table: 'order_outcomes', row: `arm ${arm.name}, ${outcome}` };
      const counts = { recorded: recorded.get(outcome) ?? 0, derived: derived.get(outcome) ?? 0 };
      this.#differences.compare(place, 'orders', counts);
    }
    this.#did('outcomes of orders', arm, derived.size);
  }

  #verifyArmMetrics(
    arm: ArmRecord,
    rows: ArmRows,
    kept: { readonly hasEvents: boolean; readonly hasAllMarks: boolean },
  ): void {
    const { run, arms } = this.#report;
    const days = recordedDays(run, arms[0]!.equity.time);
    const benchmark = arms.find(({ name }) => name === BENCHMARK_NAME);
    const [subject] = arms;
    const unverified = verifyMetrics({
      arm,
      rows,
      kept,
      equity: this.#equity.get(arm.armId)!,
      benchmark: (benchmark && this.#equity.get(benchmark.armId)) ?? null,
      changes: this.#rowsOf(subject!.armId)
        .changes()
        .map((time) => days.dateOf(time)),
      multipliers: multipliersOf(this.#report, rows.facts().symbols.length),
      periodsPerYear: run.periodsPerYear,
      riskFreeRate: riskFreeRate(run.settings),
      differences: this.#differences,
    });
    this.#did('metrics', arm, Object.keys(arm.metrics).length - unverified.length);
    if (unverified.length > 0) {
      this.#skip(
        `metrics ${unverified.join(', ')}`,
        arm,
        `the run kept less than it was computed from (--detail ${run.detail})`,
      );
    }
  }

  #verifyHash(
    arm: ArmRecord,
    { marks, markCount }: { readonly marks: number; readonly markCount: number },
  ): void {
    const { run } = this.#report;
    const row = `arm ${arm.name}`;
    if (run.detail !== 'full') {
      this.#skip('journal hash', arm, `the run did not keep its whole journal (--detail ${run.detail})`);
      return;
    }
    this.#differences.compare({ table: 'arms', row }, 'mark_count', { recorded: markCount, derived: marks });
    const derived = this.#store.journalHash(arm.armId);
    this.#differences.compare({ table: 'arms', row }, 'journal_hash', { recorded: arm.journalHash, derived });
    this.#did('journal hash', arm, 1);
  }

  #verifyVerdict(): void {
    const { run, arms, verdict, experiment } = this.#report;
    if (verdict === null) return;
    if (experiment.seeds.length > 0) {
      const reason = 'they are of the returns of several seeds together';
      this.#unverified.push({ what: 'comparisons and verdict', arm: null, reason });
      return;
    }
    const judged = arms.map(({ armId, name, role }) => {
      const { day, value } = dailyReturns(this.#equity.get(armId)!);
      return { name, role, day, value };
    });
    const derived = judgeArms(judged, {
      periodsPerYear: run.periodsPerYear,
      riskFreeRate: riskFreeRate(run.settings),
      trials: verdict.trials,
      seed: run.seed,
      bootstrap: run.settings['bootstrap'] as BootstrapKind | undefined,
    });
    for (const field of ['verdict', 'sentence'] as const) {
      const place = { table: 'verdicts', row: `run ${run.runId}` };
      this.#differences.compare(place, field, { recorded: verdict[field], derived: derived[field] });
    }
    for (const [position, comparison] of derived.comparisons.entries()) {
      const place = { table: 'comparisons', row: `position ${position}` };
      const recorded = verdict.comparisons[position] as unknown as Record<string, unknown> | undefined;
      for (const [field, value] of Object.entries(comparison)) {
        this.#differences.compare(place, columnOf(field), { recorded: recorded?.[field], derived: value });
      }
    }
    if (verdict.comparisons.length > derived.comparisons.length) {
      const row = `position ${derived.comparisons.length}`;
      this.#differences.add({ table: 'comparisons', row, field: 'position', recorded: row, derived: null });
    }
    this.#did('comparisons', null, derived.comparisons.length);
    this.#did('verdict', null, 1);
    this.#unverified.push({
      what: 'trials of verdicts',
      arm: null,
      reason: 'the store may hold more by now',
    });
  }

  #verifyFindings(): void {
    const { run, arms, findings } = this.#report;
    if (findings.length === 0 || arms.some(({ armId }) => !this.#equity.has(armId))) return;
    const parts = {
      report: this.#report,
      equity: this.#equity,
      rowsOf: this.#rowsOf,
      differences: this.#differences,
    };
    const count = verifyFindings(parts);
    if (count !== null) this.#did('findings', null, count);
    else
      this.#unverified.push({
        what: 'findings',
        arm: null,
        reason: `the run kept no events (--detail ${run.detail})`,
      });
  }

  #did(what: string, arm: ArmRecord | null, rows: number): void {
    this.#verified.push({ what, arm: arm?.name ?? null, rows });
  }

  #skip(what: string, arm: ArmRecord, reason: string): void {
    this.#unverified.push({ what, arm: arm.name, reason });
  }
}

function multipliersOf({ run }: RunReport, symbolCount: number): number[] {
  return Array.from({ length: symbolCount }, (_, i) => run.instruments[i]?.multiplier ?? 1);
}

const initialCash = (settings: RunReport['run']['settings']): number => settings['cash'] as number;

const riskFreeRate = (settings: RunReport['run']['settings']): number =>
  (settings['riskFreeRate'] as number | undefined) ?? 0;

/** The column of a field: `sharpe_low` of `sharpeLow`. */
const columnOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
