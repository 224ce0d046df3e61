import type { AccountMark } from '../model/account.ts';
import type { EngineEvent } from '../model/event.ts';
import type { RoundTrip } from '../model/fill.ts';
import type { SettledForecasts } from '../model/forecast.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { CurrencyBalance, RunDetail } from '../model/run-record.ts';
import { type TradingDays, UTC_DAYS } from '../model/session.ts';
import type { EpochMs } from '../model/time.ts';
import type { Connection, SqlValue } from './connection.ts';
import { forecastBytes } from './forecast-bytes.ts';
import type { JournalSink } from './journal-batch.ts';
import { JournalHash } from './journal-hash.ts';
import { JOURNAL_TABLES, type JournalRow, journalRow, ROUND_TRIPS_NUMBER } from './journal-tables.ts';
import { MarkWriter } from './mark-writer.ts';
import { insertMetrics, type NamedMetrics } from './metric-rows.ts';
import { OutcomeTally } from './outcome-tally.ts';
import { RowBytes } from './row-bytes.ts';
import type { StoreInserts } from './store-inserts.ts';

const NO_BYTES = new Uint8Array(0);

/** How many rows, or how many marks, are collected before they are written in one transaction. */
const ROWS_PER_BATCH = 8192;
const MARKS_PER_BATCH = 16_384;

/** Rows are hashed in pieces of about this many bytes. */
const PIECE_BYTES = 32_768;

/** What an arm is written with. */
export interface ArmDesk {
  readonly connection: Connection;
  readonly inserts: StoreInserts;
  /** Takes the journal. */
  readonly sink: JournalSink;
  /** Wall time. */
  readonly now: () => EpochMs;
}

/** The row of the arm in the store. */
export interface BegunArm {
  readonly runId: number;
  readonly armId: number;
  readonly name: string;
  readonly symbolCount: number;
  readonly detail: RunDetail;
  /** The days whose last marks are rows; those of UTC if not given. */
  readonly days?: TradingDays | undefined;
}

/** What an arm writer has written, as its run needs to know it. */
export interface FinishedArm {
  readonly name: string;
  readonly journalHash: string;
  readonly eventCount: number;
  readonly markCount: number;
}

/**
 * Writes the journal of one arm: events and marks as they come, in batches, then round trips and metrics. It is a
 * `Journal` of the engine. What is not flushed when the process dies is lost; what is flushed stays.
 */
export class ArmWriter {
  readonly armId: number;
  readonly name: string;
  readonly #desk: ArmDesk;
  readonly #runId: number;
  readonly #hash = new JournalHash();
  readonly #marks: MarkWriter;
  readonly #keepsEvents: boolean;
  readonly #hasOneSymbol: boolean;
  /** Events, of which so many bytes are hashed. */
  readonly #events = new RowBytes();
  #hashedBytes = 0;
  readonly #beside = new RowBytes();
  #rowCount = 0;
  #tripCount = 0;
  #forecasts: (readonly SqlValue[])[] = [];
  readonly #outcomes = new OutcomeTally();
  #sequence = 0;
  #time = Number.NEGATIVE_INFINITY;
  #open = true;
  #finished: FinishedArm | null = null;

  constructor(desk: ArmDesk, arm: BegunArm) {
    this.#desk = desk;
    this.#runId = arm.runId;
    this.armId = arm.armId;
    this.name = arm.name;
    this.#keepsEvents = arm.detail !== 'summary';
    this.#hasOneSymbol = arm.symbolCount === 1;
    const isPacked = arm.detail === 'full';
    const { days = UTC_DAYS } = arm;
    this.#marks = new MarkWriter({ capacity: MARKS_PER_BATCH, isPacked, days });
  }

  /** What the arm came to; null until it is finished. */
  get finished(): FinishedArm | null {
    return this.#finished;
  }

