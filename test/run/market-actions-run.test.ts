import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import * as regimeta from 'regimeta';
import { expect, test } from 'vitest';
import { writeStrategy } from '../support/strategy-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CASH = 10_000;

/** Ten days of two symbols; that of AAA falls to a half on the fifth, by a split. */
function writeData(folder: string): void {
  mkdirSync(folder);
  const header = 'date,open,high,low,close,volume\n';
  const days = Array.from({ length: 10 }, (_, day) => `2020-01-${String(day + 1).padStart(2, '0')}`);
  const bars = (priceOf: (day: number) => number): string =>
    header + days.map((date, day) => `${date},${Array(4).fill(priceOf(day)).join()},100000\n`).join('');
  writeFileSync(
    join(folder, 'AAA.csv'),
    bars((day) => (day < 4 ? 100 : 50) + day),
  );
  writeFileSync(
    join(folder, 'BBB.csv'),
    bars((day) => 20 + day),
  );
  const actions = ['2020-01-05,AAA,split,2', '2020-01-07,BBB,dividend,0.5', '2020-01-09,BBB,delisting,25'];
  writeFileSync(join(folder, 'actions.csv'), `time,symbol,kind,value\n${actions.join('\n')}\n`);
}

async function runOn(data: string, settings: Readonly<Record<string, unknown>>): Promise<Database.Database> {
  const storePath = join(temporaryFolder(), 'runs.sqlite');
  const body = "context.target('AAA', 0.5); context.target('BBB', -0.3);";
  const loaded = await regimeta.loadStrategy(writeStrategy({ body }), regimeta);
  await regimeta.runBacktest(
    { loaded, dataPath: data, parameters: {}, settings, storePath, reportFolder: null, command: 'test' },
    regimeta.nodeHost(),
  );
  return new Database(storePath, { readonly: true });
}

test('the cash of a run with splits, dividends, a delisting, interest and fees follows from its rows alone', async () => {
  const data = join(temporaryFolder(), 'data');
  writeData(data);
  const rates = { cashRate: 0.02, debitRate: 0.05, borrowRate: 0.03 };
  const store = await runOn(data, { cash: CASH, ...rates });
  const sum = (sql: string): number => store.prepare<[], { sum: number }>(sql).get()!.sum;
  const traded = sum(
    "SELECT sum((CASE side WHEN 'buy' THEN -1 ELSE 1 END) * quantity * price - commission) AS sum FROM fills",
  );
  const acted = sum('SELECT sum(cash) AS sum FROM market_actions');
  const adjusted = sum('SELECT sum(amount) AS sum FROM cash_adjustments');
  const last = sum('SELECT cash AS sum FROM equity ORDER BY slice DESC LIMIT 1');
  expect(CASH + traded + acted + adjusted).toBeCloseTo(last, 8);
  const kinds = store.prepare('SELECT kind FROM market_actions ORDER BY sequence').pluck().all();
  expect(kinds).toEqual(['split', 'dividend', 'delisting']);
  expect(acted).toBeLessThan(0);
  const adjustments = store.prepare('SELECT DISTINCT kind FROM cash_adjustments ORDER BY kind').pluck().all();
  expect(adjustments).toEqual(['borrow-fee', 'cash-interest']);
  const refused = store
    .prepare("SELECT DISTINCT reason FROM order_events WHERE kind = 'refused'")
    .pluck()
    .all();
  expect(refused).toEqual(['symbol-delisted']);
  store.close();
});

test('bars from a temporary file have the same actions and the same journal', async () => {
  const data = join(temporaryFolder(), 'data');
  writeData(data);
  const hashes: unknown[] = [];
  for (const streaming of ['off', 'on']) {
    const store = await runOn(data, { cash: CASH, streaming });
    hashes.push(store.prepare('SELECT journal_hash, data_hash FROM runs').get());
    store.close();
  }
  expect(hashes[1]).toEqual(hashes[0]);
});
