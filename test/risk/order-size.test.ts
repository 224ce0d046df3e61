import { expect, test } from 'vitest';
import { z } from 'zod';
import { wholeLots } from '../../src/risk/order-size.ts';
import type { StrategyContext } from '../../src/strategy/context.ts';
import { defineStrategy } from '../../src/strategy/definition.ts';
import { type AssemblySettings, runStrategy } from '../support/assembly.ts';
import { bar, flat } from '../support/slices.ts';

/** What becomes of what a strategy does at every bar; prices stay at 100. */
function told(
  settings: AssemblySettings,
  act: (context: StrategyContext<unknown, unknown>) => void,
  bars = 2,
) {
  const strategy = defineStrategy({
    name: 'sized',
    description: 'Acts at every bar.',
    parameters: z.object({}),
    lookback: () => 1,
    onBar: act,
  });
  const rows = Array.from({ length: bars }, () => [flat(100)]);
  return runStrategy(strategy, rows, settings).journal.events.map((event) => {
    if (event.kind === 'order-shrunk') return [event.reason, event.quantityApproved];
    if (event.kind === 'order-filled') return ['filled', event.fill.quantity];
    return 'reason' in event ? [event.reason] : [event.kind];
  });
}

test.each<[quantity: number, lotSize: number, whole: number]>([
  [10, 1, 10],
  [10.9, 1, 10],
  [0.9, 1, 0],
  [250, 100, 200],
  [0.3, 0.1, 0.3],
  [0.7, 0.1, 0.7],
  [0.78, 0.1, 0.7],
  [0.07 * 1_000, 1, 70],
  [0.29 * 1_000, 1, 290],
  [5 - 1e-12, 2.5, 5],
])('%d units in lots of %d are %d', (quantity, lotSize, whole) => {
  expect(wholeLots({ quantity, side: 'buy' }, 0, { lotSize })).toBe(whole);
});

test('a quantity that closes exactly what is held is never rounded', () => {
  expect(wholeLots({ quantity: 2.5, side: 'sell' }, 2.5, { lotSize: 1 })).toBe(2.5);
  expect(wholeLots({ quantity: 2.5, side: 'buy' }, -2.5, { lotSize: 1 })).toBe(2.5);
  expect(wholeLots({ quantity: 2.5, side: 'buy' }, 2.5, { lotSize: 1 })).toBe(2);
});

test('an order is rounded down to whole lots, and refused below one', () => {
  const events = told({ lotSize: 10 }, ({ buy }) => {
    buy('A', 25);
    buy('A', 9);
  });
  expect(events.slice(0, 4)).toEqual([
    ['lot-rounded', 20],
    ['order-accepted'],
    ['below-lot'],
    ['filled', 20],
  ]);
});

test('a target is met in whole lots, and then left alone without refusals', () => {
  const events = told({ lotSize: 300, cash: 100_000 }, ({ target }) => target('A', 0.95), 20);
  expect(events).toEqual([['lot-rounded', 900], ['order-accepted'], ['filled', 900]]);
});

test.each([0.07, 0.29, 0.57, 0.58])(
  'a target of %d is whole units, and is not told to be rounded',
  (weight) => {
    const events = told({ lotSize: 1, cash: 100_000 }, ({ target }) => target('A', weight), 3);
    expect(events).toEqual([['order-accepted'], ['filled', Math.round(1_000 * weight)]]);
  },
);

test('a target that is shrunk to the exposure limit is in whole lots too', () => {
  const events = told({ lotSize: 300, cash: 100_000 }, ({ target }) => target('A', 1.5), 2);
  expect(events.slice(0, 3)).toEqual([['leverage-exceeded', 900], ['order-accepted'], ['filled', 900]]);
});

test('an order below the least value is refused, unless it only reduces', () => {
  const events = told({ minNotional: 1_000 }, ({ buy, sell, position }) => {
    if (position('A').quantity > 0) sell('A', 1);
    else {
      buy('A', 9);
      buy('A', 10);
    }
  });
  expect(events).toEqual([
    ['below-minimum'],
    ['order-accepted'],
    ['filled', 10],
    ['order-accepted'],
    ['end-of-data'],
  ]);
});

test('parts of fills are whole lots', () => {
  const strategy = defineStrategy({
    name: 'parts',
    description: 'Buys once.',
    parameters: z.object({}),
    lookback: () => 1,
    onBar: ({ buy, position, openOrders }) => {
      if (position('A').quantity === 0 && openOrders('A').length === 0) buy('A', 30);
    },
  });
  const rows = Array.from({ length: 4 }, () => [bar(100, 100, 100, 100, 190)]);
  const { journal } = runStrategy(strategy, rows, { lotSize: 10, participation: 0.1 });
  const quantities = journal.events.map((event) => (event.kind === 'order-filled' ? event.fill.quantity : 0));
  expect(quantities.filter((quantity) => quantity > 0)).toEqual([10, 10, 10]);
});
