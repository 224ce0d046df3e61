import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import * as regimeta from 'regimeta';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Verification } from '../../src/run/verification-record.ts';
import { verifyRun } from '../../src/run/verify-run.ts';
import { alteredStore, gatherStore } from '../support/altered-store.ts';
import { regimeta as commandLine } from '../support/command-line.ts';
import { randomSeries, writeSeries } from '../support/random-series.ts';
import { writeStrategy } from '../support/strategy-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Long and short by turns, also in euros, and now and then an exchange of cash. */
const BODY = `
  const { time, symbols, target, convert, history } = context;
  const day = Math.floor(time / 86400000);
  if (day % 9 === 0) for (const [i, symbol] of symbols.entries()) target(symbol, day % 2 === 0 ? 0.2 : -0.15 - i / 50);
  if (day % 9 === 4) for (const symbol of symbols) target(symbol, 0);
  if (day % 31 === 0) convert('USD', 'EUR', 500);
`;

const SLICES = 150;
let data: string;
let folder: string;

beforeAll(() => {
  folder = temporaryFolder();
  data = join(folder, 'data');
  mkdirSync(data);
  const series = ['AAA', 'BBB', 'EURUSD'].map((name) =>
    randomSeries(name, 17, { slices: SLICES, price: name === 'EURUSD' ? 1.2 : 60, deviation: 0.01 }),
  );
  writeSeries(data, series);
  const symbol = (name: string, part: string, instrument: object) => ({
    symbol: name,
    file: `${name}.csv`,
    part,
    instrument,
  });
  const symbols = [
    symbol('AAA', 'test', { currency: 'USD', multiplier: 3 }),
    symbol('BBB', 'test', { currency: 'EUR' }),
    symbol('EURUSD', 'rates', { currency: 'USD', baseCurrency: 'EUR' }),
  ];
  const facts = { title: 'Random bars', licence: 'CC0', prices: 'as made', periodsPerYear: 252 };
  writeFileSync(join(data, 'manifest.json'), JSON.stringify({ name: 'random', ...facts, symbols }));
  const date = (slice: number): string => new Date(series[0]!.time[slice]!).toISOString().slice(0, 10);
  const actions = [
    `${date(60)},AAA,split,2`,
    `${date(90)},BBB,dividend,0.5`,
    `${date(120)},AAA,dividend,0.25`,
  ];
  writeFileSync(join(data, 'actions.csv'), `time,symbol,kind,value\n${actions.join('\n')}\n`);
});

/** Compares a strategy that trades with the baselines, and returns the store. */
async function recordedRun(
  settings: Readonly<Record<string, unknown>>,
  storePath = join(temporaryFolder(), 'runs.sqlite'),
): Promise<string> {
  await regimeta.runCompare(
    {
      loaded: await regimeta.loadStrategy(writeStrategy({ body: BODY }), regimeta),
      baselines: await regimeta.loadBaselines(regimeta),
      dataPath: data,
      parameters: {},
      settings: { conversionBps: 5, borrowRate: 0.03, debitRate: 0.04, riskFreeRate: 0.01, ...settings },
      storePath,
      reportFolder: null,
      command: 'test',
    },
    regimeta.nodeHost(),
  );
  gatherStore(storePath);
  return storePath;
}

const verifiedIn = ({ verified }: Verification): string[] => [...new Set(verified.map(({ what }) => what))];

