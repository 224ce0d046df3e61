import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OrderBooks } from '../../src/broker/order-books.ts';
import { grow, type RestingOrder, restingOrder, trigger } from '../../src/broker/resting-order.ts';
import { type Order, type OrderType, PLAIN_TERMS, type Side } from '../../src/model/order.ts';

interface Command {
  readonly kind: 'add' | 'remove' | 'trigger' | 'grow' | 'fill-part' | 'hold';
  readonly symbol: number;
  readonly pick: number;
  readonly side: Side;
  readonly type: OrderType;
  readonly quantity: number;
  readonly reduceOnly: boolean;
  readonly group: number | null;
}

const command: fc.Arbitrary<Command> = fc.record({
  kind: fc.constantFrom('add', 'add', 'add', 'remove', 'trigger', 'grow', 'fill-part', 'hold'),
  symbol: fc.nat(1),
  pick: fc.nat(1_000),
  side: fc.constantFrom('buy', 'sell'),
  type: fc.constantFrom('market', 'limit', 'stop', 'market-on-close'),
  quantity: fc.double({ min: 0.1, max: 10, noNaN: true }),
  reduceOnly: fc.boolean(),
  group: fc.option(fc.nat(1), { freq: 8 }),
});

/** Sums over a book by walking it, as docs/semantics.md says what counts. */
function walk(book: readonly RestingOrder[], held: number, side: Side): { market: number; entries: number } {
  let market = 0;
  let reduction = 0;
  let entries = 0;
  for (const { matching, order, remaining } of book) {
    const counts = order.side === side && !order.reduceOnly;
    const isMarket = matching === 'open' || matching === 'close';
    if (isMarket && !order.reduceOnly) market += order.side === 'buy' ? remaining : -remaining;
    if (isMarket && order.reduceOnly && held * (order.side === 'sell' ? 1 : -1) > 0) reduction += remaining;
    if (isMarket || !counts) continue;
    const rivals = book.filter(
      (one) => one.order.ocoGroup === order.ocoGroup && one.order.side === side && !one.order.reduceOnly,
    );
    const largest = Math.max(...rivals.map((one) => one.remaining));
    const leader = rivals.find((one) => one.remaining === largest);
    if (order.ocoGroup === null || leader?.order.id === order.id) entries += remaining;
  }
  const reduced = Math.min(reduction, Math.abs(held));
  return { market: reduced === 0 ? market : market - Math.sign(held) * reduced, entries };
}

test('what the books sum up is what a walk over the orders finds, to the last bit, after any commands', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60, size: 'max' }), (commands) => {
      const held = [0, 0];
      const account = { quantity: (symbol: number) => held[symbol]! };
      const books = new OrderBooks(2, account);
      let id = 0;
      for (const { kind, symbol, pick, ...terms } of commands) {
        const book = books.of(symbol);
        const picked = book[pick % Math.max(1, book.length)];
        const before = books.version(symbol);
        if (kind === 'add') books.add(resting(++id, symbol, terms));
        else if (kind === 'hold') held[symbol] = terms.quantity * (terms.side === 'buy' ? 1 : -1);
        else if (picked) change(books, picked, kind, terms.quantity);
        if (kind !== 'hold' && (kind === 'add' || picked))
          expect(books.version(symbol)).toBeGreaterThan(before);
        for (const side of ['buy', 'sell'] as const) {
          const { market, entries } = walk(book, held[symbol]!, side);
          expect(books.marketQuantity(symbol)).toBe(market);
          expect(books.entryQuantity(symbol, side)).toBe(entries);
        }
        for (const one of book) expect(books.find(one.order.id)).toBe(one);
      }
      expect(books.find(id + 1)).toBe(null);
      expect(books.count).toBe(books.all().length);
    }),
    { seed: 3_101, numRuns: 300 },
  );
});

function resting(
  id: number,
  symbolIndex: number,
  { side, type, quantity, reduceOnly, group }: Omit<Command, 'kind' | 'symbol' | 'pick'>,
): RestingOrder {
  const order: Order = {
    ...PLAIN_TERMS,
    id,
    symbolIndex,
    side,
    type,
    quantity,
    limitPrice: type === 'limit' ? 1 : null,
    stopPrice: type === 'stop' ? 1 : null,
    origin: 'strategy',
    bracket: null,
    tag: '',
    reduceOnly,
    ocoGroup: group,
    acceptedAt: 0,
    acceptedIndex: 0,
    parentId: null,
  };
  return restingOrder(order, 0, { fill: 'next-open', referenceAt: (_, price) => price, tickSize: null });
}

function change(
  books: OrderBooks,
  picked: RestingOrder,
  kind: 'remove' | 'trigger' | 'grow' | 'fill-part',
  quantity: number,
): void {
  if (kind === 'remove') {
    books.remove(picked);
    return;
  }
  if (kind === 'trigger' && picked.state === 'accepted') trigger(picked, 1);
  else if (kind === 'grow') grow(picked, quantity);
  else picked.remaining /= 2;
  books.touch(picked.order.symbolIndex);
}
