import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineStrategy } from '../../src/strategy/definition.ts';
import { runStrategy } from '../support/assembly.ts';
import { ofKind } from '../support/memory-journal.ts';
import { bar, flat, type SliceRow, timeOfRow } from '../support/slices.ts';

/** Wants all of its equity in the symbol from the first bar on. */
const invested = defineStrategy({
  name: 'invested',
  description: 'Holds the symbol.',
  parameters: z.object({}),
  lookback: () => 1,
  onBar: ({ target }) => target('A', 1),
});

test('under same-close a target is met at the close that it was decided at, and marked at that close', () => {
  const rows: SliceRow[] = [[bar(90, 110, 80, 100)], [bar(104, 120, 104, 110)]];
  const { journal } = runStrategy(invested, rows, { fill: 'same-close', slippageBps: 100, cash: 10_000 });
  expect(ofKind(journal.events, 'order-filled')[0]).toMatchObject({
    time: timeOfRow(0),
    fill: { quantity: 100, referencePrice: 100, price: 101 },
  });
  expect(journal.marks[0]).toMatchObject({ cash: -100, equity: 9_900, gross: 10_000 });
  // One per cent too much is held after slippage, which the next close brings back to the weight.
  expect(ofKind(journal.events, 'order-filled')).toHaveLength(2);
});

test('under same-close an account that slippage alone ruins is closed at the next close', () => {
  const { journal, ledger } = runStrategy(invested, [[flat(100)], [flat(100)], [flat(100)]], {
    fill: 'same-close',
    commissionBps: 10_000,
    cash: 10_000,
  });
  expect(ofKind(journal.events, 'account-ruined')).toMatchObject([{ time: timeOfRow(0) }]);
  expect(ledger.quantity(0)).toBe(0);
  expect(ofKind(journal.events, 'order-filled').map(({ time }) => time)).toEqual([
    timeOfRow(0),
    timeOfRow(1),
  ]);
});
