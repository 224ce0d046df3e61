import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { BarSeries } from '../../src/model/bar-series.ts';
import { checkedStrategy } from '../../src/run/strategy-shape.ts';
import type { StrategyContext } from '../../src/strategy/context.ts';
import { defineStrategy, type StrategyDefinition } from '../../src/strategy/definition.ts';
import { journalOf } from '../support/in-memory-run.ts';
import { ofKind } from '../support/memory-journal.ts';

const DAY = 86_400_000;

/** Bars at 100 with ample volume on the days that are named. */
function seriesOn(symbol: string, days: readonly number[]): BarSeries {
  const column = (value: number): Float64Array => new Float64Array(days.length).fill(value);
  return {
    symbol,
    time: Float64Array.from(days, (day) => day * DAY),
    open: column(100),
    high: column(100),
    low: column(100),
    close: column(100),
    volume: column(1e6),
  } as unknown as BarSeries;
}

type Context = StrategyContext<Record<string, never>, number[]>;
type Definition = StrategyDefinition<z.ZodObject<Record<never, never>>, number[]>;

/** What becomes of a strategy that acts on each day, over days 0 to 9 of A and of B as said. */
async function outcome(
  act: (context: Context, day: number) => unknown,
  rest: Partial<Definition> = {},
  settings: Readonly<Record<string, unknown>> = {},
  daysOfB: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
) {
  const strategy = defineStrategy({
    name: 'acting',
    description: 'Does what a test says on each day.',
    parameters: z.object({}),
    lookback: () => 1,
    init: () => [],
    onBar: (context) => void act(context as unknown as Context, context.time / DAY),
    ...rest,
  });
  const free = { commissionBps: 0, slippageBps: 0, ...settings };
  const series = [seriesOn('A', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), seriesOn('B', daysOfB)];
  const { events } = await journalOf(strategy, series, free);
  return {
    refused: ofKind(events, 'order-refused').map(({ reason, time }) => [reason, time / DAY]),
    shrunk: ofKind(events, 'order-shrunk').map(({ reason, quantityApproved }) => [reason, quantityApproved]),
    bought: ofKind(events, 'order-filled').map(({ fill }) => fill.quantity),
  };
}

