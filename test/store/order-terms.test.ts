import { expect, test } from 'vitest';
import { z } from 'zod';
import { journalHashOf } from '../../src/store/journal-reader.ts';
import { openForReading } from '../../src/store/open-store.ts';
import type { StrategyContext } from '../../src/strategy/context.ts';
import { defineStrategy } from '../../src/strategy/definition.ts';
import { type AssemblySettings, runStrategy } from '../support/assembly.ts';
import { bar, flat, type SliceRow, timeOfRow } from '../support/slices.ts';
import { identity } from './sample-run.ts';
import { newPath, openStore } from './temporary-store.ts';

type Act = (context: StrategyContext<unknown, unknown>) => void;

/** Runs what is done by row, records it, and reads rows back; the hash of the rows is checked on the way. */
function recorded(rows: readonly SliceRow[], sql: string, ...acts: Act[]) {
  // Bars have a volume of 1,000 unless they say otherwise.
  return recordedUnder({ participation: 0.5 }, rows, sql, ...acts);
}

function recordedUnder(settings: AssemblySettings, rows: readonly SliceRow[], sql: string, ...acts: Act[]) {
  const strategy = defineStrategy({
    name: 'once',
    description: 'Acts by row.',
    parameters: z.object({}),
    lookback: () => 1,
    onBar: (context) => acts.find((_, row) => timeOfRow(row) === context.time)?.(context),
  });
  const { journal } = runStrategy(strategy, rows, settings);
  const path = newPath();
  const store = openStore(path);
  const run = store.beginRun(identity);
  const arm = run.beginArm({ name: 'only', role: 'subject', description: 'It orders.', symbols: ['A'] });
  for (const event of journal.events) arm.append(event);
  const hash = arm.finish([], {});
  store.close();
  const connection = openForReading(path);
  expect(journalHashOf(connection, 1)).toBe(hash);
  const found = connection.read(() => connection.prepare(sql).all());
  connection.close();
  return found;
}

test('the terms of an order are kept, and null where it has none', () => {
  const sql = `SELECT type, limit_price, stop_price, trail_unit, trail_distance, reduce_only, oco_group
    FROM orders ORDER BY order_id`;
  const none = { limit_price: null, stop_price: null, trail_unit: null, trail_distance: null };
  const rows = recorded([[flat(100)], [flat(100)]], sql, ({ buy, sell, oco }) => {
    buy('A', 1);
    buy('A', 1, { onClose: true });
    buy('A', 1, { onOpen: true });
    sell('A', 1, { stop: 95, limit: 94, reduceOnly: true });
    sell('A', 1, { trailPercent: 5 });
    oco('A', [
      { side: 'buy', quantity: 1, trail: 3 },
      { side: 'buy', quantity: 1, limit: 90 },
    ]);
  });
  const plain = { ...none, reduce_only: null, oco_group: null };
  expect(rows).toEqual([
    { ...plain, type: 'market' },
    { ...plain, type: 'market-on-close' },
    { ...plain, type: 'market-on-open' },
    { ...plain, type: 'stop-limit', limit_price: 94, stop_price: 95, reduce_only: 1 },
    { ...plain, type: 'trailing-stop', stop_price: 95, trail_unit: 'percent', trail_distance: 5 },
    {
      ...plain,
      type: 'trailing-stop',
      stop_price: 103,
      trail_unit: 'price',
      trail_distance: 3,
      oco_group: 1,
    },
    { ...plain, type: 'limit', limit_price: 90, oco_group: 1 },
  ]);
});

test('a refused request keeps its terms, and what was no number beside them', () => {
  const sql = `SELECT reason, type, trail_unit, trail_distance, not_finite FROM order_events WHERE kind = 'refused'`;
  expect(recorded([[flat(100)]], sql, ({ sell }) => sell('A', 1, { trail: Number.NaN }))).toEqual([
    {
      reason: 'trail-invalid',
      type: 'trailing-stop',
      trail_unit: 'price',
      trail_distance: null,
      not_finite: '{"trail_distance":"NaN"}',
    },
  ]);
});

test('time in force is kept', () => {
  const found = recorded(
    [[flat(100)]],
    'SELECT kind, reason, time_in_force, good_till FROM order_events ORDER BY sequence',
    ({ buy }) => {
      buy('A', 1, { limit: 90, goodTill: timeOfRow(9) });
      buy('A', 1, { limit: 90, goodTill: 0.5 });
    },
  );
  const none = { reason: null, time_in_force: null, good_till: null };
  expect(found).toEqual([
    { ...none, kind: 'accepted' },
    { kind: 'refused', reason: 'expiry-invalid', time_in_force: 'GTD', good_till: 0.5 },
    { ...none, kind: 'expired', reason: 'end-of-data' },
  ]);
});

test('an amendment keeps what holds after it', () => {
  const found = recorded(
    [[flat(100)], [flat(100)]],
    `SELECT order_id, quantity, limit_price, stop_price FROM order_events WHERE kind = 'amended'`,
    ({ buy }) => buy('A', 1, { limit: 90, timeInForce: 'DAY' }),
    ({ amend }) => amend(1, { quantity: 2 }),
  );
  expect(found).toEqual([{ order_id: 1, quantity: 2, limit_price: 90, stop_price: null }]);
});

test('a part of an order is told from the fill that ends it', () => {
  const found = recorded(
    [[flat(100)], [flat(100)], [flat(100)]],
    'SELECT kind, fills.quantity FROM order_events JOIN fills USING (arm_id, sequence) ORDER BY sequence',
    ({ buy }) => buy('A', 600),
  );
  expect(found).toEqual([
    { kind: 'part-filled', quantity: 500 },
    { kind: 'filled', quantity: 100 },
  ]);
});

test('a stop-limit order that was reached and rests on is told as triggered', () => {
  const rows = recorded(
    [[flat(100)], [bar(110, 112, 108, 110)], [bar(107, 108, 105, 106)]],
    'SELECT kind, reason FROM order_events ORDER BY sequence',
    ({ buy }) => buy('A', 1, { stop: 105, limit: 106 }),
  );
  expect(rows).toEqual([
    { kind: 'accepted', reason: null },
    { kind: 'triggered', reason: null },
    { kind: 'filled', reason: null },
  ]);
});

test('an ambiguous fill is kept with its other way round, a certain one with none', () => {
  const found = recorded(
    [[flat(100)], [bar(100, 112, 88, 100)]],
    'SELECT price, ambiguous, opposite_profit_difference AS difference FROM fills ORDER BY sequence',
    ({ bracket }) => bracket('A', { side: 'buy', quantity: 10, stopLoss: 90, takeProfit: 110 }),
  );
  expect(found).toEqual([
    { price: 100, ambiguous: 0, difference: null },
    { price: 90, ambiguous: 1, difference: 200 },
  ]);
});

test('a rebate is kept as a commission below zero, and a request that came too late as a row', () => {
  const rows = [[flat(100)], [flat(100)], [bar(100, 100, 89, 100)]];
  const settings = { latencyBars: 1, makerBps: -10 };
  const acts: Act[] = [({ buy }) => buy('A', 1, { limit: 90 }), ({ cancel }) => cancel(1)];
  const fills = 'SELECT price, commission FROM fills';
  expect(recordedUnder(settings, rows, fills, ...acts)).toEqual([{ price: 90, commission: -0.09 }]);
  const late = 'SELECT sequence, order_id, request FROM late_requests';
  expect(recordedUnder(settings, rows, late, ...acts)).toEqual([
    { sequence: 3, order_id: 1, request: 'cancel' },
  ]);
});
