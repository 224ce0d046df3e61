import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Ledger } from '../../src/ledger/ledger.ts';
import { randomFrom } from '../../src/math/random.ts';
import { RegimetaError } from '../../src/model/regimeta-error.ts';
import type { StrategyContext } from '../../src/strategy/context.ts';
import { defineStrategy, type Strategy, type StrategyDefinition } from '../../src/strategy/definition.ts';
import { StrategyHost } from '../../src/strategy/strategy-host.ts';
import { runStrategy } from '../support/assembly.ts';
import { ofKind } from '../support/memory-journal.ts';
import { bar, flat, type SliceRow, timeOfRow } from '../support/slices.ts';

type Context = StrategyContext<{ readonly size: number }, unknown>;
/** The context as a plugin sees it that is not type-checked. */
type UntypedContext = Readonly<
  Record<'buy' | 'sell' | 'bracket' | 'oco' | 'amend' | 'cancel', (...stated: unknown[]) => void>
>;
const schema = z.object({ size: z.number().default(2) });

/** A strategy with a look-back of one bar, and what a test changes. */
function strategyOf(changes: Partial<StrategyDefinition<typeof schema, unknown>>): Strategy {
  return defineStrategy({
    name: 'probe',
    description: 'A strategy of a test.',
    parameters: schema,
    lookback: () => 1,
    onBar: () => {},
    ...changes,
  });
}

/** What a function of the context gives on each row. */
function onEachRow<Result>(
  rows: readonly SliceRow[],
  look: (context: Context) => Result,
  changes: Partial<StrategyDefinition<typeof schema, unknown>> = {},
): Result[] {
  const seen: Result[] = [];
  const onBar = (context: Context): void => void seen.push(look(context));
  runStrategy(strategyOf({ ...changes, onBar }), rows);
  return seen;
}

