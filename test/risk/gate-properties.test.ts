import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costModel } from '../../src/broker/costs.ts';
import { DEFAULT_FILL_RULES } from '../../src/broker/fill-rules.ts';
import { SimulatedExchange } from '../../src/broker/simulated-exchange.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import type { OrderRequest, Side } from '../../src/model/order.ts';
import { LeverageGate, type LeverageGateSettings, type RiskDecision } from '../../src/risk/leverage-gate.ts';
import { ANY_PRICE } from '../../src/risk/price-rules.ts';
import { type GateBook, type GateLimits, isWithinLimits, raises } from '../oracles/naive-gate.ts';
import { marketOf } from '../support/exchange-market.ts';
import { limit, market, stop } from '../support/order-requests.ts';
import { flat, SliceWriter } from '../support/slices.ts';

const SYMBOLS = 3;
const CASH = 10_000;

interface Setup {
  readonly limits: GateLimits;
  readonly lotSize: number | undefined;
}

/** A gate before a real book and ledger, at which random orders are reviewed and accepted. */
class Desk {
  readonly #ledger = new Ledger(SYMBOLS, CASH);
  readonly #exchange: SimulatedExchange;
  readonly #writer = new SliceWriter(['A', 'B', 'C']);
  readonly #lotSize: number | undefined;
  readonly #gate: LeverageGate;

