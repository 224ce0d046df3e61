import type { Journal } from '../engine/journal.ts';
import { type EquityFigures, EquityTally } from '../metrics/equity-tally.ts';
import { type FillFigures, FillTally } from '../metrics/fill-tally.ts';
import { type ForecastFigures, ForecastTally } from '../metrics/forecast-tally.ts';
import { type TripFigures, TripTally } from '../metrics/trip-tally.ts';
import type { AccountMark } from '../model/account.ts';
import type { EngineEvent } from '../model/event.ts';
import type { RoundTrip } from '../model/fill.ts';
import type { SettledForecasts } from '../model/forecast.ts';
import { type TradingDays, UTC_DAYS } from '../model/session.ts';
import type { EpochMs } from '../model/time.ts';

/** What the metrics of an arm need of its journal. */
export interface RecordedTrading {
  readonly equity: EquityFigures;
  readonly fills: FillFigures;
  readonly roundTrips: TripFigures & Pick<TripTally, 'profits'>;
  readonly ordersRefused: number;
  /** Midnight UTC of the days on which the confirmed regimes began, by the estimate of the detector, in the order of confirming. */
  readonly changes: readonly EpochMs[];
  /** Midnight UTC of the days on which they were confirmed. */
  readonly confirmations: readonly EpochMs[];
  /** How many decisions the labels of neighbouring forecasts overlap, from 1: the most that one label spans. */
  readonly forecastHorizon: number;
  /** What the learner of the arm predicted; empty for an arm without one. */
  readonly forecasts: ForecastFigures;
}

/** What the figures of an arm depend on beside its journal. */
interface RecordedAccount {
  /** The money that the arm starts with. */
  readonly initialEquity: number;
  /** Of the instruments, by symbol index. */
  readonly multipliers: ArrayLike<number>;
  /** Those of UTC if not given. */
  readonly days?: TradingDays | undefined;
  /** Whether the profit of each round trip is kept, as metrics of a user need; it is not if not given. */
  readonly keepsProfits?: boolean;
}

/** A journal that passes everything on, and sums up what the metrics need: nothing of it is kept. */
export class MarkRecorder implements Journal, RecordedTrading {
  readonly equity: EquityTally;
  readonly fills = new FillTally();
  readonly roundTrips: TripTally;
  ordersRefused = 0;
  readonly changes: EpochMs[] = [];
  readonly confirmations: EpochMs[] = [];
  readonly forecasts: ForecastTally;
  forecastHorizon = 1;
  /** When the labels of the last decisions became known, of those that span the latest one. */
  readonly #knownAt: EpochMs[] = [];
  readonly #next: Journal;
  readonly #multipliers: ArrayLike<number>;
  readonly #days: TradingDays;

  constructor(next: Journal, { initialEquity, multipliers, days, keepsProfits }: RecordedAccount) {
    this.#next = next;
    this.roundTrips = new TripTally(keepsProfits);
    this.#multipliers = multipliers;
    this.forecasts = new ForecastTally(multipliers.length);
    this.#days = days ?? UTC_DAYS;
    this.equity = new EquityTally(initialEquity, days);
  }

  append(event: EngineEvent): void {
    if (event.kind === 'order-filled')
      this.fills.add(event.fill, event.exchangeRate, this.#multipliers[event.fill.symbolIndex]);
    if (event.kind === 'order-refused') this.ordersRefused++;
    if (event.kind === 'regime-changed') {
      this.changes.push(this.#days.dateOf(event.changedAt));
      this.confirmations.push(this.#days.dateOf(event.time));
    }
    this.#next.append(event);
  }

  mark(account: AccountMark): void {
    this.equity.add(account);
    this.#next.mark(account);
  }

  closed(roundTrips: readonly RoundTrip[]): void {
    for (const trip of roundTrips) this.roundTrips.add(trip);
    this.#next.closed?.(roundTrips);
  }
  forecast(forecasts: SettledForecasts): void {
    this.forecasts.add(forecasts);
    this.#spanLabels(forecasts);
    this.#next.forecast?.(forecasts);
  }
  /** Counts the decisions that lie before the labels of an earlier one are known. */
  #spanLabels({ time, knownAt }: SettledForecasts): void {
    this.#knownAt.push(knownAt);
    while (this.#knownAt[0]! <= time) this.#knownAt.shift();
    this.forecastHorizon = Math.max(this.forecastHorizon, this.#knownAt.length);
  }
}
