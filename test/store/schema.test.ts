import Database from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import { recordRun } from './sample-run.ts';
import { newPath, openStore } from './temporary-store.ts';

const path = newPath();
const store = openStore(path);
recordRun(store);
store.close();
const raw = new Database(path);
afterAll(() => raw.close());

test('every table is strict', () => {
  const tables = raw
    .prepare(`SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'`)
    .all();
  for (const { name, strict } of tables as { name: string; strict: number }[]) {
    if (!name.startsWith('sqlite_')) expect([name, strict]).toEqual([name, 1]);
  }
  expect(tables.length).toBeGreaterThan(17);
});

test('every row refers to rows that exist', () => {
  expect(raw.pragma('foreign_key_check')).toEqual([]);
});

test.each([
  ['a metric with both a value and a reason', `UPDATE metrics SET reason = 'why' WHERE value IS NOT NULL`],
  ['a metric with neither', `UPDATE metrics SET value = NULL, reason = NULL`],
  ['a complete run without a hash', `UPDATE runs SET journal_hash = NULL`],
  ['a complete run that never ended', `UPDATE runs SET finished_at = NULL`],
  ['a failed run without an error', `UPDATE runs SET status = 'failed', journal_hash = NULL`],
  ['an unknown status', `UPDATE runs SET status = 'fine'`],
  ['settings that are no JSON', `UPDATE runs SET settings = '{'`],
  ['a limit order without its price', `UPDATE orders SET type = 'limit'`],
  ['an order of nothing', `UPDATE orders SET quantity = 0`],
  ['a fill for an unknown order', `UPDATE fills SET order_id = 50`],
  ['the other way round of a certain fill', `UPDATE fills SET ambiguous = 0, opposite_profit_difference = 1`],
  ['a price that is text', `UPDATE fills SET price = 'high'`],
  ['a price that is missing', `UPDATE fills SET price = NULL`],
  ['a refusal without a reason', `UPDATE order_steps SET reason = NULL WHERE kind = 'refused'`],
  ['a refusal with an order', `UPDATE order_steps SET order_id = 1 WHERE kind = 'refused'`],
  ['a cancellation without an order', `UPDATE order_steps SET order_id = NULL WHERE kind = 'cancelled'`],
  ['a fill that half ends its order', `UPDATE fills SET ends_order = 2`],
  ['a detail that there is not', `UPDATE runs SET detail = 'some'`],
  [
    'an adaptation that saw a label of the future',
    `UPDATE adaptations SET labels_known_at = time + 1 WHERE status = 'adapted'`,
  ],
  ['an adaptation without its losses', `UPDATE adaptations SET loss_after = NULL WHERE status = 'adapted'`],
  ['a change of regime that was known before it happened', `UPDATE regime_events SET changed_at = time + 1`],
  ['a probability above one', `UPDATE regime_events SET probability = 1.1`],
  ['an interval upside down', `UPDATE comparisons SET sharpe_low = 9`],
  [
    'a second arm of the same name',
    `INSERT INTO arms (run_id, name, role, description) VALUES (1, 'meta', 'control', '')`,
  ],
  [
    'an arm of an unknown run',
    `INSERT INTO arms (run_id, name, role, description) VALUES (9, 'x', 'control', '')`,
  ],
])('the schema refuses %s', (_, statement) => {
  raw.pragma('foreign_keys = ON');
  expect(() => raw.exec(statement)).toThrow(/constraint failed|cannot store/);
});

describe('a person at the shell sees', () => {
  test('every order with what became of it', () => {
    expect(raw.prepare('SELECT * FROM order_states ORDER BY order_id').all()).toMatchObject([
      {
        arm: 'meta',
        symbol: 'BBB',
        order_id: 1,
        status: 'filled',
        fill_price: 100.05,
        accepted: '2020-01-01 00:00:00',
      },
      {
        order_id: 2,
        type: 'stop',
        stop_price: 90,
        status: 'cancelled',
        reason: 'position-closed',
        fill_price: null,
      },
    ]);
  });

  test('every arm with what it earned and did', () => {
    expect(raw.prepare('SELECT * FROM arm_summary').all()).toMatchObject([
      {
        run_id: 1,
        run_status: 'complete',
        arm: 'meta',
        role: 'subject',
        sharpe: 1 / 3,
        cagr: null,
        orders: 2,
        fills: 1,
        refused: 2,
        regime_changes: 1,
        adaptations: 1,
      },
    ]);
  });

  test('what a refused request held where it held no number', () => {
    const row = raw
      .prepare(`SELECT quantity, limit_price, not_finite FROM order_events WHERE not_finite IS NOT NULL`)
      .get();
    expect(row).toEqual({
      quantity: null,
      limit_price: null,
      not_finite: '{"quantity":"NaN","limit_price":"Infinity"}',
    });
  });
});

test('the reads of a report use an index', () => {
  const reads = [
    'SELECT * FROM equity WHERE arm_id = 1 ORDER BY slice',
    'SELECT kind, reason, orders FROM order_outcomes WHERE arm_id = 1 ORDER BY kind, reason',
    'SELECT * FROM adaptations WHERE arm_id = 1 ORDER BY sequence',
    `SELECT DISTINCT config_hash FROM runs WHERE strategy_name = 'a' AND data_hash = 'b' AND status = 'complete'`,
    'SELECT * FROM order_states WHERE arm_id = 1 AND order_id = 2',
  ];
  for (const read of reads) {
    const plan = raw.prepare(`EXPLAIN QUERY PLAN ${read}`).all() as { detail: string }[];
    for (const { detail } of plan) expect(detail).not.toMatch(/^SCAN (?!order_states)/);
  }
});