describe('a run with shorts, splits, dividends, fees and two currencies', () => {
  let store: string;

  beforeAll(async () => {
    store = await recordedRun({ foreignCash: 'convert' });
  });

  it('is what its rows lead to', () => {
    const result = verifyRun(store, 1);
    expect(result.differences).toEqual([]);
    expect(result.isSame).toBe(true);
    for (const { rows } of result.verified.filter(({ what }) => what === 'round trips')) {
      expect(rows).toBeGreaterThanOrEqual(0);
    }
    const trips = result.verified.filter(({ what }) => what === 'round trips').map(({ rows }) => rows);
    expect(Math.max(...trips)).toBeGreaterThan(20);
    expect(verifiedIn(result)).toEqual(
      expect.arrayContaining(['balances of currencies', 'comparisons', 'verdict', 'journal hash', 'metrics']),
    );
  });

  const ARM = '(SELECT min(arm_id) FROM arms)';
  const first = (table: string, where = '1'): string =>
    `arm_id = ${ARM} AND sequence = (SELECT min(sequence) FROM ${table} WHERE arm_id = ${ARM} AND ${where})`;

  it.each<[string, string, string]>([
    ['fills', 'position_quantity', `UPDATE fills SET quantity = quantity * 2 WHERE ${first('fills')}`],
    ['fills', 'position_price', `UPDATE fills SET price = price + 1 WHERE ${first('fills')}`],
    ['fills', 'symbol_index', `UPDATE fills SET symbol_index = 1 - symbol_index WHERE ${first('fills')}`],
    [
      'equity',
      'cash',
      `UPDATE fills SET commission = commission + 1 WHERE ${first('fills', 'symbol_index = 0')}`,
    ],
    [
      'arms',
      'journal_hash',
      `UPDATE fills SET reference_price = reference_price + 1e-9 WHERE ${first('fills')}`,
    ],
    ['fills', 'sequence', `DELETE FROM fills WHERE ${first('fills')}`],
    ['arms', 'journal_hash', `UPDATE orders SET tag = 'x' WHERE ${first('orders')}`],
    [
      'market_actions',
      'cash',
      `UPDATE market_actions SET cash = cash + 5 WHERE kind = 'dividend' AND arm_id = ${ARM}`,
    ],
    [
      'market_actions',
      'position_quantity',
      `UPDATE market_actions SET value = 3 WHERE kind = 'split' AND arm_id = ${ARM}`,
    ],
    [
      'equity',
      'cash',
      `UPDATE cash_adjustments SET amount = amount - 1 WHERE ${first('cash_adjustments', 'currency IS NULL')}`,
    ],
    [
      'equity',
      'cash',
      `UPDATE conversions SET amount_from = amount_from + 1 WHERE ${first('conversions', "from_currency = 'USD' AND refusal IS NULL")}`,
    ],
    ['order_outcomes', 'orders', 'UPDATE order_outcomes SET orders = orders + 1'],
    ['equity', 'cash', `UPDATE equity SET cash = cash + 1 WHERE arm_id = ${ARM} AND slice = 100`],
    ['equity', 'time', `UPDATE equity SET time = time + 1 WHERE arm_id = ${ARM} AND slice = 100`],
    [
      'round_trips',
      'profit',
      `UPDATE round_trips SET profit = profit + 0.01 WHERE arm_id = ${ARM} AND position = 3`,
    ],
    [
      'round_trips',
      'entry_index',
      `UPDATE round_trips SET entry_index = entry_index - 1 WHERE arm_id = ${ARM} AND position = 3`,
    ],
    [
      'round_trips',
      'position',
      `DELETE FROM round_trips WHERE arm_id = ${ARM} AND position = (SELECT max(position) FROM round_trips WHERE arm_id = ${ARM})`,
    ],
    [
      'currency_balances',
      'cash',
      `UPDATE currency_balances SET cash = cash + 0.5 WHERE arm_id = ${ARM} AND position = 1`,
    ],
    [
      'metrics',
      'value',
      `UPDATE metrics SET value = value + 1e-6 WHERE name = 'sortino' AND arm_id = ${ARM}`,
    ],
    [
      'metrics',
      'reason',
      `UPDATE metrics SET reason = 'why not' WHERE name = 'forecast_ic' AND arm_id = ${ARM}`,
    ],
    ['metrics', 'value', `UPDATE metrics SET value = 0.5 WHERE name = 'beta' AND arm_id = ${ARM}`],
    [
      'comparisons',
      'sharpe_low',
      'UPDATE comparisons SET sharpe_low = sharpe_low - 0.001 WHERE position = 1',
    ],
    [
      'findings',
      'p_value',
      "UPDATE findings SET p_value = p_value / 2 WHERE method = 'ledoit-wolf' AND against = 'buy-and-hold'",
    ],
    ['findings', 'estimate', "UPDATE findings SET estimate = 0.999 WHERE method = 'deflated-sharpe'"],
    ['verdicts', 'sentence', "UPDATE verdicts SET sentence = 'better: believe me'"],
    ['verdicts', 'verdict', "UPDATE verdicts SET verdict = 'better'"],
    ['runs', 'config_hash', "UPDATE runs SET settings = json_set(settings, '$.slippageBps', 0)"],
    ['runs', 'journal_hash', `UPDATE runs SET journal_hash = substr(journal_hash, 2) || '0'`],
    ['runs', 'config_hash', 'UPDATE instruments SET multiplier = 4 WHERE symbol_index = 0'],
    ['run_symbols', 'symbol', "UPDATE run_symbols SET symbol = 'ZZZ' WHERE position = 0"],
    [
      'arm_symbols',
      'symbol',
      `UPDATE arm_symbols SET symbol = 'ZZZ' WHERE symbol_index = 0 AND arm_id = ${ARM}`,
    ],
    ['arms', 'event_count', `UPDATE arms SET event_count = event_count + 1 WHERE arm_id = ${ARM}`],
    // Of no symbol at all.
    ['fills', 'symbol_index', `UPDATE fills SET symbol_index = 9 WHERE ${first('fills')}`],
    ['market_actions', 'symbol_index', `UPDATE market_actions SET symbol_index = 9 WHERE arm_id = ${ARM}`],
  ])('has its first difference in %s, %s, after %s', (table, field, sql) => {
    const result = verifyRun(alteredStore(store, sql), 1);
    expect(result.isSame).toBe(false);
    expect(result.differences.map((difference) => `${difference.table} ${difference.field}`)).toContain(
      `${table} ${field}`,
    );
  });

  it('whose marks are damaged is told as a damaged store, though its events are half read by then', () => {
    const copy = alteredStore(
      store,
      `UPDATE equity_chunks SET marks = substr(marks, 9) WHERE arm_id = ${ARM}`,
    );
    expect(() => verifyRun(copy, 1)).toThrow(/^E_STORE_CORRUPT/);
  });

  it('of which a table lacks a column is told as that too, though tables before it are open by then', () => {
    const copy = alteredStore(store, 'UPDATE runs SET node_version = node_version');
    const database = new Database(copy);
    database.exec('ALTER TABLE adaptations RENAME COLUMN gradient_norm TO gradient_n0rm');
    database.close();
    expect(() => verifyRun(copy, 1)).toThrow(/^E_STORE_CORRUPT.*gradient_norm/);
  });

  it('fails on the command line with the first field that differs, and exit code 5', async () => {
    const same = await commandLine(['verify', '1', '--store', store]);
    expect([same.code, same.stderr]).toEqual([0, '']);
    expect(same.stdout).toContain('every derived row is as it is recorded');
    const copy = alteredStore(store, 'UPDATE equity SET cash = cash + 1 WHERE arm_id = 1 AND slice = 100');
    const other = await commandLine(['verify', '1', '--store', copy, '--json']);
    expect(other.code).toBe(5);
    const { isSame, differences } = JSON.parse(other.stdout) as Verification;
    expect([isSame, differences[0]!.table]).toEqual([false, 'equity']);
    expect(JSON.parse(other.stderr)).toMatchObject({ code: 'E_RECORD_DIFFERS' });
  });
});

