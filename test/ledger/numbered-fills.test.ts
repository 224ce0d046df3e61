import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Ledger } from '../../src/ledger/ledger.ts';
import { OpenQuantities } from '../../src/ledger/open-quantities.ts';
import type { Fill } from '../../src/model/fill.ts';
import { assemble } from '../support/assembly.ts';
import { ofKind } from '../support/memory-journal.ts';
import { flat, SliceWriter } from '../support/slices.ts';

function fill(id: number, rest: Partial<Fill> = {}): Fill {
  return {
    id,
    orderId: id,
    symbolIndex: 0,
    side: 'buy',
    quantity: 2,
    price: 100,
    referencePrice: 99,
    commission: 1,
    ambiguous: false,
    oppositeProfitDifference: null,
    ...rest,
  };
}

const stateOf = (ledger: Ledger): unknown[] => [
  ledger.cash,
  ledger.equity,
  ledger.gross,
  ledger.net,
  ledger.realised,
  ledger.commission,
  ...[0, 1].map((symbol) => [ledger.quantity(symbol), ledger.averagePrice(symbol), ledger.markOf(symbol)]),
  structuredClone(ledger.roundTrips),
];

const anyFills = fc
  .array(
    fc.record({
      symbolIndex: fc.nat(1),
      side: fc.constantFrom('buy', 'sell'),
      quantity: fc.integer({ min: 1, max: 64 }).map((eighths) => eighths / 8),
      price: fc.integer({ min: 1, max: 999 }),
      commission: fc.nat(5),
    }),
    { minLength: 1, maxLength: 200, size: 'max' },
  )
  .map((fills) => fills.map((one, index) => fill(index + 1, one)));

describe('a fill that comes again', () => {
  test('changes nothing and is counted, however many came between: a replayed part of the past is no trade', () => {
    fc.assert(
      fc.property(anyFills, fc.nat(1_000), fc.nat(1_000), (fills, from, length) => {
        const ledger = new Ledger(2, 10_000);
        for (const one of fills) ledger.book(one, 0, 0);
        const before = stateOf(ledger);
        const begin = from % fills.length;
        const again = fills.slice(begin, begin + 1 + length);
        for (const one of again) expect(ledger.book({ ...one }, 9, 9)).toBeNull();
        expect(stateOf(ledger)).toEqual(before);
        expect(ledger.fillsRepeated).toBe(again.length);
      }),
      { seed: 8_101, numRuns: 100 },
    );
  });

  test.each<[string, Partial<Fill>]>([
    ['order', { orderId: 9 }],
    ['symbol', { symbolIndex: 1 }],
    ['side', { side: 'sell' }],
    ['quantity', { quantity: 3 }],
    ['price', { price: 100.5 }],
    ['reference price', { referencePrice: 100 }],
    ['commission', { commission: 0 }],
  ])('with another %s breaks an invariant, and nothing is booked', (_, rest) => {
    const ledger = new Ledger(2, 10_000);
    for (const id of [1, 2, 3]) ledger.book(fill(id), 0, 0);
    const before = stateOf(ledger);
    expect(() => ledger.book(fill(2, rest), 0, 0)).toThrow('E_INVARIANT');
    expect(stateOf(ledger)).toEqual(before);
    expect(ledger.fillsRepeated).toBe(0);
  });

  test('is known among the latest 16,384, and is refused where it is older', () => {
    const ledger = new Ledger(1, 1e9);
    for (let id = 1; id <= 40_000; id++) ledger.book(fill(id, { price: id }), 0, 0);
    const { cash } = ledger;
    for (const id of [40_000, 30_000, 40_000 - 16_383]) {
      expect(ledger.book(fill(id, { price: id }), 0, 0)).toBeNull();
      expect(() => ledger.book(fill(id, { price: id + 1 }), 0, 0)).toThrow('E_INVARIANT');
    }
    expect(() => ledger.book(fill(40_000 - 16_384, { price: 40_000 - 16_384 }), 0, 0)).toThrow('E_INVARIANT');
    expect(ledger.cash).toBe(cash);
  });
});

test.each([0, -1, 1.5, 3, Number.NaN])('the fill %f is not the next one after the first', (id) => {
  const ledger = new Ledger(2, 10_000);
  ledger.book(fill(1), 0, 0);
  expect(() => ledger.book(fill(id), 0, 0)).toThrow('E_INVARIANT');
});

describe('what is open of orders', () => {
  test('is what a map would hold, through any orders, fills and ends', () => {
    const step = fc.record({
      kind: fc.constantFrom('set', 'set', 'end', 'fill', 'part'),
      id: fc.integer({ min: 1, max: 80 }),
      quantity: fc.integer({ min: 1, max: 50 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 200, maxLength: 400, size: 'max' }), (steps) => {
        const open = new OpenQuantities();
        const expected = new Map<number, number>();
        for (const { kind, id: orderId, quantity } of steps) {
          const held = expected.get(orderId);
          if (kind === 'set') {
            open.set(orderId, quantity);
            expected.set(orderId, quantity);
          } else if (kind === 'end') {
            open.end(orderId);
            expected.delete(orderId);
          } else {
            const remaining = kind === 'part' ? 1 : 0;
            const take = () => open.fill(fill(1, { orderId, quantity }), remaining);
            if (held === undefined || quantity + remaining > held) expect(take).toThrow('E_INVARIANT');
            else {
              take();
              if (remaining > 0) expected.set(orderId, remaining);
              else expected.delete(orderId);
            }
          }
          expect(open.count).toBe(expected.size);
        }
      }),
      { seed: 8_102, numRuns: 50 },
    );
  });
});

describe('an exchange that tells', () => {
  /** An engine after the first of two market orders filled, and a way to tell it of further fills. */
  function engineWithOneFill() {
    const told: ((fill: Fill, remaining: number) => void)[] = [];
    const assembly = assemble(1, {}, (_, exchange) => {
      const connect = exchange.connect.bind(exchange);
      exchange.connect = (listener) => {
        told.push((one, remaining) => listener.filled(one, remaining));
        connect(listener);
      };
      let slices = 0;
      return {
        learns: false,
        warmUp: () => {},
        observe: () => {},
        detectChange: () => null,
        changeRecorded: () => {},
        adapt: () => [],
        finish: () => [],
        decide: () => {
          const plan = { kind: 'target', symbolIndex: 0, size: 4, unit: 'quantity', tag: '' } as const;
          return slices++ === 0 ? [plan] : [];
        },
      };
    });
    const writer = new SliceWriter(['A']);
    for (let row = 0; row < 2; row++) assembly.engine.handle(writer.show([flat(100)]));
    const [first] = ofKind(assembly.journal.events, 'order-filled');
    return { ...assembly, tell: told[0]!, first: first!.fill };
  }

  test('of a fill twice moves nothing the second time, and no event says so', () => {
    const { tell, first, ledger, journal } = engineWithOneFill();
    const events = journal.events.length;
    tell({ ...first }, 0);
    expect([ledger.quantity(0), ledger.cash, ledger.fillsRepeated]).toEqual([4, 99_600, 1]);
    expect(journal.events).toHaveLength(events);
  });

  test.each<[string, Partial<Fill>]>([
    ['an order that has ended', {}],
    ['an order that never was', { orderId: 77 }],
  ])('of a fill of %s breaks an invariant before anything moves', (_, rest) => {
    const { tell, first, ledger } = engineWithOneFill();
    expect(() => tell({ ...first, ...rest, id: 2 }, 0)).toThrow('E_INVARIANT');
    expect([ledger.quantity(0), ledger.cash]).toEqual([4, 99_600]);
  });
});