describe('a rule of the strategy', () => {
  const capOfTen = { orderRules: { 'at-most-ten': () => 10 } };

  test('shrinks a target, refuses an order that the strategy sized, and its name is the reason', async () => {
    const found = await outcome((context, day) => {
      if (day === 0) context.target('A', 0.5);
      if (day === 1) context.buy('B', 11);
      if (day === 2) context.buy('B', 9);
    }, capOfTen);
    expect(found.shrunk).toEqual([['rule:at-most-ten', 10]]);
    expect(found.refused).toEqual([['rule:at-most-ten', 1]]);
    expect(found.bought).toEqual([10, 9]);
  });

  test('is asked after the limits of the run, in whole lots, and the strictest counts', async () => {
    const asked: number[] = [];
    const orderRules = {
      wide: ({ quantity }: { quantity: number }) => {
        asked.push(quantity);
        return quantity;
      },
      narrow: () => 35,
      narrower: () => 17,
    };
    const found = await outcome(
      (context, day) => day === 0 && context.target('A', 0.9),
      { orderRules },
      {
        positionLimit: 0.3,
        lotSize: 10,
      },
    );
    expect(asked).toEqual([300]);
    expect(found.shrunk).toEqual([['rule:narrower', 10]]);
  });

  test('sees the order, the account, the state and the time', async () => {
    const seen: unknown[] = [];
    const orderRules: Definition['orderRules'] = {
      look: (order, { cash, equity, position, state, time }) => {
        seen.push([
          order.symbol,
          order.side,
          order.price,
          order.tag,
          cash,
          equity,
          position('A').quantity,
          state,
          time,
        ]);
        return order.quantity;
      },
    };
    await outcome((context, day) => day < 2 && context.buy('A', 5, { tag: 'try' }), { orderRules });
    expect(seen).toEqual([
      ['A', 'buy', 100, 'try', 100_000, 100_000, 0, [], 0],
      ['A', 'buy', 100, 'try', 99_500, 100_000, 5, [], DAY],
    ]);
  });

  test('is not asked about what only reduces, and judges what an amendment adds', async () => {
    const found = await outcome(
      (context, day) => {
        if (day === 0) context.buy('A', 10);
        if (day === 1) context.sell('A', 10);
        if (day === 2) context.buy('B', 10, { limit: 50 });
        if (day === 3) context.amend(context.openOrders('B')[0]!.id, { quantity: 25 });
        if (day === 4) context.amend(context.openOrders('B')[0]!.id, { quantity: 20 });
      },
      { orderRules: { 'at-most-ten': () => 10 } },
    );
    expect(found.refused).toEqual([['rule:at-most-ten', 3]]);
    expect(found.bought).toEqual([10, 10]);
  });

  test.each([
    ['no number', () => undefined as unknown as number, 'E_PLUGIN_SHAPE orderRules odd'],
    ['NaN', () => Number.NaN, 'E_PLUGIN_SHAPE orderRules odd'],
    ['a number below zero', () => -1, 'E_PLUGIN_SHAPE orderRules odd'],
    ['a promise', async () => 1, 'E_PLUGIN_ASYNC orderRules odd'],
  ])('that returns %s ends the run with a code', async (_, odd, code) => {
    const orderRules = { odd: odd as () => number };
    await expect(outcome((context) => context.buy('A', 1), { orderRules })).rejects.toThrow(code);
  });

  test('that throws, or states an order itself, ends the run with a code', async () => {
    let context: Context | null = null;
    const broken = () => {
      throw new Error('broken');
    };
    await expect(outcome((each) => each.buy('A', 1), { orderRules: { broken } })).rejects.toThrow(
      /E_PLUGIN_THREW acting orderRules.*broken/,
    );
    const trading = () => {
      context!.buy('A', 1);
      return 1;
    };
    const act = (each: Context): void => {
      context = each;
      each.buy('A', 1);
    };
    await expect(outcome(act, { orderRules: { trading } })).rejects.toThrow('E_PLUGIN_ORDERS');
  });

  test.each([
    ['a name with spaces', { 'At most': () => 1 }],
    ['what is no function', { cap: 10 }],
    ['a list', 5],
  ])('is E_PLUGIN_SHAPE with %s', (_, orderRules) => {
    const strategy = defineStrategy({
      name: 'odd',
      description: '',
      parameters: z.object({}),
      lookback: () => 1,
      onBar: () => {},
      orderRules: orderRules as never,
    });
    expect(() => checkedStrategy(strategy, 'odd.ts')).toThrow('E_PLUGIN_SHAPE');
  });
});

describe('stale data', () => {
  const daysOfB = [0, 1, 2, 7];

  test.each([
    ['staleBars 0', { staleBars: 0 }, [3, 4, 5, 6, 8, 9]],
    ['staleBars 2', { staleBars: 2 }, [5, 6]],
    ['staleMs of two days', { staleMs: 2 * DAY }, [5, 6]],
    ['neither', {}, []],
  ])('takes no new exposure under %s', async (_, settings, days) => {
    const found = await outcome((context) => context.buy('B', 1), {}, settings, daysOfB);
    expect(found.refused).toEqual(days.map((day) => ['stale-data', day]));
  });

  test('lets a position be reduced and closed, and a target of it is shrunk to that', async () => {
    const found = await outcome(
      (context, day) => {
        if (day === 0) context.buy('B', 10);
        if (day === 4) context.sell('B', 4, { timeInForce: 'GTC' });
        if (day === 5) context.target('B', -0.5);
      },
      {},
      { staleBars: 0 },
      daysOfB,
    );
    expect(found.refused).toEqual([]);
    expect(found.shrunk).toEqual([['stale-data', 6]]);
  });
});
