import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandInProcess } from '../support/command-in-process.ts';
import { regimeta } from '../support/command-line.ts';
import { randomSeries, writeSeries } from '../support/random-series.ts';
import { strategyText } from '../support/strategy-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const SLICES = 60;
let data: string;

beforeAll(() => {
  data = temporaryFolder();
  // The second symbol begins late, so that it has no price at first.
  writeSeries(data, [
    randomSeries('AAA', 81, { slices: SLICES }),
    randomSeries('BBB', 81, { slices: SLICES, first: 30 }),
  ]);
});

/** Runs a strategy whose `onBar` has this body, and reads what the store holds of it. */
async function outcomeOf(body: string, words: readonly string[] = [], run = commandInProcess) {
  const folder = temporaryFolder();
  const path = join(folder, 'written.ts');
  writeFileSync(path, strategyText({ body }));
  mkdirSync(join(folder, 'reports'));
  const store = join(folder, 'reports', 'regimeta.sqlite');
  const command = [
    'backtest',
    path,
    '--data',
    data,
    '--reports',
    join(folder, 'reports'),
    '--no-report',
    '--json',
  ];
  const { code, stderr, stdout } = await run([...command, ...words]);
  const database = new Database(store, { readonly: true });
  const pluck = (sql: string): unknown => database.prepare(sql).pluck().get();
  const found = {
    code,
    error: code === 0 ? null : JSON.parse(stderr.split('\n').findLast((line) => line.startsWith('{'))!),
    refusals: code === 0 ? JSON.parse(stdout).arms[0].refusals : null,
    status: pluck('SELECT status FROM runs'),
    arms: pluck('SELECT count(*) FROM arms WHERE journal_hash IS NOT NULL'),
    orders: pluck('SELECT count(*) FROM orders'),
    fills: pluck('SELECT count(*) FROM fills'),
    cash: pluck('SELECT min(cash) + max(cash) FROM equity'),
    requests: pluck("SELECT count(*) FROM order_events WHERE kind = 'refused'"),
    notFinite: pluck('SELECT max(not_finite) FROM order_events'),
  };
  database.close();
  return found;
}

describe('an order that makes no sense is refused with a reason, counted, kept, and leaves the account alone:', () => {
  it.each([
    ['a quantity of NaN', "context.buy('AAA', NaN)", 'quantity-invalid'],
    ['a quantity of zero', "context.buy('AAA', 0)", 'quantity-invalid'],
    ['a negative quantity', "context.sell('AAA', -5)", 'quantity-invalid'],
    ['an infinite quantity', "context.buy('AAA', 1 / 0)", 'quantity-invalid'],
    ['no quantity', "context.buy('AAA')", 'quantity-invalid'],
    ['a weight of NaN', "context.target('AAA', 0 / 0)", 'quantity-invalid'],
    ['no weight', "context.target('AAA', null)", 'quantity-invalid'],
    ['a limit of NaN', "context.buy('AAA', 1, { limit: NaN })", 'price-invalid'],
    ['a negative stop', "context.sell('AAA', 1, { stop: -3 })", 'price-invalid'],
    ['a trail of zero', "context.sell('AAA', 1, { trail: 0 })", 'trail-invalid'],
    ['a trail beyond the price', "context.sell('AAA', 1, { trail: 1e6 })", 'trail-invalid'],
    ['a time that is none', "context.buy('AAA', 1, { goodTill: NaN })", 'expiry-invalid'],
    [
      'exits on the wrong sides',
      "context.bracket('AAA', { side: 'buy', quantity: 1, stopLoss: 1e6 })",
      'bracket-invalid',
    ],
    ['a bracket without exits', "context.bracket('AAA', { side: 'buy', quantity: 1 })", 'bracket-invalid'],
    ['more than the cash', "context.buy('AAA', 1e9)", 'leverage-exceeded'],
  ])('%s', async (_, order, reason) => {
    const found = await outcomeOf(order);
    expect(found).toMatchObject({ code: 0, status: 'complete', orders: 0, fills: 0, cash: 200_000 });
    expect(found.refusals).toEqual({ [reason]: SLICES });
    expect(found.requests).toBe(SLICES);
  });

  it('a symbol that has no price yet', async () => {
    const found = await outcomeOf("if (context.history('BBB').close.length === 0) context.buy('BBB', 1)");
    expect(found).toMatchObject({ code: 0, orders: 0, refusals: { 'symbol-without-price': 30 } });
  });

  it('a quantity below the lot, and a value below the least one', async () => {
    const lot = await outcomeOf("context.buy('AAA', 9)", ['--lot-size', '10']);
    expect(lot).toMatchObject({ orders: 0, refusals: { 'below-lot': SLICES } });
    const value = await outcomeOf("context.buy('AAA', 1)", ['--min-notional', '1000']);
    expect(value).toMatchObject({ orders: 0, refusals: { 'below-minimum': SLICES } });
  });

  it('keeps what was not finite in words', async () => {
    const { notFinite } = await outcomeOf("context.buy('AAA', NaN)");
    expect(JSON.parse(String(notFinite))).toEqual({ quantity: 'NaN' });
  });

  it('an amendment or a cancellation of an order that is not there does nothing', async () => {
    const found = await outcomeOf(
      'context.amend(99, { quantity: 1 }); context.cancel(-1); context.cancel(NaN)',
    );
    expect(found).toMatchObject({ code: 0, orders: 0, requests: 0, cash: 200_000 });
  });
});

