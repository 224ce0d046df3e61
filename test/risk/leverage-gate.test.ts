import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costModel } from '../../src/broker/costs.ts';
import { DEFAULT_FILL_RULES } from '../../src/broker/fill-rules.ts';
import { SimulatedExchange } from '../../src/broker/simulated-exchange.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import type { ApprovedOrder, BracketExits, Order, OrderRequest } from '../../src/model/order.ts';
import { LeverageGate, type RiskDecision } from '../../src/risk/leverage-gate.ts';
import { exits, limit, market, stop } from '../support/order-requests.ts';
import { type Bar, flat, SliceWriter } from '../support/slices.ts';

/** A gate before an account of 10,000 and symbols at 100; the last symbol has no price yet. */
class Desk {
  readonly ledger: Ledger;
  readonly exchange: SimulatedExchange;
  readonly gate: LeverageGate;
  readonly #writer: SliceWriter;

  constructor(symbolCount: number, grossLimit: number) {
    this.ledger = new Ledger(symbolCount, 10_000);
    this.exchange = new SimulatedExchange({
      symbolCount,
      costs: costModel({ commissionBps: 0, slippageBps: 0 }),
      rules: { ...DEFAULT_FILL_RULES, participation: 'none' },
      account: this.ledger,
    });
    this.gate = new LeverageGate({ symbolCount, grossLimit, account: this.ledger, book: this.exchange.book });
    this.exchange.connect({
      accepted: () => {},
      triggered: () => {},
      amended: () => {},
      cancelled: () => {},
      expired: () => {},
      late: () => {},
      filled: (fill) => this.ledger.book(fill, 0, 0),
    });
    this.#writer = new SliceWriter(Array.from({ length: symbolCount }, (_, index) => `S${index}`));
    this.play(
      ...Array.from({ length: symbolCount }, (_, index) => (index < symbolCount - 1 ? flat(100) : null)),
    );
  }

  get closes(): Float64Array {
    return this.#writer.slice.close;
  }

  play(...row: (Bar | null)[]): void {
    const slice = this.#writer.show(row);
    this.exchange.match(slice);
    this.ledger.mark(slice);
  }

  review(request: OrderRequest): RiskDecision {
    return this.gate.review(request, this.closes);
  }

  /** Reviews an order and has the broker accept what passed. */
  submit(request: OrderRequest): RiskDecision {
    const decision = this.review(request);
    if (decision.kind !== 'refused') this.accept(decision.order);
    return decision;
  }

