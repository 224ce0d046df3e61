import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExchangeRates } from '../../src/ledger/exchange-rates.ts';
import type { Fill } from '../../src/model/fill.ts';
import type { Intent } from '../../src/model/intent.ts';
import type { MarketAction } from '../../src/model/market-action.ts';
import { type Assembly, assemble } from '../support/assembly.ts';
import { ofKind } from '../support/memory-journal.ts';
import { market } from '../support/order-requests.ts';
import { bar, SliceWriter, START } from '../support/slices.ts';
import { type AccountRules, COUNTED_IN, CommandModel, type Prices } from './command-model.ts';

const SYMBOLS = ['AAA', 'BBB', 'CCC', 'EURUSD', 'USDJPY'];
const PAIRS = [
  null,
  null,
  null,
  { symbol: 'EURUSD', base: 'EUR', quote: 'USD' },
  { symbol: 'USDJPY', base: 'USD', quote: 'JPY' },
];
const FIRST: Prices = [100, 50, 200, 1.25, 128].map((price) => ({ open: price, close: price }));
const HOUR_MS = 3_600_000;
const VOLUME = 100;

/** The real engine, with a way to state what the next slice takes, and to tell it of a fill again. */
class Real {
  readonly assembly: Assembly;
  readonly intents: Intent[] = [];
  readonly actions: MarketAction[] = [];
  readonly closes = FIRST.map((one) => one!.close);
  readonly repeat: (fill: Fill) => void;
  time = START;
  readonly #writer = new SliceWriter(SYMBOLS);

  constructor(rules: AccountRules) {
    const terms = {
      currencies: ['USD', 'EUR', 'JPY'],
      currencyOf: COUNTED_IN.map(({ currency }) => currency),
      multipliers: COUNTED_IN.map(({ multiplier }) => multiplier),
      rates: new ExchangeRates({
        currencies: ['USD', 'EUR', 'JPY'],
        traded: PAIRS,
        outside: [],
        outsideCloses: null,
      }),
    };
    const told: ((fill: Fill) => void)[] = [];
    const settings = {
      ...rules,
      terms,
      grossLimit: 100,
      participation: rules.room / VOLUME,
      foreignCash: rules.converts ? ('convert' as const) : ('keep' as const),
      conversionBps: rules.conversionRate * 10_000,
      commissionBps: rules.commissionRate * 10_000,
    };
    this.assembly = assemble(SYMBOLS.length, settings, (_, exchange) => {
      const connect = exchange.connect.bind(exchange);
      exchange.connect = (listener) => {
        told.push((fill) => listener.filled(fill, 0));
        connect(listener);
      };
      return {
        learns: false,
        warmUp: () => {},
        observe: () => {},
        detectChange: () => null,
        changeRecorded: () => {},
        adapt: () => [],
        finish: () => [],
        decide: () => this.intents,
      };
    });
    this.repeat = told[0]!;
    this.play(0, FIRST);
  }

  /** The next slice; what was stated before it is decided at its close. */
  play(hours: number, prices: Prices): void {
    this.time += hours * HOUR_MS;
    const row = prices.map((one) => {
      if (!one) return null;
      const { open, close } = one;
      return bar(open, Math.max(open, close), Math.min(open, close), close, VOLUME);
    });
    const slice = this.#writer.show(row, this.time);
    this.#writer.slice.actions = this.actions.splice(0);
    this.assembly.engine.handle(slice);
    this.intents.length = 0;
    for (const [symbol, one] of prices.entries()) if (one) this.closes[symbol] = one.close;
  }
}

type Command = fc.Command<CommandModel, Real>;

class Order implements Command {
  readonly symbol: number;
  readonly units: number;

  constructor(symbol: number, units: number) {
    this.symbol = symbol;
    this.units = units;
  }

  check({ delisted, stated }: CommandModel): boolean {
    return !delisted[this.symbol] && !stated.has(this.symbol);
  }