describe('a call that is no order at all ends the run with a code and the line of the strategy, marked failed:', () => {
  it.each([
    ['an unknown symbol', "context.buy('ZZZ', 1)", 'E_SYMBOL_UNKNOWN'],
    ['no symbol', 'context.buy(undefined, 1)', 'E_SYMBOL_UNKNOWN'],
    ['an unknown side', "context.bracket('AAA', { side: 'long', quantity: 1 })", 'E_PLUGIN_ORDERS'],
    ['a quantity in words', "context.buy('AAA', '5')", 'E_PLUGIN_ORDERS'],
    ['a quantity of another type', "context.buy('AAA', 5n)", 'E_PLUGIN_ORDERS'],
    ['an object for a quantity', "context.buy('AAA', { quantity: 5 })", 'E_PLUGIN_ORDERS'],
    ['a weight in words', "context.target('AAA', '0.5')", 'E_PLUGIN_ORDERS'],
    ['a price in words', "context.buy('AAA', 1, { limit: '40' })", 'E_PLUGIN_ORDERS'],
    ['a date for a time', "context.buy('AAA', 1, { goodTill: new Date() })", 'E_PLUGIN_ORDERS'],
    ['a time in force that is none', "context.buy('AAA', 1, { timeInForce: 'GFD' })", 'E_PLUGIN_ORDERS'],
    ['a misspelt price', "context.buy('AAA', 1, { limmit: 40 })", 'E_PLUGIN_ORDERS'],
    ['an order for its number', 'context.cancel({ orderId: 1 })', 'E_PLUGIN_ORDERS'],
    ['orders without end', "for (;;) context.buy('AAA', 1)", 'E_PLUGIN_ORDERS'],
  ])('%s', async (_, order, code) => {
    const found = await outcomeOf(order);
    expect(found).toMatchObject({ code: 4, status: 'failed', arms: 0, orders: 0, fills: 0 });
    expect(found.error).toMatchObject({ code, place: expect.stringMatching(/written\.ts:8:\d+/) });
  });
});

describe('an order that is stated at another time than while onBar runs is an error, and never lost:', () => {
  it.each([
    ['in a promise', "Promise.resolve().then(() => context.buy('AAA', 1));"],
    ['in a timer', "setTimeout(() => context.target('AAA', 1), 0);"],
    ['after an await', 'void (async () => { await null; context.cancel(1); })();'],
  ])('%s', async (_, body) => {
    // Only a process of its own watches over what nobody catches.
    const found = await outcomeOf(body, [], regimeta);
    expect(found.error).toMatchObject({ code: 'E_PLUGIN_ORDERS', rule: expect.stringContaining('onBar') });
    expect(found.error.place).toMatch(/written\.ts:8:\d+/);
    expect(found).toMatchObject({ code: 4, status: 'failed', orders: 0 });
  });
});
