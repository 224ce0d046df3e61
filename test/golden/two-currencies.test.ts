import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { naiveTwoCurrencies } from '../oracles/naive-two-currencies.ts';
import { regimeta } from '../support/command-line.ts';
import { worstDifference } from '../support/golden-run.ts';
import { randomSeries, writeSeries } from '../support/random-series.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const STRATEGY = fileURLToPath(new URL('strategies/two-currencies.ts', import.meta.url));
const SLICES = 900;
const SEED = 71;

const shares = randomSeries('AAA', SEED, { slices: SLICES });
const euroShares = randomSeries('BBB', SEED, { slices: SLICES, missing: 0.1, price: 80 });
const future = randomSeries('FUT', SEED, { slices: SLICES, price: 30, deviation: 0.012 });
/** It begins after the first two months, and misses some days. */
const pair = randomSeries('EURUSD', SEED, {
  slices: SLICES,
  first: 45,
  missing: 0.2,
  price: 1.2,
  deviation: 0.006,
});

interface Row {
  readonly [column: string]: number;
}

/** Runs the strategy by the command line on a folder with a manifest, and reads the store. */
async function recorded(words: readonly string[]) {
  const folder = join(temporaryFolder(), 'data');
  mkdirSync(folder, { recursive: true });
  writeSeries(folder, [shares, euroShares, future, pair]);
  const symbol = (name: string, part: string, instrument: object) => ({
    symbol: name,
    file: `${name}.csv`,
    part,
    instrument,
  });
  const manifest = {
    name: 'two-currencies',
    title: 'Random bars',
    licence: 'CC0',
    prices: 'as made',
    periodsPerYear: 261,
    symbols: [
      symbol('AAA', 'test', { currency: 'USD' }),
      symbol('BBB', 'test', { currency: 'EUR' }),
      symbol('FUT', 'test', { currency: 'USD', multiplier: 20 }),
      symbol('EURUSD', 'rates', { currency: 'USD', baseCurrency: 'EUR' }),
    ],
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  const store = join(folder, '..', 'runs.sqlite');
  const costs = ['--commission-bps', '4', '--slippage-bps', '3', '--conversion-bps', '7'];
  const rest = ['--participation', 'none', '--gross-limit', '5', '--no-report', '--json'];
  const data = ['--data', folder, '--store', store];
  const { code, stdout, stderr } = await regimeta([
    'backtest',
    STRATEGY,
    ...data,
    ...costs,
    ...rest,
    ...words,
  ]);
  expect(stderr).not.toMatch(/^E_/m);
  expect(code).toBe(0);
  const database = new Database(store, { readonly: true });
  const rows = (sql: string): Row[] => database.prepare(sql).all() as Row[];
  return {
    printed: JSON.parse(stdout) as { arms: { accountAtEnd: Record<string, unknown> }[] },
    fills:
      rows(`SELECT time, symbol_index AS symbol, iif(side = 'buy', quantity, -quantity) AS units, price, commission,
      exchange_rate AS rate FROM fills ORDER BY sequence`),
    marks: rows('SELECT cash, equity, net FROM equity ORDER BY slice'),
    trips: rows('SELECT profit, currency_profit FROM round_trips'),
    conversions: rows('SELECT amount_from, amount_to, cost FROM conversions WHERE refusal IS NULL'),
    balances: rows('SELECT * FROM currency_balances ORDER BY position'),
    refused: rows(
      "SELECT count(*) AS count FROM order_events WHERE kind = 'refused' AND reason = 'no-exchange-rate'",
    ),
  };
}

it.each([
  { converts: true, dollarsForEuros: 15_000 },
  { converts: false, dollarsForEuros: 25_000 },
])('a portfolio of dollars and euros is worth what a naive one is at every close: %o', async (one) => {
  const expected = naiveTwoCurrencies(
    [
      { bars: shares, isInEuros: false, multiplier: 1 },
      { bars: euroShares, isInEuros: true, multiplier: 1 },
      { bars: future, isInEuros: false, multiplier: 20 },
    ],
    pair,
    {
      dollars: 100_000,
      weight: 0.3,
      costs: { commissionBps: 4, slippageBps: 3 },
      conversionRate: 0.0007,
      ...one,
    },
  );
  const { fills, marks, balances, refused, conversions, printed } = await recorded([
    '--foreign-cash',
    one.converts ? 'convert' : 'keep',
    '--dollars',
    String(one.dollarsForEuros),
  ]);
  expect(fills.length).toBeGreaterThan(100);
  for (const column of ['time', 'symbol', 'units', 'price', 'commission'] as const) {
    const found = fills.map((row) => row[column]!);
    expect(
      worstDifference(
        found,
        expected.fills.map((fill) => fill[column]),
      ),
      column,
    ).toBeLessThan(1e-9);
  }
  const differences = (column: string, wanted: readonly number[]) =>
    worstDifference(
      marks.map((row) => row[column]! / 100_000),
      wanted.map((money) => money / 100_000),
    );
  expect(differences('equity', expected.equity)).toBeLessThan(1e-9);
  expect(differences('cash', expected.cash)).toBeLessThan(1e-9);
  expect(refused[0]!['count']).toBe(expected.refused);
  expect(expected.refused).toBeGreaterThan(1);
  const [dollars, euros] = balances;
  expect(Math.abs(euros!['cash']! - expected.euros)).toBeLessThan(1e-6);
  // From the rows of the store: cash by currency at its rate is the cash of the last mark.
  const last = marks.at(-1)!;
  expect(
    Math.abs(dollars!['cash']! + euros!['cash']! * euros!['exchange_rate']! - last['cash']!),
  ).toBeLessThan(1e-6);
  expect(Math.abs(last['cash']! + last['net']! - last['equity']!)).toBeLessThan(1e-6);
  const euroFills = fills.filter(({ symbol }) => symbol === 1).length;
  expect(conversions).toHaveLength((one.converts ? euroFills : 0) + (one.dollarsForEuros > 0 ? 1 : 0));
  expect(printed.arms[0]!.accountAtEnd).toMatchObject({
    balances: [{ currency: 'USD' }, { currency: 'EUR' }],
  });
});