  /**
   * Takes the next event. Throws E_INVARIANT unless its sequence number follows the last one and its time is not
   * before the last; may write, and so throw the errors of the store.
   */
  append(event: EngineEvent): void {
    if (event.sequence !== this.#sequence + 1 || event.time < this.#time) this.#refuseEvent(event);
    this.#sequence = event.sequence;
    this.#time = event.time;
    if (this.#hasOneSymbol) this.#holdPosition(event);
    this.#outcomes.add(event);
    this.#addRow(journalRow(event));
    if (this.#keepsEvents && ++this.#rowCount >= ROWS_PER_BATCH) this.#write(false);
  }

  /**
   * Takes the account at the close of a slice. Throws E_INVARIANT for a time before the last or a number that is not
   * finite; may write, and so throw the errors of the store.
   */
  mark(account: AccountMark): void {
    const { time, cash, equity, gross, net } = account;
    if (!Number.isFinite(time + cash + equity + gross + net) || time < this.#time) {
      this.#refuseMark([time, cash, equity, gross, net]);
    }
    this.#time = time;
    this.#marks.add(this.#sequence, account);
    if (this.#marks.isFull) this.#write(false);
  }

  /** Takes round trips in the order in which they closed; may write. They follow from the fills and are not hashed. */
  closed(roundTrips: readonly RoundTrip[]): void {
    if (!this.#keepsEvents) return;
    for (const trip of roundTrips) this.#addRoundTrip(trip);
    this.#rowCount += roundTrips.length;
    if (this.#rowCount >= ROWS_PER_BATCH) this.#write(false);
  }

  /** Takes predictions whose labels are known; may write. They are not hashed. */
  forecast({ time, predictions, labels }: SettledForecasts): void {
    if (!this.#keepsEvents) return;
    this.#forecasts.push([time, forecastBytes(predictions, labels)]);
    if (this.#forecasts.length >= ROWS_PER_BATCH) this.#write(false);
  }

  /** Hands on all that is pending, for one transaction: all of it or, if that throws, nothing. */
  flush(): void {
    this.#write(true);
  }

  /** Unless `whole`, the day row of the latest mark waits: whether its day goes on is not known yet. */
  #write(whole: boolean): void {
    if (this.#rowCount + this.#forecasts.length === 0 && !this.#marks.hasPending) return;
    this.#requireOpen();
    this.#hashRows();
    this.#desk.sink.write({
      runId: this.#runId,
      armId: this.armId,
      leaseAt: this.#desk.now(),
      rowCount: this.#rowCount,
      events: this.#keepsEvents ? this.#events.from(0) : NO_BYTES,
      beside: this.#beside.from(0),
      marks: this.#marks.batch(whole),
      forecasts: this.#forecasts,
    });
    this.#hash.addMarks(this.#marks.bytes());
    this.#dropRows();
    this.#marks.takeOff(whole);
  }

  /** Hashes a row and, where events are kept, puts it down for the store. */
  #addRow({ table, values }: JournalRow): void {
    const { number, hashed, unhashed } = JOURNAL_TABLES[table];
    this.#events.add(number, values, hashed.length);
    if (this.#keepsEvents && unhashed.length > 0) this.#beside.add(number, values, values.length);
    if (this.#events.length - this.#hashedBytes >= PIECE_BYTES) this.#hashRows();
  }

  #hashRows(): void {
    this.#hash.addRows(this.#events.from(this.#hashedBytes));
    if (!this.#keepsEvents) this.#events.take();
    this.#hashedBytes = this.#events.length;
  }

  /**
   * Writes the rest of the journal with the last round trips, what was computed from it (`balances` for an account with several
   * currencies), and the hash, which it returns. Nothing can be
   * written to the arm afterwards.
   */
  finish(
    roundTrips: readonly RoundTrip[],
    metrics: NamedMetrics,
    balances: readonly CurrencyBalance[] = [],
  ): string {
    this.closed(roundTrips);
    this.flush();
    this.#requireOpen();
    this.#hashRows();
    const finished = {
      name: this.name,
      journalHash: this.#hash.digest(),
      eventCount: this.#sequence,
      markCount: this.#marks.written,
    };
    const { connection, inserts } = this.#desk;
    connection.write(() => {
      insertMetrics(inserts.metrics, this.armId, metrics);
      this.#insertBalances(balances);
      for (const { kind, reason, orders } of this.#outcomes.outcomes) {
        inserts.outcomes.run([this.armId, kind, reason, orders]);
      }
      const { eventCount, markCount, journalHash } = finished;
      inserts.finishArm.run(eventCount, markCount, journalHash, this.armId);
    });
    this.#finished = finished;
    this.#open = false;
    return finished.journalHash;
  }

  /** Gives the arm up as it is: what is pending is dropped, and nothing can be written to it any more. */
  abandon(): void {
    this.#dropRows();
    this.#marks.clear();
    this.#open = false;
  }

  /** Tells the packing of marks what is held of the one symbol. */
  #holdPosition(event: EngineEvent): void {
    if (event.kind === 'order-filled' || event.kind === 'market-action')
      this.#marks.hold(event.positionQuantity);
  }

  #dropRows(): void {
    this.#events.take();
    this.#hashedBytes = 0;
    this.#beside.take();
    this.#rowCount = 0;
    this.#forecasts = [];
  }

  #addRoundTrip(trip: RoundTrip): void {
    const { symbolIndex, side, entryTime, exitTime, entryIndex, exitIndex } = trip;
    const { quantity, entryPrice, exitPrice, commission, profit, currencyProfit } = trip;
    const when = [entryTime, exitTime, entryIndex, exitIndex];
    const money = [quantity, entryPrice, exitPrice, commission, profit, currencyProfit];
    const values = [this.#tripCount++, symbolIndex, side, ...when, ...money];
    this.#beside.add(ROUND_TRIPS_NUMBER, values, values.length);
  }

  #insertBalances(balances: readonly CurrencyBalance[]): void {
    for (const [position, balance] of balances.entries()) {
      const { currency, exchangeRate, cash, profitRealised, commission, adjustments, converted } = balance;
      const money = [cash, profitRealised, commission, adjustments, converted, balance.currencyProfit];
      this.#desk.inserts.currencyBalances.run([this.armId, position, currency, exchangeRate, ...money]);
    }
  }

  #requireOpen(): void {
    if (!this.#open) throw this.#invariant('nothing is written to an arm that is finished or given up', null);
  }

  #refuseEvent({ sequence, time, kind }: EngineEvent): never {
    const rule = `event ${this.#sequence + 1} comes next, at ${this.#time} or later`;
    throw this.#invariant(rule, `${kind} with sequence ${sequence} at ${time}`);
  }

  #refuseMark(numbers: readonly number[]): never {
    throw this.#invariant(`a mark is finite and at ${this.#time} or later`, numbers.join(', '));
  }

  #invariant(rule: string, found: string | null): RegimetaError {
    return new RegimetaError('E_INVARIANT', { place: `arm ${this.name}`, rule, found });
  }
}
