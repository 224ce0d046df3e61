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
  readonly roundTrips: TripFigures;
  readonly ordersRefused: number;
  /** Midnight UTC of the days on which the confirmed regimes began, by the estimate of the detector, in the order of confirming. */
  readonly changes: readonly EpochMs[];
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
}

/** A journal that passes everything on, and sums up what the metrics need: nothing of it is kept. */
export class MarkRecorder implements Journal, RecordedTrading {
  readonly equity: EquityTally;
  readonly fills = new FillTally();
  readonly roundTrips = new TripTally();
  ordersRefused = 0;
  readonly changes: EpochMs[] = [];
  readonly forecasts: ForecastTally;
  readonly #next: Journal;
  readonly #multipliers: ArrayLike<number>;
  readonly #days: TradingDays;

  constructor(next: Journal, { initialEquity, multipliers, days }: RecordedAccount) {
    this.#next = next;
    this.#multipliers = multipliers;
    this.forecasts = new ForecastTally(multipliers.length);
    this.#days = days ?? UTC_DAYS;
    this.equity = new EquityTally(initialEquity, days);
  }

  append(event: EngineEvent): void {
    if (event.kind === 'order-filled')
      this.fills.add(event.fill, event.exchangeRate, this.#multipliers[event.fill.symbolIndex]);
    if (event.kind === 'order-refused') this.ordersRefused++;
    if (event.kind === 'regime-changed') this.changes.push(this.#days.dateOf(event.changedAt));
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
    this.#next.forecast?.(forecasts);
  }
}
