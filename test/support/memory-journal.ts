import type { Journal } from '../../src/engine/journal.ts';
import type { AccountMark } from '../../src/model/account.ts';
import type { EngineEvent } from '../../src/model/event.ts';
import type { RoundTrip } from '../../src/model/fill.ts';

/** A journal in memory. */
export class MemoryJournal implements Journal {
  readonly events: EngineEvent[] = [];
  readonly marks: AccountMark[] = [];
  readonly roundTrips: RoundTrip[] = [];

  append(event: EngineEvent): void {
    this.events.push(event);
  }

  mark({ time, cash, equity, gross, net }: AccountMark): void {
    this.marks.push({ time, cash, equity, gross, net });
  }

  closed(roundTrips: readonly RoundTrip[]): void {
    this.roundTrips.push(...roundTrips);
  }
}

/** The events of one kind, in order. */
export function ofKind<Kind extends EngineEvent['kind']>(
  events: readonly EngineEvent[],
  kind: Kind,
): Extract<EngineEvent, { kind: Kind }>[] {
  return events.filter((event): event is Extract<EngineEvent, { kind: Kind }> => event.kind === kind);
}
