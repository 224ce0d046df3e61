import { COMPARED_METRICS } from '../metrics/compared-metrics.ts';
import { customMetrics } from '../metrics/custom-metrics.ts';
import type { EquityFigures } from '../metrics/equity-tally.ts';
import type { ArmRecord, RunRecord } from '../model/run-record.ts';
import type { EpochMs } from '../model/time.ts';
import type { ArmRows } from '../store/arm-rows.ts';
import type { Store } from '../store/store.ts';
import type { MetricsAtHand } from './metrics-at-hand.ts';
import type { VerificationRecord } from './verification-record.ts';
import { verifyAccount } from './verified-account.ts';
import { verifyMetrics } from './verified-metrics.ts';

/** What an arm is verified from. */
export interface VerifiedArmParts {
  readonly run: RunRecord;
  readonly arm: ArmRecord;
  /** What it is called: its name, and its seed where it is not that of the run. */
  readonly name: string;
  readonly rows: ArmRows;
  /** Of its marks. */
  readonly equity: EquityFigures;
  /** That of the arm which others are measured against; null where none ran. */
  readonly benchmark: EquityFigures | null;
  /** Midnight UTC of the days on which the regimes began that the subject of the same seed confirmed. */
  readonly changes: readonly EpochMs[];
  readonly store: Store;
  readonly record: VerificationRecord;
  /** The metrics that the strategy of the run declares. */
  readonly declared: MetricsAtHand;
}

/** Derives ledger, equity, metrics and hash of an arm from its rows, and compares each with what is recorded. */
export function verifyArm(parts: VerifiedArmParts): void {
  new ArmVerification(parts).verify();
}

/** Written once all arms of a run have ended: no metric of a user sees them. */
const COMPARED: ReadonlySet<string> = new Set(COMPARED_METRICS);

class ArmVerification {
  readonly #parts: VerifiedArmParts;
  readonly #name: string;

  constructor(parts: VerifiedArmParts) {
    this.#parts = parts;
    this.#name = parts.name;
  }