it('money that is kept in two currencies is derived by currency, and marks at unknown rates are told', async () => {
  const result = verifyRun(await recordedRun({ foreignCash: 'keep', bootstrap: 'circular' }), 1);
  expect(result.differences).toEqual([]);
  expect(result.unverified.map(({ what }) => what)).toContain('cash of marks');
  expect(verifiedIn(result)).toContain('balances of currencies');
});

it.each(['summary', 'orders'])(
  'of a run with detail %s as much is derived as its rows allow',
  async (detail) => {
    const result = verifyRun(await recordedRun({ detail }), 1);
    expect(result.differences).toEqual([]);
    const left = result.unverified.map(({ what, reason }) => `${what}: ${reason}`).join('\n');
    expect(left).toContain(`journal hash: the run did not keep its whole journal (--detail ${detail})`);
    expect(left.includes('cash, positions, round trips')).toBe(detail === 'summary');
    // Daily bars: every mark is a row.
    expect(left).not.toContain('sharpe');
    expect(left.includes('expectancy')).toBe(detail === 'summary');
  },
);

describe('the number of trials of a run that others came after', () => {
  it('is derived where they have its configuration, and has bounds where one has another', {
    timeout: 60_000,
  }, async () => {
    const store = await recordedRun({});
    await recordedRun({}, store);
    const told = (): string[] => verifyRun(store, 1).verified.map(({ what }) => what);
    expect(told()).toContain('number of trials');
    await recordedRun({ commissionBps: 7 }, store);
    expect(told()).not.toContain('number of trials');
    expect(JSON.stringify(verifyRun(store, 1))).toContain('it lies between 1 and 2');
  });
});
