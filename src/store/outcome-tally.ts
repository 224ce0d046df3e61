import type { EngineEvent } from '../model/event.ts';
import type { OrderOutcome, OrderOutcomeKind } from '../model/run-record.ts';

/** Counts what becomes of orders beside being filled, by kind and reason. */
export class OutcomeTally {
  readonly #counts: Record<OrderOutcomeKind, Map<string, number>> = {
    refused: new Map(),
    shrunk: new Map(),
    expired: new Map(),
    cancelled: new Map(),
    late: new Map(),
  };

  /** The counts so far; only what happened. */
  get outcomes(): OrderOutcome[] {
    return Object.entries(this.#counts).flatMap(([kind, counts]) =>
      [...counts].map(([reason, orders]) => ({ kind: kind as OrderOutcomeKind, reason, orders })),
    );
  }

  /** Counts the event where it is one of them. */
  add(event: EngineEvent): void {
    if (event.kind === 'order-refused') this.#count('refused', event.reason);
    else if (event.kind === 'order-shrunk') this.#count('shrunk', event.reason);
    else if (event.kind === 'order-expired') this.#count('expired', event.reason);
    else if (event.kind === 'order-cancelled') this.#count('cancelled', event.reason);
    else if (event.kind === 'request-late') this.#count('late', event.request);
  }

  #count(kind: OrderOutcomeKind, reason: string): void {
    const counts = this.#counts[kind];
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
}
