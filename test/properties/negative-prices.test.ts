import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineStrategy } from '../../src/strategy/definition.ts';
import { anyBars, BAR_KINDS } from '../support/any-bars.ts';
import { type AssemblySettings, runStrategy } from '../support/assembly.ts';
import { ofKind } from '../support/memory-journal.ts';
import { randomTrader } from '../support/random-trader.ts';
import { type Bar, bar, flat, type SliceRow } from '../support/slices.ts';
import { watchedRun } from './watched-run.ts';

const NEGATIVE: AssemblySettings = { allowsNegativePrices: true, cash: 1_000_000, grossLimit: 1e9 };

const shifted = ({ open, high, low, close, volume }: Bar, by: number): Bar =>
  bar(open + by, high + by, low + by, close + by, volume);

const lowered = (rows: readonly SliceRow[], by: number): SliceRow[] =>
  rows.map((row) => row.map((one) => one && shifted(one, -by)));

/** Sends orders of every kind, sized in units and priced by their distance from the last close. */
const byDistance = defineStrategy({
  name: 'by-distance',
  description: 'Orders whose terms do not depend on the level of prices.',
  parameters: z.object({}),
  lookback: () => 1,
  init: () => ({ bars: 0 }),
  onBar({ state, history, symbols, buy, sell, bracket, targetQuantity }) {
    for (const symbol of symbols) {
      const close = history(symbol).close.ago(0);
      const step = state.bars++ % 7;
      if (step === 0) targetQuantity(symbol, 3);
      if (step === 1) buy(symbol, 2, { limit: close - 1 });
      if (step === 2) sell(symbol, 2, { stop: close - 2 });
      if (step === 3)
        bracket(symbol, { side: 'buy', quantity: 1, stopLoss: close - 3, takeProfit: close + 3 });
      if (step === 4) sell(symbol, 1, { trail: 2 });
      if (step === 5) targetQuantity(symbol, -2);
      if (step === 6) sell(symbol, 1, { limit: close - 2, stop: close - 1 });
    }
  },
});

/** Bars at whole quarters, which float64 adds exactly, so that a shift changes nothing. */
const quarterRows = fc
  .array(fc.tuple(...[0, 0, 0, 0].map(() => fc.integer({ min: 0, max: 80 }))), {
    minLength: 5,
    maxLength: 40,
  })
  .map((rows): SliceRow[] =>
    rows.map((prices) => {
      const [open, close, a, b] = prices.map((price) => 90 + price / 4) as [number, number, number, number];
      return [bar(open, Math.max(open, close, a, b), Math.min(open, close, a, b), close, 1e6)];
    }),
  );

test('profit does not depend on the level of prices, above or below zero', () => {
  fc.assert(
    fc.property(quarterRows, fc.constantFrom(50, 100, 250), (rows, by) => {
      const high = runStrategy(byDistance, rows, NEGATIVE);
      const low = runStrategy(byDistance, lowered(rows, by), NEGATIVE);
      const fillsOf = ({ journal }: typeof high, back: number) =>
        ofKind(journal.events, 'order-filled').map(({ time, fill }) => [
          time,
          fill.side,
          fill.quantity,
          fill.price + back,
        ]);
      expect(fillsOf(low, by)).toEqual(fillsOf(high, 0));
      expect(low.journal.marks.map(({ equity }) => equity)).toEqual(
        high.journal.marks.map(({ equity }) => equity),
      );
    }),
    { numRuns: 60 },
  );
});

describe.each(BAR_KINDS)('over %s bars that fall below zero', (kind) => {
  test('fills lie in their bars, every event keeps the identity, and every number is finite', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const shape = { kind, symbolCount: 2, rows: 40, level: 100, missing: 0.1 };
      const rows = lowered(anyBars(seed, shape), 100);
      const settings = { ...NEGATIVE, commissionBps: 5, slippageBps: 5, volumeImpact: 0.1 };
      const trader = randomTrader({ seed, unit: 5, senseless: true });
      const { journal } = watchedRun(trader, rows, settings, (_, account) => account.verify());
      for (const { cash, equity, gross } of journal.marks) {
        expect([cash, equity, gross].every(Number.isFinite)).toBe(true);
        expect(gross).toBeGreaterThanOrEqual(0);
      }
      for (const { fill } of ofKind(journal.events, 'order-filled')) {
        expect(fill.commission).toBeGreaterThanOrEqual(0);
        const against = (fill.price - fill.referencePrice) * (fill.side === 'buy' ? 1 : -1);
        expect(against).toBeGreaterThanOrEqual(0);
      }
    }
  });
});

describe('at a price that is not above zero', () => {
  const told = (act: 'weight' | 'value' | 'quantity' | 'close', price: number) => {
    const strategy = defineStrategy({
      name: 'targets',
      description: 'One target, the first bar at 10 and the others at the price.',
      parameters: z.object({}),
      lookback: () => 1,
      init: () => ({ bars: 0 }),
      onBar(context) {
        if (context.state.bars++ === 0) context.targetQuantity('A', 2);
        else if (act === 'weight') context.target('A', 0.5);
        else if (act === 'value') context.targetValue('A', 100);
        else if (act === 'quantity') context.targetQuantity('A', 5);
        else context.close('A');
      },
    });
    const rows = [[flat(10)], [flat(price)], [flat(price)]];
    const { journal } = runStrategy(strategy, rows, { ...NEGATIVE, symbols: ['A'] });
    const refused = ofKind(journal.events, 'order-refused').map(({ reason }) => reason);
    const held = ofKind(journal.events, 'order-filled').map(({ positionQuantity }) => positionQuantity);
    return [...held, ...refused];
  };

  test.each([-5, 0])('%d a weight or a value is refused, and units are a target as ever', (price) => {
    expect(told('weight', price)).toEqual([2, 'price-not-positive', 'price-not-positive']);
    expect(told('value', price)).toEqual([2, 'price-not-positive', 'price-not-positive']);
    expect(told('quantity', price)).toEqual([2, 5]);
    expect(told('close', price)).toEqual([2, 0]);
  });

  test('the exposure of a position is its absolute value', () => {
    const strategy = defineStrategy({
      name: 'short-oil',
      description: 'Buys units that are worth more than the limit allows.',
      parameters: z.object({}),
      lookback: () => 1,
      onBar: ({ buy }) => buy('A', 600),
    });
    const settings = { allowsNegativePrices: true, cash: 10_000, grossLimit: 1, symbols: ['A'] };
    const { journal } = runStrategy(strategy, [[flat(-37)]], settings);
    expect(ofKind(journal.events, 'order-refused').map(({ reason }) => reason)).toEqual([
      'leverage-exceeded',
    ]);
  });
});

test('a price below zero in an order is refused where the instrument has none', () => {
  const strategy = defineStrategy({
    name: 'below-zero',
    description: 'A limit below zero.',
    parameters: z.object({}),
    lookback: () => 1,
    onBar: ({ buy }) => buy('A', 1, { limit: -5 }),
  });
  const reasonsOf = (settings: AssemblySettings) =>
    ofKind(
      runStrategy(strategy, [[flat(10)]], { ...settings, symbols: ['A'] }).journal.events,
      'order-refused',
    ).map(({ reason }) => reason);
  expect(reasonsOf({})).toEqual(['price-invalid']);
  expect(reasonsOf(NEGATIVE)).toEqual([]);
});
