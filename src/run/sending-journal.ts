import type { Journal } from '../engine/journal.ts';
import type { AccountMark } from '../model/account.ts';
import type { EngineEvent } from '../model/event.ts';
import type { RoundTrip } from '../model/fill.ts';
import type { SettledForecasts } from '../model/forecast.ts';
import type { JobJournal } from './job-runner.ts';

/** What a journal was given, one thing after the other, as plain data. */
export type JournalEntry =
  | { readonly event: EngineEvent }
  | { readonly mark: AccountMark }
  | { readonly closed: readonly RoundTrip[] }
  | { readonly forecast: SettledForecasts };

/** Entries that are sent together. */
const ENTRIES_PER_BATCH = 4_096;

/** A journal that hands what it is given to another thread, in batches and in order; `beside` takes it at once. */
export class SendingJournal implements Journal {
  readonly #beside: Journal;
  readonly #send: (entries: readonly JournalEntry[]) => void;
  #entries: JournalEntry[] = [];

  constructor(beside: Journal, send: (entries: readonly JournalEntry[]) => void) {
    this.#beside = beside;
    this.#send = send;
  }

  append(event: EngineEvent): void {
    this.#beside.append(event);
    this.#add({ event });
  }

  /** Copied, since the engine writes the next one into the same object. */
  mark(account: AccountMark): void {
    this.#beside.mark(account);
    const { time, cash, equity, gross, net } = account;
    this.#add({ mark: { time, cash, equity, gross, net } });
  }

  closed(roundTrips: readonly RoundTrip[]): void {
    this.#add({ closed: roundTrips });
  }

  /** Copied, since the next ones overwrite them. */
  forecast({ time, knownAt, predictions, labels }: SettledForecasts): void {
    this.#add({ forecast: { time, knownAt, predictions: predictions.slice(), labels: labels.slice() } });
  }

  /** Sends what is left. */
  flush(): void {
    if (this.#entries.length > 0) this.#send(this.#entries);
    this.#entries = [];
  }

  #add(entry: JournalEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length >= ENTRIES_PER_BATCH) this.flush();
  }
}

/** Gives a journal what another thread sent. */
export function replayEntries(entries: readonly JournalEntry[], journal: JobJournal): void {
  for (const entry of entries) {
    if ('event' in entry) journal.append(entry.event);
    else if ('mark' in entry) journal.mark(entry.mark);
    else if ('closed' in entry) journal.closed(entry.closed);
    else journal.forecast(entry.forecast);
  }
}
