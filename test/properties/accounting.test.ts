import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { EngineEvent, OrderFilled } from '../../src/model/event.ts';
import type { Order } from '../../src/model/order.ts';
import { NaiveAccount } from '../oracles/naive-account.ts';
import { anyBars } from '../support/any-bars.ts';
import { ofKind } from '../support/memory-journal.ts';
import { randomTrader } from '../support/random-trader.ts';
import { type SliceRow, timeOfRow } from '../support/slices.ts';
import { type Occasion, occasions } from './many-sizes.ts';
import { type Watcher, watchedRun } from './watched-run.ts';

const CASH = 100_000;
const OCCASIONS = occasions(20_000);

const rowOf = (time: number): number => Math.round((time - timeOfRow(0)) / (timeOfRow(1) - timeOfRow(0)));

function play({ seed, settings }: Occasion, rows: readonly SliceRow[], watcher: Watcher = () => {}) {
  const trader = randomTrader({ seed, unit: 1, senseless: true });
  return watchedRun(trader, rows, { cash: CASH, ...settings }, watcher);
}

/** A naive account that follows a run, and the largest difference so far as a part of all money moved. */
class Follower {
  worst = 0;
  readonly account: NaiveAccount;
  readonly #orders = new Map<number, Order>();
  readonly #rows: readonly SliceRow[];
  #row = 0;
  #isCloseKnown = false;

  constructor(rows: readonly SliceRow[]) {
    this.#rows = rows;
    this.account = new NaiveAccount(rows[0]!.length, CASH);
  }

  /** Compares the real account with this one right after an event. */
  see(event: EngineEvent, { cash, equity, realised }: Ledger): void {
    if (event.kind === 'order-accepted') this.#orders.set(event.order.id, event.order);
    if (event.kind === 'order-filled') this.#book(event);
    this.note(cash - this.account.cash);
    if (event.kind !== 'order-filled') return;
    this.note(realised - this.account.realised);
    this.note(equity - this.account.equity());
  }

  #book(event: OrderFilled): void {
    const { fill, positionPrice, positionQuantity, profitRealised } = event;
    const row = rowOf(event.time);
    this.beginRow(row);
    // A fill of the bar comes before its close is the mark, one at the close of the decision after it.
    if (!this.#isCloseKnown && isAtDecision(this.#orders.get(fill.orderId)!, row)) {
      this.account.mark(this.#rows[row]!);
      this.#isCloseKnown = true;
    }
    this.note(profitRealised - this.account.book(event));
    this.note((positionQuantity - this.account.units[fill.symbolIndex]!) * fill.price);
    if (positionPrice !== null)
      this.note((positionPrice - this.account.average[fill.symbolIndex]!) * positionQuantity);
  }

