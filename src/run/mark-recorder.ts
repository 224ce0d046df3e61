import type { Journal } from '../engine/journal.ts';
import { type EquityFigures, EquityTally } from '../metrics/equity-tally.ts';
import { type FillFigures, FillTally } from '../metrics/fill-tally.ts';
import { type TripFigures, TripTally } from '../metrics/trip-tally.ts';
import type { AccountMark } from '../model/account.ts';
import type { EngineEvent } from '../model/event.ts';
import type { RoundTrip } from '../model/fill.ts';
import type { TradingDays } from '../model/session.ts';

/** What the metrics of an arm need of its journal. */
export interface RecordedTrading {
  readonly equity: EquityFigures;
  readonly fills: FillFigures;
  readonly roundTrips: TripFigures;
  readonly ordersRefused: number;
}

/** A journal that passes everything on, and sums up what the metrics need: nothing of it is kept. */
export class MarkRecorder implements Journal, RecordedTrading {
  readonly equity: EquityTally;
  readonly fills = new FillTally();
  readonly roundTrips = new TripTally();
  ordersRefused = 0;
  readonly #next: Journal;

  /** `initialEquity` is the money that the arm starts with; `days` are those of UTC if not given. */
  constructor(next: Journal, initialEquity: number, days?: TradingDays) {
    this.#next = next;
    this.equity = new EquityTally(initialEquity, days);
  }

  append(event: EngineEvent): void {
    if (event.kind === 'order-filled') this.fills.add(event.fill);
    if (event.kind === 'order-refused') this.ordersRefused++;
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
}
