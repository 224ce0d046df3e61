import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { StrategyContext } from '../../src/strategy/context.ts';
import { defineStrategy } from '../../src/strategy/definition.ts';
import { type Assembly, type AssemblySettings, runStrategy } from '../support/assembly.ts';
import { ofKind } from '../support/memory-journal.ts';
import { flat, type SliceRow } from '../support/slices.ts';

type Context = StrategyContext<Record<string, never>, undefined>;

function run(
  rows: readonly SliceRow[],
  act: (context: Context, row: number) => unknown,
  settings: AssemblySettings = {},
): Assembly {
  let row = 0;
  const strategy = defineStrategy({
    name: 'acting',
    description: 'Does what a test says at each row.',
    parameters: z.object({}),
    lookback: () => 1,
    onBar: (context) => void act(context as Context, row++),
  });
  return runStrategy(strategy, rows, { cash: 1_000, ...settings });
}

const refusals = ({ journal }: Assembly) =>
  ofKind(journal.events, 'order-refused').map(({ reason }) => reason);
const shrunk = ({ journal }: Assembly) =>
  ofKind(journal.events, 'order-shrunk').map(({ reason, quantityApproved }) => [reason, quantityApproved]);

const rows = (prices: readonly number[], symbols = 1): SliceRow[] =>
  prices.map((price) => Array.from({ length: symbols }, () => flat(price)));

describe('the position limit', () => {
  const settings = { positionLimit: 0.3, grossLimit: 2 };

  test('shrinks a target and refuses an order of the strategy that would pass it', () => {
    const assembly = run(
      rows([100, 100, 100]),
      (context, row) => {
        if (row === 0) context.target('A', 0.5);
        if (row === 1) context.buy('A', 0.1);
      },
      settings,
    );
    expect(shrunk(assembly)).toEqual([['position-limit', 3]]);
    expect(refusals(assembly)).toEqual(['position-limit']);
    expect(assembly.ledger.quantity(0)).toBe(3);
  });

  test('bounds short positions too, and never what reduces', () => {
    const assembly = run(
      rows([100, 100, 100, 200, 200]),
      (context, row) => {
        if (row === 0) context.sell('A', 3);
        if (row === 1) context.sell('A', 1);
        if (row === 3) context.buy('A', 1);
      },
      settings,
    );
    expect(refusals(assembly)).toEqual(['position-limit']);
    expect(assembly.ledger.quantity(0)).toBe(-2);
  });
});

test('the net limit counts longs and shorts against each other', () => {
  const assembly = run(
    rows([100, 100, 100], 3),
    (context, row) => {
      if (row !== 0) return;
      context.buy('A', 5);
      context.buy('B', 1);
      context.sell('C', 4);
      context.buy('B', 4);
      context.buy('B', 1);
    },
    { netLimit: 0.5, grossLimit: 4 },
  );
  expect(refusals(assembly)).toEqual(['net-limit', 'net-limit']);
  expect([0, 1, 2].map((symbol) => assembly.ledger.quantity(symbol))).toEqual([5, 4, -4]);
});

test('the price collar bounds limits, stops and the exits of brackets', () => {
  const assembly = run(
    rows([100, 100]),
    (context, row) => {
      if (row !== 0) return;
      context.buy('A', 1, { limit: 89 });
      context.buy('A', 1, { limit: 91 });
      context.sell('A', 1, { stop: 111 });
      context.bracket('A', { side: 'buy', quantity: 1, stopLoss: 80 });
      context.bracket('A', { side: 'buy', quantity: 1, stopLoss: 95, takeProfit: 110 });
      context.buy('A', 1);
    },
    { priceCollar: 0.1 },
  );
  expect(refusals(assembly)).toEqual(['price-collar', 'price-collar', 'price-collar']);
});

test('the order rate and the turnover limit hold for a UTC day, and begin anew with the next', () => {
  const three = (context: Context): void => {
    for (let i = 0; i < 3; i++) context.buy('A', 1);
  };
  const rate = run(rows([100, 100, 100]), three, { orderRate: 2, grossLimit: 9 });
  expect(refusals(rate)).toEqual(['order-rate', 'order-rate', 'order-rate']);
  const turnover = run(rows([100, 100]), three, { turnoverLimit: 0.25, grossLimit: 9 });
  expect(refusals(turnover)).toEqual(['turnover-limit', 'turnover-limit']);
});