  /** Marks to the closes of all rows before one. */
  beginRow(row: number): void {
    if (row === this.#row) return;
    for (; this.#row < row; this.#row++) this.account.mark(this.#rows[this.#row]!);
    this.#isCloseKnown = false;
  }

  note(difference: number): void {
    const part = Math.abs(difference) / this.account.turnover;
    if (!(part <= this.worst)) this.worst = part;
  }
}

const isAtDecision = ({ acceptedIndex, parentId }: Order, row: number): boolean =>
  acceptedIndex === row && parentId === null;

/** How each order ended; more than one end, or none, is a fault. */
function endsOf(events: readonly EngineEvent[]): number[] {
  return events.flatMap((event) => {
    if (event.kind === 'order-filled') return event.quantityRemaining > 0 ? [] : [event.fill.orderId];
    return event.kind === 'order-cancelled' || event.kind === 'order-expired' ? [event.orderId] : [];
  });
}

it('the occasions are not dull: they fill, refuse, shrink, cancel and expire in every size', () => {
  const counts = new Map<string, number>();
  for (const occasion of OCCASIONS) {
    const { journal } = play(occasion, anyBars(occasion.seed, occasion.shape));
    for (const { kind } of journal.events) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  for (const kind of ['order-filled', 'order-refused', 'order-cancelled', 'order-expired', 'order-amended'])
    expect(counts.get(kind), kind).toBeGreaterThan(50);
  expect(counts.get('order-shrunk')).toBeGreaterThan(20);
});

describe.each(OCCASIONS)(
  'with $shape.symbolCount symbols over $shape.rows rows of $shape.kind bars',
  (occasion) => {
    it('the account is that of a naive ledger after every event', () => {
      const rows = anyBars(occasion.seed, occasion.shape);
      const follower = new Follower(rows);
      const { journal } = play(occasion, rows, (event, ledger) => follower.see(event, ledger));
      follower.beginRow(rows.length);
      follower.note(journal.marks.at(-1)!.equity - follower.account.equity());
      expect(follower.worst).toBeLessThan(1e-9);
    });

    it('each accepted order ends exactly once, and its parts sum to it', () => {
      const { journal } = play(occasion, anyBars(occasion.seed, occasion.shape));
      const { events } = journal;
      const accepted = ofKind(events, 'order-accepted').map(({ order }) => order);
      expect(endsOf(events).sort((a, b) => a - b)).toEqual(
        accepted.map(({ id }) => id).sort((a, b) => a - b),
      );
      const amended = new Set(ofKind(events, 'order-amended').map(({ orderId }) => orderId));
      const left = new Map(accepted.map(({ id, quantity }) => [id, quantity]));
      const reducing = new Set(accepted.filter(({ reduceOnly }) => reduceOnly).map(({ id }) => id));
      for (const { fill, quantityRemaining } of ofKind(events, 'order-filled')) {
        left.set(fill.orderId, left.get(fill.orderId)! - fill.quantity);
        if (amended.has(fill.orderId) || reducing.has(fill.orderId)) continue;
        expect(Math.abs(left.get(fill.orderId)! - quantityRemaining)).toBeLessThan(1e-9 * fill.quantity);
      }
    });

    it('a fill lies inside its bar and after its decision, and times and numbers only rise', () => {
      const rows = anyBars(occasion.seed, occasion.shape);
      const { journal } = play(occasion, rows);
      const orders = new Map(ofKind(journal.events, 'order-accepted').map(({ order }) => [order.id, order]));
      const sameClose = occasion.settings.fill === 'same-close';
      const wrong = ofKind(journal.events, 'order-filled').filter(({ time, fill }) => {
        const { acceptedIndex, parentId, type } = orders.get(fill.orderId)!;
        const one = rows[rowOf(time)]![fill.symbolIndex];
        const mayBeHere = (sameClose && type === 'market') || parentId !== null;
        const isLate = mayBeHere ? rowOf(time) < acceptedIndex : rowOf(time) <= acceptedIndex;
        return !one || isLate || fill.referencePrice < one.low || fill.referencePrice > one.high;
      });
      expect(wrong).toEqual([]);
      for (const [index, { sequence, time }] of journal.events.entries()) {
        expect(sequence).toBe(index + 1);
        expect(time).toBeGreaterThanOrEqual(journal.events[index - 1]?.time ?? 0);
      }
    });

    it('no price is worse than the limit of its order, and none better than what the bar gave', () => {
      const { journal } = play(occasion, anyBars(occasion.seed, occasion.shape));
      const limits = new Map<number, number | null>();
      for (const event of journal.events) {
        if (event.kind === 'order-accepted') limits.set(event.order.id, event.order.limitPrice);
        else if (event.kind === 'order-amended') limits.set(event.orderId, event.limitPrice);
        else if (event.kind === 'order-filled') {
          const { orderId, side, price, referencePrice } = event.fill;
          const sign = side === 'buy' ? 1 : -1;
          expect(sign * (price - referencePrice)).toBeGreaterThanOrEqual(0);
          expect(sign * (price - (limits.get(orderId) ?? price))).toBeLessThanOrEqual(0);
        }
      }
    });
  },
);