  run({ stated }: CommandModel, { intents }: Real): void {
    stated.set(this.symbol, this.units);
    const side = this.units > 0 ? 'buy' : 'sell';
    intents.push({
      kind: 'order',
      request: market(side, Math.abs(this.units), { symbolIndex: this.symbol }),
    });
  }

  toString(): string {
    return `order ${this.units} of ${this.symbol}`;
  }
}

class Conversion implements Command {
  readonly from: number;
  readonly to: number;
  readonly amount: number;

  constructor(from: number, to: number, amount: number) {
    this.from = from;
    this.to = to;
    this.amount = amount;
  }

  check(): boolean {
    return this.from !== this.to;
  }

  run({ conversions }: CommandModel, { intents }: Real): void {
    const { from, to, amount } = this;
    conversions.push({ from, to, amount });
    intents.push({ kind: 'convert', from, to, amount });
  }

  toString(): string {
    return `convert ${this.amount} of ${this.from} to ${this.to}`;
  }
}

class Happening implements Command {
  readonly action: MarketAction;

  constructor(action: MarketAction) {
    this.action = action;
  }

  check({ delisted, actions }: CommandModel): boolean {
    const { symbolIndex } = this.action;
    return !delisted[symbolIndex] && actions.every((other) => other.symbolIndex !== symbolIndex);
  }

  run({ actions: expected }: CommandModel, { actions }: Real): void {
    expected.push(this.action);
    actions.push(this.action);
  }

  toString(): string {
    return JSON.stringify(this.action);
  }
}

/** A fill of the past is told again. */
class Repetition implements Command {
  readonly pick: number;

  constructor(pick: number) {
    this.pick = pick;
  }

  check(): boolean {
    return true;
  }

  run(model: CommandModel, { assembly, repeat }: Real): void {
    const fills = ofKind(assembly.journal.events, 'order-filled');
    if (fills.length === 0) return;
    const events = assembly.journal.events.length;
    repeat({ ...fills[this.pick % fills.length]!.fill });
    expect(assembly.journal.events).toHaveLength(events);
    compare(model, assembly);
  }

  toString(): string {
    return `repeat fill ${this.pick}`;
  }
}

/** The next slice: by how much the prices of each symbol move over the gap and the day, in percent; null without a bar. */
class Next implements Command {
  readonly hours: number;
  readonly moves: readonly (readonly [gap: number, day: number] | null)[];

  constructor(hours: number, moves: Next['moves']) {
    this.hours = hours;
    this.moves = moves;
  }

  check(): boolean {
    return true;
  }

  run(model: CommandModel, real: Real): void {
    const ended = model.actions.flatMap(({ kind, symbolIndex }) =>
      kind === 'delisting' ? [symbolIndex] : [],
    );
    const prices = this.moves.map((move, symbol) => {
      if (!move || model.delisted[symbol] || ended.includes(symbol)) return null;
      const open = real.closes[symbol]! * (1 + move[0] / 100);
      return { open, close: open * (1 + move[1] / 100) };
    });
    real.play(this.hours, prices);
    model.play(real.time, prices);
    compare(model, real.assembly);
  }

  toString(): string {
    return `next ${this.hours} ${JSON.stringify(this.moves)}`;
  }
}