  constructor({ limits, lotSize }: Setup) {
    this.#lotSize = lotSize;
    this.#exchange = new SimulatedExchange({
      symbolCount: SYMBOLS,
      costs: costModel({ commissionBps: 0, slippageBps: 0 }),
      rules: { ...DEFAULT_FILL_RULES, participation: 'none' },
      account: this.#ledger,
      ...marketOf(SYMBOLS, {}),
    });
    const nothing = (): void => {};
    this.#exchange.connect({
      accepted: nothing,
      triggered: nothing,
      amended: nothing,
      cancelled: nothing,
      expired: nothing,
      late: nothing,
      filled: (fill) => this.#ledger.book(fill, 0, 0),
    });
    this.#gate = this.gateOf(limits);
    this.play([100, 50, 20]);
  }

  get book(): GateBook {
    const indices = [0, 1, 2];
    return {
      held: indices.map((symbol) => this.#ledger.quantity(symbol)),
      closes: [...this.#writer.slice.close],
      equity: this.#ledger.equity,
      resting: indices.flatMap((symbol) => this.#exchange.openOrders(symbol)),
    };
  }

  /** A gate with other limits before the same book. With a rule, even one that allows all, no order passes it at sight. */
  gateOf(limits: GateLimits, rules: LeverageGateSettings['rules'] = null): LeverageGate {
    const { positionLimit, netLimit, grossLimit } = limits;
    return new LeverageGate({
      symbolCount: SYMBOLS,
      grossLimit,
      positionLimit,
      netLimit,
      symbolRules: Array.from({ length: SYMBOLS }, () => ({ ...ANY_PRICE, lotSize: this.#lotSize })),
      account: this.#ledger,
      book: this.#exchange.book,
      rules,
    });
  }

  play(prices: readonly number[]): void {
    const slice = this.#writer.show(prices.map((price) => flat(price)));
    this.#exchange.match(slice);
    this.#ledger.mark(slice);
  }

  review(order: OrderRequest, gate = this.#gate): RiskDecision {
    return gate.review(order, this.#writer.slice.close);
  }

  accept(decision: RiskDecision): void {
    if (decision.kind !== 'refused') this.#exchange.accept(decision.order, this.#writer.slice);
  }
}

type Step =
  | { readonly kind: 'order'; readonly order: OrderRequest }
  | { readonly kind: 'bars'; readonly moves: readonly number[] };

const order = fc
  .record({
    symbolIndex: fc.nat(SYMBOLS - 1),
    side: fc.constantFrom<Side>('buy', 'sell'),
    units: fc.integer({ min: 1, max: 400 }),
    form: fc.constantFrom('market', 'market', 'limit', 'stop'),
    origin: fc.constantFrom<'target' | 'strategy'>('target', 'strategy'),
    reduceOnly: fc.constantFrom(false, false, false, true),
  })
  .map(({ symbolIndex, side, units, form, origin, reduceOnly }): Step => {
    const changes = { symbolIndex, origin, reduceOnly };
    const [near, far] = [[100, 50, 20][symbolIndex]! * 0.9, [100, 50, 20][symbolIndex]! * 1.1];
    const quantity = units / 4;
    if (form === 'market') return { kind: 'order', order: market(side, quantity, changes) };
    const [limitPrice, stopPrice] = side === 'buy' ? [near, far] : [far, near];
    if (form === 'limit') return { kind: 'order', order: limit(side, quantity, limitPrice, changes) };
    return { kind: 'order', order: stop(side, quantity, stopPrice, changes) };
  });

const bars = fc
  .array(fc.double({ min: 0.85, max: 1.15, noNaN: true }), { minLength: SYMBOLS, maxLength: SYMBOLS })
  .map((moves): Step => ({ kind: 'bars', moves }));

const limits = fc.record({
  grossLimit: fc.constantFrom(0.5, 1, 2),
  positionLimit: fc.constantFrom(0.2, 0.6, 5),
  netLimit: fc.constantFrom(0.3, 1, 5),
});

const setups = fc.record({ limits, lotSize: fc.constantFrom(undefined, 1, 7) });

/** Runs the steps on a desk, and hands each order with its decision and the book before it to `look`. */
function follow(
  setup: Setup,
  steps: readonly Step[],
  look: (desk: Desk, book: GateBook, order: OrderRequest, decision: RiskDecision) => void,
): void {
  const desk = new Desk(setup);
  for (const step of steps) {
    if (step.kind === 'bars') desk.play(desk.book.closes.map((close, i) => close * step.moves[i]!));
    else {
      const { book } = desk;
      const decision = desk.review(step.order);
      look(desk, book, step.order, decision);
      // More would make too many ways for what rests to fill; how far a market order can reduce is the book's to say.
      const isOwnToSay = step.order.reduceOnly && step.order.type === 'market';
      if (book.resting.length < 9 && !isOwnToSay) desk.accept(decision);
    }
  }
}

const steps = fc.array(fc.oneof({ weight: 3, arbitrary: order }, { weight: 1, arbitrary: bars }), {
  minLength: 5,
  maxLength: 30,
  size: 'max',
});

const check = (look: (setup: Setup) => Parameters<typeof follow>[2], seed: number): void =>
  fc.assert(
    fc.property(setups, steps, (setup, path) => follow(setup, path, look(setup))),
    { seed, numRuns: 100 },
  );

test('what passes keeps every limit at the worst of what rests, unless it raises no exposure', () => {
  let raised = 0;
  check(
    ({ limits: bounds }) =>
      (_, book, __, decision) => {
        if (decision.kind === 'refused' || decision.order.reduceOnly || !raises(book, decision.order)) return;
        raised++;
        expect(isWithinLimits(book, bounds, decision.order, 1e-8)).toBe(true);
      },
    1,
  );
  expect(raised).toBeGreaterThan(300);
});

test('no limit refuses or shrinks what raises no exposure', () => {
  let seen = 0;
  check(
    () => (_, book, wanted, decision) => {
      if (!wanted.reduceOnly && raises(book, wanted)) return;
      seen++;
      const reason = decision.kind === 'approved' ? 'none' : decision.reason;
      expect(['none', 'lot-rounded', 'below-lot']).toContain(reason);
    },
    2,
  );
  expect(seen).toBeGreaterThan(300);
});

test('a refusal by a limit is right, and what is shrunk could not have been a lot larger', () => {
  const found = { refused: 0, shrunk: 0 };
  check(
    ({ limits: bounds, lotSize }) =>
      (_, book, wanted, decision) => {
        if (decision.kind === 'approved' || !/limit|leverage/.test(decision.reason)) return;
        found[decision.kind]++;
        const passed = quantityOf(decision);
        const more = passed + (lotSize ?? Math.max(1e-6, passed * 1e-6));
        // What the strategy sized itself passes whole or not at all.
        const quantity =
          wanted.origin === 'target' ? Math.min(more, wanted.quantity) : rounded(wanted.quantity, lotSize);
        const larger = { ...wanted, quantity };
        expect(isWithinLimits(book, bounds, larger, -1e-8)).toBe(false);
        const rests = book.resting.some(({ symbolIndex }) => symbolIndex === wanted.symbolIndex);
        if (decision.kind === 'refused' && !rests) expect(raises(book, larger)).toBe(true);
      },
    3,
  );
  expect(found.refused).toBeGreaterThan(100);
  expect(found.shrunk).toBeGreaterThan(100);
});

test('a wider limit never lets less pass', () => {
  check(
    ({ limits: bounds }) =>
      (desk, _, wanted, decision) => {
        for (const name of ['grossLimit', 'positionLimit', 'netLimit'] as const) {
          const wider = desk.review(wanted, desk.gateOf({ ...bounds, [name]: bounds[name] * 1.5 }));
          expect(quantityOf(wider)).toBeGreaterThanOrEqual(quantityOf(decision) * (1 - 1e-9));
        }
      },
    4,
  );
});

test('what passes at sight is what the whole review passes, and nothing else does', () => {
  const found = { approved: 0, shrunk: 0, refused: 0 };
  check(
    ({ limits: bounds }) =>
      (desk, _, wanted) => {
        for (const quantity of [
          wanted.quantity,
          wanted.quantity / 100,
          Number.NaN,
          0,
          -1,
          Number.POSITIVE_INFINITY,
        ]) {
          const asked = { ...wanted, quantity };
          const whole = desk.review(
            asked,
            desk.gateOf(bounds, () => null),
          );
          expect(desk.review(asked, desk.gateOf(bounds))).toEqual(whole);
          found[whole.kind]++;
        }
      },
    5,
  );
  for (const count of Object.values(found)) expect(count).toBeGreaterThan(100);
});

const quantityOf = (decision: RiskDecision): number =>
  decision.kind === 'refused' ? 0 : decision.order.quantity;

const rounded = (quantity: number, lotSize: number | undefined): number =>
  lotSize === undefined ? quantity : Math.floor(quantity / lotSize) * lotSize;