  /** Derives and compares. */
  verify(): void {
    const { run, rows } = this.#parts;
    const { eventCount, markCount, symbols } = rows.facts();
    const { marks } = rows.counts();
    const hasEvents = run.detail !== 'summary';
    const kept = { hasEvents, hasAllMarks: marks === markCount };
    const named = run.instruments.map(({ symbol }) => symbol);
    if (named.length > 0) {
      const place = { table: 'arm_symbols', row: `arm ${this.#name}` };
      this.#parts.record.differences.compare(place, 'symbol', {
        recorded: symbols.join(', '),
        derived: named.join(', '),
      });
    }
    if (hasEvents) this.#verifyEvents({ eventCount, symbolCount: symbols.length, ...kept });
    else
      this.#skip(
        'cash, positions, round trips and outcomes of orders',
        'the run kept no events (--detail summary)',
      );
    this.#verifyMetrics(kept);
    this.#verifyHash({ marks, markCount });
  }

  #verifyEvents(counts: {
    readonly eventCount: number;
    readonly symbolCount: number;
    readonly hasAllMarks: boolean;
  }): void {
    const { arm } = this.#parts;
    const { run, rows } = this.#parts;
    const { differences } = this.#parts.record;
    for (const fault of [rows.sequenceFault(counts.eventCount), rows.fillFault(), rows.dayFault()]) {
      if (fault)
        differences.add({
          ...fault,
          row: fault.row === 'arm' ? `arm ${this.#name}` : `arm ${this.#name}, ${fault.row}`,
        });
    }
    this.#did('numbers of events', counts.eventCount);
    const currencies = arm.balances.length > 0 ? arm.balances.map(({ currency }) => currency) : [''];
    const terms = {
      currencies,
      currencyOf: Array.from({ length: counts.symbolCount }, (_, i) =>
        Math.max(0, currencies.indexOf(run.instruments[i]?.currency ?? currencies[0]!)),
      ),
      multipliers: multipliersOf(run, counts.symbolCount),
      initialCash: initialCash(run.settings),
    };
    const { hasAllMarks } = counts;
    const result = verifyAccount(rows, { arm: this.#name, terms, hasAllMarks, differences });
    this.#did('cash and positions after fills, actions, interest and exchanges', result.events);
    this.#did('cash and equity of marks', result.marks - result.marksUnpriced);
    if (result.marksUnpriced > 0) {
      const reason = `${result.marksUnpriced} marks hold money of other currencies, at rates that are not recorded`;
      this.#skip('cash of marks', reason);
    }
    this.#did('round trips', result.trips);
    this.#verifyBalances(result.account);
    this.#verifyOutcomes();
  }

  #verifyBalances({ purses }: ReturnType<typeof verifyAccount>['account']): void {
    const { arm } = this.#parts;
    for (const [position, balance] of arm.balances.entries()) {
      const place = { table: 'currency_balances', row: `arm ${this.#name}, position ${position}` };
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
        this.#parts.record.differences.compare(place, field, { recorded, derived, scale });
      }
    }
    if (arm.balances.length === 0) return;
    this.#did('balances of currencies', arm.balances.length);
    this.#skip(
      'exchange_rate and currency_profit of currency_balances',
      'exchange rates between fills are not recorded',
    );
  }

  #verifyOutcomes(): void {
    const { arm, rows } = this.#parts;
    const text = (outcomes: ArmRecord['outcomes']): Map<string, number> =>
      new Map(outcomes.map(({ kind, reason, orders }) => [`${kind}: ${reason}`, orders]));
    const [recorded, derived] = [text(arm.outcomes), text(rows.outcomes())];
    for (const outcome of new Set([...recorded.keys(), ...derived.keys()])) {
      const place = { table: 'order_outcomes', row: `arm ${this.#name}, ${outcome}` };
      const counts = { recorded: recorded.get(outcome) ?? 0, derived: derived.get(outcome) ?? 0 };
      this.#parts.record.differences.compare(place, 'orders', counts);
    }
    this.#did('outcomes of orders', derived.size);
  }

  #verifyMetrics(kept: { readonly hasEvents: boolean; readonly hasAllMarks: boolean }): void {
    const { run, arm, rows, equity, benchmark, changes } = this.#parts;
    const unverified = verifyMetrics({
      arm: { ...arm, name: this.#name },
      rows,
      kept,
      equity,
      benchmark,
      changes,
      multipliers: multipliersOf(run, rows.facts().symbols.length),
      periodsPerYear: run.periodsPerYear,
      riskFreeRate: riskFreeRate(run.settings),
      differences: this.#parts.record.differences,
    });
    this.#did('metrics', Object.keys(arm.metrics).length - unverified.length);
    if (unverified.length > 0) {
      this.#skip(
        `metrics ${unverified.join(', ')}`,
        `the run kept less than it was computed from (--detail ${run.detail})`,
      );
    }
    this.#verifyDeclared(kept.hasEvents);
  }

  #verifyDeclared(hasEvents: boolean): void {
    const { run, arm, rows, equity, declared } = this.#parts;
    if (run.customMetrics.length === 0 || declared.metrics === null) return;
    if (!hasEvents) {
      this.#skip('metrics of the strategy', `the run kept no round trips (--detail ${run.detail})`);
      return;
    }
    const tripProfits = [...rows.roundTrips()].map(({ profit }) => profit as number);
    const { periodsPerYear, settings } = run;
    const own = Object.entries(arm.metrics).filter(([name]) => !COMPARED.has(name));
    const input = {
      equity,
      periodsPerYear,
      riskFreeRate: riskFreeRate(settings),
      tripProfits,
      metrics: Object.fromEntries(own),
    };
    const derived = customMetrics(declared.metrics, input);
    for (const { name } of run.customMetrics) {
      const place = { table: 'metrics', row: `arm ${this.#name}, ${name}` };
      const recorded = arm.customMetrics[name];
      const { differences } = this.#parts.record;
      differences.compare(place, 'value', { recorded: recorded?.value, derived: derived[name]?.value });
      differences.compare(place, 'reason', { recorded: recorded?.reason, derived: derived[name]?.reason });
    }
    this.#did('metrics of the strategy', run.customMetrics.length);
  }

  #verifyHash({ marks, markCount }: { readonly marks: number; readonly markCount: number }): void {
    const { run, arm, store } = this.#parts;
    const row = `arm ${this.#name}`;
    if (run.detail !== 'full') {
      this.#skip('journal hash', `the run did not keep its whole journal (--detail ${run.detail})`);
      return;
    }
    this.#parts.record.differences.compare({ table: 'arms', row }, 'mark_count', {
      recorded: markCount,
      derived: marks,
    });
    const derived = store.journalHash(arm.armId);
    this.#parts.record.differences.compare({ table: 'arms', row }, 'journal_hash', {
      recorded: arm.journalHash,
      derived,
    });
    this.#did('journal hash', 1);
  }

  #did(what: string, rows: number): void {
    this.#parts.record.did(what, this.#name, rows);
  }

  #skip(what: string, reason: string): void {
    this.#parts.record.skip(what, this.#name, reason);
  }
}

function multipliersOf(run: RunRecord, symbolCount: number): number[] {
  return Array.from({ length: symbolCount }, (_, i) => run.instruments[i]?.multiplier ?? 1);
}

/** The cash that a run begins with. */
export const initialCash = (settings: RunRecord['settings']): number => settings['cash'] as number;

/** Fraction a year; zero for a run of before it was a setting. */
export const riskFreeRate = (settings: RunRecord['settings']): number =>
  (settings['riskFreeRate'] as number | undefined) ?? 0;
