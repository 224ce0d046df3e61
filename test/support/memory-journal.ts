import type { Journal } from '../../src/engine/journal.ts';
import type { EngineEvent } from '../../src/model/event.ts';
import type { RoundTrip } from '../../src/model/fill.ts';
import type { EpochMs } from '../../src/model/time.ts';

/** The account at the close of a slice. */
export interface Mark {
  readonly time: EpochMs;
  readonly cash: number;
  readonly equity: number;
  readonly gross: number;
  readonly net: number;
}

/** A journal in memory. */
export class MemoryJournal implements Journal {
  readonly events: EngineEvent[] = [];
  readonly marks: Mark[] = [];
  readonly roundTrips: RoundTrip[] = [];

  append(event: EngineEvent): void {
    this.events.push(event);
  }

  mark(time: EpochMs, cash: number, equity: number, gross: number, net: number): void {
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