  accept(order: ApprovedOrder): void {
    this.exchange.accept(order, this.#writer.slice);
  }
}

const deskOf = (grossLimit = 1, symbolCount = 4): Desk => new Desk(symbolCount, grossLimit);
const refused = (reason: string) => ({ kind: 'refused', reason });

describe('an order is refused', () => {
  test.each([Number.NaN, 0, -1, Number.POSITIVE_INFINITY])(
    'as quantity-invalid with a quantity of %s',
    (quantity) => {
      expect(deskOf().review(market('buy', quantity))).toEqual(refused('quantity-invalid'));
    },
  );

  test.each([null, Number.NaN, 0, -5, Number.POSITIVE_INFINITY])(
    'as price-invalid with a price of %s',
    (price) => {
      const desk = deskOf();
      expect(desk.review({ ...limit('buy', 1, 1), limitPrice: price })).toEqual(refused('price-invalid'));
      expect(desk.review({ ...stop('sell', 1, 1), stopPrice: price })).toEqual(refused('price-invalid'));
    },
  );

  test('as symbol-without-price before the first bar of its symbol, whatever else is wrong', () => {
    const desk = deskOf();
    expect(desk.review(market('buy', 1, { symbolIndex: 3 }))).toEqual(refused('symbol-without-price'));
    expect(desk.review(market('buy', Number.NaN, { symbolIndex: 3 }))).toEqual(
      refused('symbol-without-price'),
    );
  });

  test.each<[string, OrderRequest['side'], BracketExits]>([
    ['no exit at all', 'buy', exits(null, null)],
    ['the stop of a long above the entry', 'buy', exits(101, 110)],
    ['the stop of a long at the entry', 'buy', exits(100, 110)],
    ['the limit of a long below the entry', 'buy', exits(90, 99)],
    ['the stop of a short below the entry', 'sell', exits(99, 90)],
    ['the limit of a short above the entry', 'sell', exits(110, 101)],
    ['a stop that is no price', 'buy', exits(-1, 110)],
    ['a limit that is no number', 'buy', exits(90, Number.NaN)],
  ])('as bracket-invalid with %s', (_, side, bracket) => {
    expect(deskOf().review(market(side, 1, { bracket }))).toEqual(refused('bracket-invalid'));
  });

  test('as leverage-exceeded where the strategy sized it past the limit itself', () => {
    expect(deskOf().review(market('buy', 100.01))).toEqual(refused('leverage-exceeded'));
    expect(deskOf().review(limit('sell', 101, 130))).toEqual(refused('leverage-exceeded'));
    expect(deskOf(2.5).review(stop('buy', 251, 130))).toEqual(refused('leverage-exceeded'));
  });

  test('as equity-not-positive where nothing is left to trade with', () => {
    const desk = deskOf();
    desk.submit(market('sell', 100));
    desk.play(flat(100), flat(100), flat(100), null);
    desk.play(flat(250), flat(100), flat(100), null);
    expect(desk.ledger.equity).toBe(-5_000);
    expect(desk.review(market('buy', 1, { symbolIndex: 1 }))).toEqual(refused('equity-not-positive'));
    expect(desk.review(market('buy', 100)).kind).toBe('approved');
  });

  test('as account-ruined once the gate is closed, whatever it is, except for liquidation', () => {
    const desk = deskOf();
    desk.gate.close('account-ruined');
    expect(desk.review(market('buy', 1))).toEqual(refused('account-ruined'));
    expect(desk.review(market('buy', Number.NaN))).toEqual(refused('account-ruined'));
    expect(desk.review(market('buy', 1e9, { origin: 'liquidation' })).kind).toBe('approved');
  });
});

describe('a bracket is judged around its own entry price:', () => {
  test.each<[string, OrderRequest, boolean]>([
    ['a limit', limit('buy', 1, 80, { bracket: exits(75, 90) }), true],
    ['a limit', limit('buy', 1, 80, { bracket: exits(85, 90) }), false],
    ['a stop', stop('sell', 1, 80, { bracket: exits(85, 70) }), true],
    ['a stop', stop('sell', 1, 80, { bracket: exits(75, 70) }), false],
    ['a market order, the last close', market('buy', 1, { bracket: exits(99, 101) }), true],
    ['one exit alone', market('sell', 1, { bracket: exits(null, 99) }), true],
  ])('%s', (_, request, sound) => {
    expect(deskOf().review(request).kind).toBe(sound ? 'approved' : 'refused');
  });
});

describe('the gross limit', () => {
  test('lets an order through that fills it exactly, in spite of rounding', () => {
    for (let parts = 2; parts <= 20; parts++) {
      const desk = deskOf(1, parts + 1);
      desk.play(...Array.from({ length: parts }, (_, index) => flat(99.1 + index)), null);
      for (let symbolIndex = 0; symbolIndex < parts; symbolIndex++) {
        const quantity = 10_000 / parts / (99.1 + symbolIndex);
        expect(desk.submit(market('buy', quantity, { symbolIndex, origin: 'target' })).kind).toBe('approved');
      }
      expect(desk.submit(market('buy', 1, { symbolIndex: 1 }))).toEqual(refused('leverage-exceeded'));
    }
  });

  test('shrinks an order from a target to exactly what fits', () => {
    const desk = deskOf();
    desk.submit(market('sell', 40, { symbolIndex: 1 }));
    const decision = desk.review(market('buy', 300, { origin: 'target', tag: 'why' }));
    expect(decision).toEqual({
      kind: 'shrunk',
      order: market('buy', 60, { origin: 'target', tag: 'why' }),
      reason: 'leverage-exceeded',
    });
  });

  test('shrinks an order that turns a position to what fits on the other side', () => {
    const desk = deskOf();
    desk.submit(market('buy', 50));
    desk.play(flat(100), null, null, null);
    expect(desk.review(market('sell', 400, { origin: 'target' }))).toMatchObject({
      order: { quantity: 150 },
    });
  });

  test.each([1e6, 1e17, 1e300])('shrinks exactly however much was asked for: %s units', (quantity) => {
    const desk = deskOf();
    desk.submit(market('buy', 30));
    desk.play(flat(100), null, null, null);
    expect(desk.review(market('buy', quantity, { origin: 'target' }))).toMatchObject({
      order: { quantity: 70 },
    });
  });

  test('refuses an order from a target where nothing at all fits', () => {
    const desk = deskOf();
    desk.submit(market('buy', 100));
    expect(desk.review(market('buy', 10, { symbolIndex: 1, origin: 'target' }))).toEqual(
      refused('leverage-exceeded'),
    );
  });

  test('counts market orders as filled, so that a sale makes room before it is filled', () => {
    const desk = deskOf();
    desk.submit(market('buy', 100));
    desk.play(flat(100), null, null, null);
    expect(desk.review(market('buy', 40, { symbolIndex: 1 })).kind).toBe('refused');
    desk.submit(market('sell', 40));
    expect(desk.review(market('buy', 40, { symbolIndex: 1 })).kind).toBe('approved');
  });

  test('counts resting entries at their worst: each side alone, and never against each other', () => {
    const desk = deskOf();
    desk.submit(limit('buy', 60, 90));
    desk.submit(limit('sell', 70, 110));
    expect(desk.review(limit('sell', 30, 120)).kind).toBe('approved');
    expect(desk.review(limit('sell', 31, 120)).kind).toBe('refused');
    expect(desk.review(limit('buy', 30, 80, { symbolIndex: 1 })).kind).toBe('approved');
    expect(desk.review(limit('buy', 31, 80, { symbolIndex: 1 })).kind).toBe('refused');
  });

  test('leaves the exits of brackets out, since they only reduce', () => {
    const desk = deskOf();
    desk.submit(market('buy', 100, { bracket: exits(90, 110) }));
    desk.play(flat(100), null, null, null);
    expect(desk.exchange.openOrders(0)).toHaveLength(2);
    expect(desk.review(market('sell', 200)).kind).toBe('approved');
  });

  test('lets reductions pass where prices have carried the account beyond it', () => {
    const desk = deskOf();
    desk.submit(market('sell', 100));
    desk.play(flat(100), null, null, null);
    desk.play(flat(150), null, null, null);
    // Gross exposure of 15,000 on equity of 5,000.
    expect(desk.review(market('buy', 1)).kind).toBe('approved');
    expect(desk.review(market('buy', 100)).kind).toBe('approved');
    expect(desk.review(market('sell', 1)).kind).toBe('refused');
    expect(desk.review(market('buy', 201)).kind).toBe('refused');
  });
});

const units = fc.integer({ min: 1, max: 400 }).map((quarter) => quarter / 4);
const anyRequest: fc.Arbitrary<OrderRequest> = fc
  .tuple(
    fc.nat(2),
    fc.constantFrom('buy' as const, 'sell' as const),
    fc.constantFrom('market' as const, 'market' as const, 'limit' as const, 'stop' as const),
    units,
    fc.boolean(),
  )
  .map(([symbolIndex, side, type, quantity, fromTarget]) => {
    if (type === 'limit') return limit(side, quantity, side === 'buy' ? 90 : 110, { symbolIndex });
    if (type === 'stop') return stop(side, quantity, side === 'buy' ? 110 : 90, { symbolIndex });
    return market(side, quantity, { symbolIndex, origin: fromTarget ? 'target' : 'strategy' });
  });
const price = fc.integer({ min: 85, max: 115 }).map(flat);
const anyRow = fc.tuple(fc.option(price), fc.option(price), price);
const anyStep = fc.oneof({ weight: 4, arbitrary: anyRequest }, { weight: 1, arbitrary: anyRow });
const anyDay = fc.array(anyStep, { minLength: 5, maxLength: 40, size: 'max' });

/** The largest gross exposure that any choice among the resting entries could lead to, by trying all of them. */
function exposureAtWorst(desk: Desk, added: readonly Order[] | readonly OrderRequest[] = []): number {
  let exposure = 0;
  for (let symbol = 0; symbol < 3; symbol++) {
    const orders = [
      ...desk.exchange.openOrders(symbol),
      ...added.filter((one) => one.symbolIndex === symbol),
    ];
    const signed = (order: OrderRequest): number => (order.side === 'buy' ? order.quantity : -order.quantity);
    const certain = orders.filter(({ type }) => type === 'market').map(signed);
    let possible = [desk.ledger.quantity(symbol) + certain.reduce((sum, one) => sum + one, 0)];
    for (const entry of orders.filter(({ type }) => type !== 'market')) {
      possible = [...new Set(possible.flatMap((held) => [held, held + signed(entry)]))];
    }
    exposure += Math.max(...possible.map(Math.abs)) * desk.closes[symbol]!;
  }
  return exposure;
}

describe('over random books', () => {
  const PROPERTY = { seed: 9_002, numRuns: 60 } as const;
  const grossLimit = fc.constantFrom(0.5, 1, 3);

  test('no accepted order leads past the limit at the prices of its decision, nor further past it', () => {
    fc.assert(
      fc.property(anyDay, grossLimit, (steps, multiple) => {
        const desk = deskOf(multiple);
        for (const step of steps) {
          if (Array.isArray(step)) desk.play(...step, null);
          else {
            const before = exposureAtWorst(desk);
            const decision = desk.submit(step);
            const allowed = Math.max(before, multiple * desk.ledger.equity) + 1e-4;
            if (decision.kind !== 'refused') expect(exposureAtWorst(desk)).toBeLessThanOrEqual(allowed);
          }
        }
      }),
      PROPERTY,
    );
  });

  test('what is refused or shrunk would have led past the limit, and what is shrunk fills it', () => {
    fc.assert(
      fc.property(anyDay, grossLimit, (steps, multiple) => {
        const desk = deskOf(multiple);
        for (const step of steps) {
          if (Array.isArray(step)) desk.play(...step, null);
          else if (desk.ledger.equity > 0) {
            const whole = exposureAtWorst(desk, [step]);
            const decision = desk.submit(step);
            const allowed = multiple * desk.ledger.equity;
            if (decision.kind !== 'approved') expect(whole).toBeGreaterThan(allowed);
            if (decision.kind !== 'shrunk') continue;
            const after = exposureAtWorst(desk);
            if (after <= allowed + 1e-4) expect(after).toBeCloseTo(allowed, 4);
            else {
              // Other symbols alone are past the limit: what is left of it closes the position.
              const { symbolIndex } = step;
              const certain =
                desk.ledger.quantity(symbolIndex) + desk.exchange.book.marketQuantity(symbolIndex);
              expect(certain).toBeCloseTo(0, 9);
            }
          }
        }
      }),
      PROPERTY,
    );
  });

  test('a gate that has judged many orders decides as one that has judged none', () => {
    const limits = fc.record({
      grossLimit,
      positionLimit: fc.constantFrom(undefined, 0.4),
      netLimit: fc.constantFrom(undefined, 0.3, 2),
    });
    fc.assert(
      fc.property(anyDay, limits, (steps, chosen) => {
        const desk = deskOf();
        const settings = { symbolCount: 4, account: desk.ledger, book: desk.exchange.book, ...chosen };
        const gate = new LeverageGate(settings);
        for (const step of steps) {
          if (Array.isArray(step)) desk.play(...step, null);
          else {
            const fresh = new LeverageGate(settings).review(step, desk.closes);
            expect(gate.review(step, desk.closes)).toEqual(fresh);
            if (fresh.kind !== 'refused') desk.accept(fresh.order);
          }
        }
      }),
      PROPERTY,
    );
  });

  test('an order that only reduces a position passes whole, at any limit and after any move', () => {
    const part = fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100);
    fc.assert(
      fc.property(anyDay, grossLimit, part, fc.nat(2), (steps, multiple, reduced, symbolIndex) => {
        const desk = deskOf(multiple);
        for (const step of steps) {
          if (Array.isArray(step)) desk.play(...step, null);
          else desk.submit(step);
        }
        desk.exchange.cancelAll('strategy');
        const held = desk.ledger.quantity(symbolIndex);
        if (held === 0) return;
        const request = market(held > 0 ? 'sell' : 'buy', Math.abs(held) * reduced, { symbolIndex });
        expect(desk.review(request)).toEqual({ kind: 'approved', order: request });
      }),
      PROPERTY,
    );
  });
});
