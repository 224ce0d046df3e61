import type { Journal } from '../../src/engine/journal.ts';
import type { EngineEvent } from '../../src/model/event.ts';

/** A journal that keeps everything in memory, for tests that look at single events. */
export class MemoryJournal implements Journal {
  readonly events: EngineEvent[] = [];
  readonly marks: { time: number; cash: number; equity: number; gross: number; net: number }[] = [];

  append(event: EngineEvent): void {
    this.events.push(event);
  }

  mark(time: number, cash: number, equity: number, gross: number, net: number): void {
    this.marks.push({ time, cash, equity, gross, net });
  }

  /** The events of one kind, in order. */
  of<Kind extends EngineEvent['kind']>(kind: Kind): Extract<EngineEvent, { kind: Kind }>[] {
    return this.events.filter((event): event is Extract<EngineEvent, { kind: Kind }> => event.kind === kind);
  }
}