/** The account is the naive one, to a billionth of all the money that went through it. */
function compare({ ledger: expected }: CommandModel, { ledger }: Assembly): void {
  const near = (actual: number, wanted: number, scale: number, what: string): void => {
    if (Math.abs(actual - wanted) <= 1e-9 * scale) return;
    expect.fail(`${what}: ${actual} against ${wanted}`);
  };
  const money = expected.turnover;
  for (const [currency, name] of ledger.currencies.entries()) {
    const rate = expected.rates[currency]!;
    near(ledger.exchangeRate(currency), rate, rate, `rate of ${name}`);
    near(ledger.cashIn(currency) * rate, expected.cash[currency]! * rate, money, `cash in ${name}`);
    near(
      ledger.books.realised[currency]! * rate,
      expected.realised[currency]! * rate,
      money,
      `realised ${name}`,
    );
  }
  for (const symbol of COUNTED_IN.keys()) {
    const units = expected.units(symbol);
    near(ledger.quantity(symbol), units, Math.max(1, Math.abs(units)), `units of ${symbol}`);
    if (units === 0) expect(ledger.averagePrice(symbol)).toBeNaN();
    else near(ledger.averagePrice(symbol), expected.averagePrice(symbol), 1e3, `average price of ${symbol}`);
  }
  near(ledger.cash, expected.totalCash(), money, 'cash');
  near(ledger.equity, expected.equity(), money, 'equity');
  near(ledger.gross, expected.exposure(false), money, 'gross');
  near(ledger.net, expected.exposure(true), money, 'net');
  near(ledger.currencyProfit, expected.currencyProfit, money, 'currency profit');
  const profit = expected.tradingProfit + expected.currencyProfit;
  near(ledger.equity - ledger.initialCash, profit, money, 'trading and currency profit');
  ledger.verify();
}

const symbol = fc.nat(COUNTED_IN.length - 1);
const eighths = fc.integer({ min: 1, max: 480 }).map((units) => units / 8);
const share = fc.nat(2);
const percent = fc.integer({ min: -4, max: 4 });
const moves = fc.option(fc.tuple(percent, percent), { freq: 6 });
const next = fc
  .tuple(fc.constantFrom(3, 6, 24, 24, 72), fc.tuple(moves, moves, moves, moves, moves))
  .map(([hours, all]) => new Next(hours, all));
const happening = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('dividend'), symbolIndex: share, amount: percent }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('funding'),
      symbolIndex: share,
      rate: percent.map((p) => p / 1_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('split'),
      symbolIndex: share,
      ratio: fc.constantFrom(2, 0.5, 4, 0.25),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('delisting'),
      symbolIndex: share,
      price: fc.option(fc.integer({ min: 1, max: 200 })),
    }),
  },
) as fc.Arbitrary<MarketAction>;

const commands = fc.commands(
  [
    next,
    next,
    next,
    fc.tuple(symbol, fc.constantFrom(1, -1), eighths).map(([at, sign, units]) => new Order(at, sign * units)),
    fc.tuple(symbol, fc.constantFrom(1, -1), eighths).map(([at, sign, units]) => new Order(at, sign * units)),
    fc.tuple(share, share, fc.integer({ min: 1, max: 50_000 })).map((all) => new Conversion(...all)),
    happening.map((action) => new Happening(action)),
    fc.nat(10_000).map((pick) => new Repetition(pick)),
  ],
  { size: 'max', maxCommands: 400 },
);

const RULES: AccountRules = {
  cash: 1e7,
  converts: true,
  conversionRate: 0.0004,
  commissionRate: 0.0005,
  cashRate: 0.02,
  debitRate: 0.06,
  borrowRate: 0.03,
  room: 25,
};

test.each([true, false])(
  'whatever is ordered, exchanged and happens, the account is that of a naive ledger (converting at once: %s)',
  (converts) => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(commands, (all) => {
        let real: Real | null = null;
        fc.modelRun(() => {
          real = new Real({ ...RULES, converts });
          return { model: new CommandModel({ ...RULES, converts }, START, FIRST), real };
        }, all);
        for (const event of real!.assembly.journal.events) {
          // What was ordered in the slice of a delisting comes too late.
          if (event.kind === 'order-refused' && event.reason === 'symbol-delisted') continue;
          seen.set(event.kind, (seen.get(event.kind) ?? 0) + 1);
        }
      }),
      { seed: 8_201, numRuns: 25 },
    );
    for (const kind of ['order-filled', 'market-action', 'cash-adjusted', 'cash-converted'])
      expect(seen.get(kind), kind).toBeGreaterThan(200);
    for (const kind of ['order-refused', 'conversion-refused', 'margin-call', 'account-ruined'])
      expect(seen.get(kind) ?? 0, kind).toBe(0);
  },
);