function errorOf(call: () => unknown): RegimetaError {
  try {
    call();
  } catch (error) {
    if (error instanceof RegimetaError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const three: SliceRow[] = [[flat(100)], [flat(101)], [flat(102)]];

describe('onBar', () => {
  test('sees time, account and position as they are at the close', () => {
    const look = (context: Context) => {
      if (context.time === timeOfRow(0)) context.buy('A', 10);
      return [context.time, context.cash, context.equity, { ...context.position('A') }];
    };
    expect(onEachRow([[flat(100)], [bar(110, 130, 100, 120)]], look)).toEqual([
      [timeOfRow(0), 100_000, 100_000, { quantity: 0, averagePrice: null }],
      [timeOfRow(1), 98_900, 100_100, { quantity: 10, averagePrice: 110 }],
    ]);
  });

  test('sees the symbols that have a bar now and a full look-back, and is left alone where there are none', () => {
    const rows: SliceRow[] = [
      [flat(1), flat(1)],
      [flat(1), null],
      [null, flat(1)],
      [null, null],
      [flat(1), flat(1)],
    ];
    const seen = onEachRow(rows, (context) => [...context.symbols], { lookback: () => 2 });
    expect(seen).toEqual([['A'], ['B'], ['A', 'B']]);
  });

  test('sees the history up to its own bar, of symbols without a bar too', () => {
    const rows: SliceRow[] = [
      [flat(1), flat(5)],
      [flat(2), flat(6)],
      [flat(3), null],
    ];
    const seen = onEachRow(
      rows,
      ({ history }) => [...history('A').close.toArray(), ...history('B').close.toArray()],
      {
        lookback: () => 2,
      },
    );
    expect(seen).toEqual([
      [1, 2, 5, 6],
      [2, 3, 5, 6],
    ]);
  });

  test('may take the context apart', () => {
    const seen = onEachRow(three, ({ target, openOrders, time }) => {
      if (time === timeOfRow(0)) target('A', 0.5);
      return openOrders('A').length;
    });
    expect(seen).toEqual([0, 0, 0]);
  });

  test('states tags, prices and brackets that reach the order as they are', () => {
    const { journal } = runStrategy(
      strategyOf({
        onBar({ target, buy, sell, bracket }) {
          target('A', 0.1, 'one');
          buy('A', 1, { limit: 90, tag: 'two' });
          sell('A', 2, { stop: 80 });
          bracket('A', { side: 'buy', quantity: 3, stop: 110, stopLoss: 105, takeProfit: 120, tag: 'three' });
        },
      }),
      [[flat(100)]],
    );
    const accepted = ofKind(journal.events, 'order-accepted').map(({ order }) => order);
    expect(accepted).toMatchObject([
      { type: 'market', origin: 'target', quantity: 100, tag: 'one' },
      { type: 'limit', origin: 'strategy', side: 'buy', limitPrice: 90, stopPrice: null, tag: 'two' },
      { type: 'stop', side: 'sell', stopPrice: 80, limitPrice: null, bracket: null, tag: '' },
      { type: 'stop', quantity: 3, bracket: { stopPrice: 105, limitPrice: 120 }, tag: 'three' },
    ]);
  });

  test('has a steady regime and neither prediction nor volatility without a learner', () => {
    const [seen] = onEachRow(three, ({ regime, prediction, volatility }) => {
      return [regime, prediction('A'), volatility('A')];
    });
    expect(seen).toEqual([{ number: 0, changed: false, changedAt: null, changeProbability: 0 }, null, null]);
  });

  test('asks timers by name, which begin to count with the test period', () => {
    const dues: boolean[][] = [];
    const strategy = strategyOf({
      timers: () => ({ rebalance: { everyBars: 2 }, monthly: { every: 'month' } }),
      onBar: ({ isDue }) => void dues.push([isDue('rebalance'), isDue('monthly')]),
    });
    runStrategy(strategy, [[flat(1)], ...three], { testFromRow: 1 });
    expect(dues).toEqual([
      [true, true],
      [false, false],
      [true, false],
    ]);
  });
});

describe('init', () => {
  test('is called once, with parameters, universe and random numbers of the seed', () => {
    const setups: unknown[] = [];
    const strategy = strategyOf({
      init: ({ parameters, universe, random }) => void setups.push([parameters, universe, random.uniform()]),
    });
    runStrategy(strategy, three, { parameters: { size: 7 } });
    expect(setups).toEqual([[{ size: 7 }, ['A'], randomFrom(1).uniform()]]);
  });

  test('makes a state of each run, which onBar changes', () => {
    const counts: number[] = [];
    const strategy = strategyOf({
      init: () => ({ bars: 0 }),
      onBar(context) {
        const state = context.state as { bars: number };
        counts.push(++state.bars);
      },
    });
    runStrategy(strategy, three);
    runStrategy(strategy, three);
    expect(counts).toEqual([1, 2, 3, 1, 2, 3]);
  });
});

describe('a strategy that misbehaves ends the run with a coded error:', () => {
  const failing = (changes: Partial<StrategyDefinition<typeof schema, unknown>>) =>
    errorOf(() => runStrategy(strategyOf(changes), three));

  test('a hook that throws is E_PLUGIN_THREW, with what it threw', () => {
    const cause = new TypeError('no such thing');
    const thrower = (): never => {
      throw cause;
    };
    for (const hook of ['onBar', 'init', 'lookback'] as const) {
      const error = failing({ [hook]: thrower });
      expect([error.code, error.place, error.found]).toEqual([
        'E_PLUGIN_THREW',
        `probe ${hook}`,
        'TypeError: no such thing',
      ]);
      expect(error.cause).toBe(cause);
    }
  });

  test('what is thrown need not be an error', () => {
    const error = failing({
      onBar() {
        throw 'a string';
      },
    });
    expect(error.found).toBe('a string');
  });

  test('a hook that returns a promise is E_PLUGIN_ASYNC, and its rejection disturbs nobody', async () => {
    const onBar: unknown = () => Promise.reject(new Error('too late'));
    expect(failing({ onBar: onBar as () => void }).code).toBe('E_PLUGIN_ASYNC');
    expect(failing({ init: async () => 1 }).code).toBe('E_PLUGIN_ASYNC');
    await new Promise((resolve) => setTimeout(resolve, 0));
  });

  test('a symbol that is not in the run is E_SYMBOL_UNKNOWN, wherever it is named', () => {
    const calls: ((context: Context) => unknown)[] = [
      ({ history }) => history('X'),
      ({ position }) => position('X'),
      ({ openOrders }) => openOrders('X'),
      ({ target }) => target('X', 1),
      ({ close }) => close('X'),
      ({ buy }) => buy('X', 1),
      ({ sell }) => sell('X', 1),
      ({ bracket }) => bracket('X', { side: 'buy', quantity: 1, stopLoss: 1 }),
    ];
    for (const call of calls) {
      const error = failing({ onBar: (context) => void call(context) });
      expect([error.code, error.found]).toEqual(['E_SYMBOL_UNKNOWN', '"X"']);
      expect(error.repair).toBe('Use one of A');
    }
  });

  test('an order with a limit and a trail, or a bracket of no side, is E_PLUGIN_ORDERS', () => {
    const both = failing({ onBar: ({ buy }) => buy('A', 1, { limit: 1, trail: 2 }) });
    expect([both.code, both.found]).toEqual(['E_PLUGIN_ORDERS', 'limit 1 and trail 2']);
    const side = 'long' as 'buy';
    const sideless = failing({ onBar: ({ bracket }) => bracket('A', { side, quantity: 1, stopLoss: 90 }) });
    expect([sideless.code, sideless.found]).toEqual(['E_PLUGIN_ORDERS', '"long"']);
  });

  test.each<[string, string, (context: UntypedContext) => void]>([
    ['a misspelt price', '"limmit"', ({ buy }) => buy('A', 1, { limmit: 40 })],
    ['a price without its name', '40', ({ buy }) => buy('A', 1, 40)],
    ['no options at all', 'null', ({ sell }) => sell('A', 1, null)],
    ['a word for a switch', '"yes"', ({ buy }) => buy('A', 1, { onClose: 'yes' })],
    ['a number for a switch', '1', ({ buy }) => buy('A', 1, { reduceOnly: 1 })],
    [
      'a misspelt exit',
      '"stop_loss"',
      ({ bracket }) => bracket('A', { side: 'buy', quantity: 1, stop_loss: 9 }),
    ],
    ['exits of a plain order', '"stopLoss"', ({ buy }) => buy('A', 1, { stopLoss: 9 })],
    ['a leg that is none', '40', ({ oco }) => oco('A', [40])],
    ['a misspelt amendment', '"price"', ({ amend }) => amend(1, { price: 40 })],
    ['an order in the place of its number', 'object', ({ cancel }) => cancel({ orderId: 1 })],
    ['no number of an order', 'undefined', ({ amend }) => amend(undefined, { limit: 1 })],
  ])('%s is E_PLUGIN_ORDERS, and not an order of another kind', (_, found, onBar) => {
    const error = failing({ onBar: (context) => onBar(context as unknown as UntypedContext) });
    expect([error.code, error.found]).toEqual(['E_PLUGIN_ORDERS', found]);
  });

  test('more than 10,000 orders in one slice are E_PLUGIN_ORDERS', () => {
    const error = failing({
      onBar({ cancel }) {
        for (;;) cancel(1);
      },
    });
    expect([error.code, error.found]).toEqual(['E_PLUGIN_ORDERS', '10001']);
  });

  test.each([0, -1, 1.5, Number.NaN, 1_000_001, '20'])('a look-back of %s is E_PLUGIN_SHAPE', (lookback) => {
    const error = failing({ lookback: () => lookback as number });
    expect([error.code, error.found]).toEqual(['E_PLUGIN_SHAPE', String(lookback)]);
  });

  test('asking for the future is E_LOOKAHEAD', () => {
    expect(failing({ onBar: ({ history }) => void history('A').close.ago(-1) }).code).toBe('E_LOOKAHEAD');
  });
});

describe('a strategy cannot reach', () => {
  const isBuiltIn = (shape: object): boolean =>
    [Object.prototype, Array.prototype, Function.prototype].some((one) => one === shape);

  /** Everything that can be reached from an object by its keys and those of its class. */
  function reachable(root: unknown): Set<unknown> {
    const seen = new Set<unknown>();
    const queue: unknown[] = [root];
    for (const item of queue) {
      if (seen.has(item)) continue;
      seen.add(item);
      if (item === null || (typeof item !== 'object' && typeof item !== 'function')) continue;
      for (const key of Reflect.ownKeys(item)) queue.push(Reflect.get(item, key));
      const shape = Reflect.getPrototypeOf(item);
      if (shape === null || typeof item !== 'object' || isBuiltIn(shape)) continue;
      for (const key of Reflect.ownKeys(shape)) {
        if (key !== 'constructor') queue.push(Reflect.get(shape, key, item));
      }
    }
    return seen;
  }

  test('a price of the future by walking through the context and all that it gives', () => {
    const rows: SliceRow[] = [1, 2, 3, 4].map((n) => [bar(n * 10, n * 10 + 2, n * 10 - 2, n * 10 + 1, n)]);
    const later = rows.map((_, row) => rows.slice(row + 1).flatMap(([one]) => Object.values(one!)));
    const looks = onEachRow(rows, (context) => {
      context.buy('A', 1, { limit: 5 });
      return reachable([
        context,
        context.history('A'),
        context.position('A'),
        context.openOrders('A'),
        context.regime,
      ]);
    });
    for (const [row, seen] of looks.entries()) {
      const prices = later[row]!.filter((price) => price > 4);
      expect(prices.filter((price) => seen.has(price))).toEqual([]);
      const kinds = [...seen].map((item) => Object.prototype.toString.call(item));
      expect(kinds.filter((kind) => kind.includes('Array]') && kind !== '[object Array]')).toEqual([]);
    }
    // The walk does find the numbers that a strategy may see.
    expect(looks[3]!.has(timeOfRow(3))).toBe(true);
  });

  test('the context, the parameters or an order to change them', () => {
    const changed = onEachRow(three, (context) => {
      context.buy('A', 1, { limit: 5 });
      const [order] = context.openOrders('A');
      return [
        Reflect.set(context, 'equity', 1e9),
        Reflect.set(context.parameters, 'size', 99),
        Reflect.set(context.universe, 0, 'Z'),
        order ? Reflect.set(order, 'quantity', 1e9) : false,
      ];
    });
    expect(changed.flat()).not.toContain(true);
  });

  test('the list of symbols to change what it sees next', () => {
    const seen = onEachRow(three, (context) => {
      const names = [...context.symbols];
      (context.symbols as string[]).length = 0;
      return names;
    });
    expect(seen).toEqual([['A'], ['A'], ['A']]);
  });
});

test('parameters that one run changes are not those of the next', () => {
  const parameters = { size: 2 };
  const host = new StrategyHost({
    strategy: strategyOf({ init: (setup) => Reflect.set(setup.parameters, 'size', 9) }),
    parameters,
    symbols: ['A'],
    random: randomFrom(1),
    account: new Ledger(1, 0),
    openOrders: () => [],
    learner: null,
  });
  expect(host).toBeInstanceOf(StrategyHost);
  expect(parameters).toEqual({ size: 2 });
});
