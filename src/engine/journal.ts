import type { AccountMark } from '../model/account.ts';
import type { EngineEvent } from '../model/event.ts';
import type { RoundTrip } from '../model/fill.ts';
import type { SettledForecasts } from '../model/forecast.ts';

/** Where the engine writes what happened, in order. The store implements it; a test may keep it in memory. */
export interface Journal {
  /** Takes one event. Sequence numbers rise by one from 1. */
  append(event: EngineEvent): void;
  /** Takes the account at the close of a slice; called once a slice after all of its events. */
  mark(account: AccountMark): void;
  /** Takes positions that were closed, in the order of closing; not with each one, but all by the end of the run. */
  closed?(roundTrips: readonly RoundTrip[]): void;
  /** Takes what a learner predicted at a decision, once its labels are known, in the order of the decisions. */
  forecast?(forecasts: SettledForecasts): void;
}