test('a position can be closed however much was traded, and what an amendment grows by counts', () => {
  const assembly = run(
    rows([100, 100, 100]),
    (context, row) => {
      if (row === 0) context.buy('A', 2);
      if (row !== 1) return;
      for (let i = 0; i < 4; i++) context.sell('A', 0.5);
      context.buy('A', 1, { limit: 50 });
    },
    { turnoverLimit: 0.2, orderRate: 1 },
  );
  expect(refusals(assembly)).toEqual(['order-rate']);
  expect(assembly.ledger.quantity(0)).toBe(0);
  const grown = run(
    rows([100, 100, 100]),
    (context, row) => {
      if (row === 0) context.buy('A', 1, { limit: 50 });
      if (row !== 1) return;
      const [order] = context.openOrders('A');
      context.amend(order!.id, { quantity: 4 });
    },
    { turnoverLimit: 0.2, grossLimit: 9 },
  );
  expect(refusals(grown)).toEqual(['turnover-limit']);
  expect(ofKind(grown.journal.events, 'order-amended')).toEqual([]);
});

test('an amendment that the order has no room for counts towards no limit of the day', () => {
  const assembly = run(
    rows([100, 100, 100]),
    (context, row) => {
      if (row === 0) context.buy('A', 1, { limit: 50 });
      if (row !== 1) return;
      context.amend(context.openOrders('A')[0]!.id, { quantity: 3, stop: 60 });
      context.buy('A', 3);
    },
    { turnoverLimit: 0.3 },
  );
  expect(refusals(assembly)).toEqual(['amendment-invalid']);
  expect(assembly.ledger.quantity(0)).toBe(3);
});

describe('the drawdown stop', () => {
  const settings = { drawdownStop: 0.2, grossLimit: 2 };
  const act = (context: Context, row: number): void => {
    if (row === 0) context.buy('A', 10);
    if (row === 1) context.buy('A', 1, { limit: 50 });
    if (row > 2) context.buy('A', 1);
    for (const { id } of row > 2 ? context.openOrders('A') : []) context.cancel(id);
  };

  test('closes everything once equity is so far below its highest close, and stops the trading', () => {
    const assembly = run(rows([100, 100, 110, 88, 88, 88]), act, settings);
    const { journal, ledger } = assembly;
    expect(ofKind(journal.events, 'drawdown-stop').map(({ equity }) => equity)).toEqual([880]);
    expect(ofKind(journal.events, 'order-cancelled').map(({ reason }) => reason)).toEqual(['drawdown-stop']);
    expect([ledger.quantity(0), ledger.cash]).toEqual([0, 880]);
    expect(new Set(refusals(assembly))).toEqual(new Set(['drawdown-stop']));
  });

  test('leaves a smaller fall alone', () => {
    const { journal, ledger } = run(rows([100, 100, 110, 89]), act, settings);
    expect(ofKind(journal.events, 'drawdown-stop')).toEqual([]);
    expect(ledger.quantity(0)).toBe(10);
  });
});

test('targets by value and by quantity want money and units', () => {
  const assembly = run(
    rows([100, 125, 125, 125, 125]),
    (context, row) => {
      if (row === 0) context.targetValue('A', 400);
      if (row === 1) context.targetQuantity('A', 7);
      if (row === 2) context.targetValue('A', -250);
      if (row === 3) context.targetQuantity('A', 0);
    },
    { grossLimit: 2 },
  );
  const held = ofKind(assembly.journal.events, 'order-filled').map(
    ({ positionQuantity }) => positionQuantity,
  );
  expect(held).toEqual([4, 7, -2, 0]);
});

test('limits that are far away change nothing', () => {
  const far = {
    positionLimit: 100,
    netLimit: 100,
    orderRate: 1e9,
    turnoverLimit: 1e6,
    priceCollar: 100,
    drawdownStop: 1,
  };
  const act = (context: Context, row: number): void => {
    context.target('A', row % 2 === 0 ? 2 : -0.5);
    context.buy('B', 1, { limit: 90 });
  };
  const prices = [100, 90, 120, 80, 100, 101];
  const bounded = run(rows(prices, 2), act, far);
  expect(bounded.journal).toEqual(run(rows(prices, 2), act).journal);
});
