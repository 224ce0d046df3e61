import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it, test } from 'vitest';
import { commandInProcess } from '../support/command-in-process.ts';
import { regimeta } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const BUY_AND_HOLD = here('../../strategies/buy-and-hold.ts');

/** A folder of one symbol, with a hole on 2024-01-09, a holiday on 2024-01-15, and a price between ticks. */
function folderWith(fields: object = {}): string {
  const folder = join(temporaryFolder(), 'holed');
  mkdirSync(folder);
  const dates = ['2024-01-08', '2024-01-10', '2024-01-11', '2024-01-12', '2024-01-15', '2024-01-16'];
  const rows = dates.map((date, i) => `${date},10,12,9,${i === 2 ? 10.005 : 11},${i === 3 ? 0 : 500}`);
  writeFileSync(join(folder, 'a.csv'), `date,open,high,low,close,volume\n${rows.join('\n')}\n`);
  const manifest = {
    name: 'holed',
    title: 'A stock with a hole',
    licence: 'CC0 1.0',
    prices: 'US dollars',
    calendar: 'XNYS',
    instrument: { tickSize: 0.01 },
    periodsPerYear: 252,
    symbols: [{ symbol: 'A', file: 'a.csv', part: 'test' }],
    ...fields,
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return folder;
}

describe('data check', () => {
  it('tells what is missing, outside and odd', async () => {
    const { code, stdout } = await commandInProcess(['data', 'check', folderWith(), '--json']);
    expect(code).toBe(0);
    const january = (day: number): number => Date.UTC(2024, 0, day);
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'holed',
      symbols: [
        {
          symbol: 'A',
          bars: 6,
          sessionsMissing: 1,
          barsMissing: 0,
          outsideSessions: 1,
          duplicates: 0,
          gaps: [{ kind: 'sessions', from: january(9), to: january(9), missing: 1 }],
          odd: { withoutVolume: 1, offTick: 1, jumps: 0 },
        },
      ],
    });
  });

  it('prints a table and the gaps', async () => {
    const { code, stdout } = await commandInProcess(['data', 'check', folderWith()]);
    expect(code).toBe(0);
    expect(stdout).toContain('A: 1 session missing, 2024-01-09');
  });

  it('finds in the shipped data the holes that their manifest names', async () => {
    const { stdout } = await commandInProcess(['data', 'check', here('../../datasets/us-daily'), '--json']);
    const { symbols } = JSON.parse(stdout) as { symbols: { symbol: string; sessionsMissing: number }[] };
    expect(symbols.reduce((sum, { sessionsMissing }) => sum + sessionsMissing, 0)).toBe(35 + 11);
  });
});

describe('a run on data with a gap', () => {
  const run = async (folder: string, ...words: string[]) => {
    const store = join(folder, 'runs.sqlite');
    const result = await commandInProcess([
      'backtest',
      BUY_AND_HOLD,
      '--data',
      folder,
      '--store',
      store,
      '--no-report',
      ...words,
    ]);
    return { ...result, store };
  };

  it('holds by default, records the gap and says so', async () => {
    const { code, store } = await run(folderWith());
    expect(code).toBe(0);
    const database = new Database(store, { readonly: true });
    expect(database.prepare('SELECT symbol, kind, from_time, to_time, missing FROM data_gaps').all()).toEqual(
      [
        {
          symbol: 'A',
          kind: 'sessions',
          from_time: Date.UTC(2024, 0, 9),
          to_time: Date.UTC(2024, 0, 9),
          missing: 1,
        },
      ],
    );
    const notes = database.prepare('SELECT data_notes FROM runs').pluck().get() as string;
    expect(notes).toContain('sessions missing: A 1');
    expect(notes).toContain('were kept: A 1');
    database.close();
  });

  it('fails where that is asked for', async () => {
    const gap = await run(folderWith(), '--gaps', 'fail');
    expect([gap.code, gap.stderr]).toEqual([
      3,
      expect.stringMatching(/^E_DATA_GAP A: .*2024-01-09/m) as string,
    ]);
    const outside = await run(folderWith(), '--outside-sessions', 'fail');
    expect([outside.code, outside.stderr]).toEqual([
      3,
      expect.stringMatching(/^E_DATA_CALENDAR A: .*2024-01-15/m) as string,
    ]);
  });

  it('drops the bars outside of sessions where that is asked for', async () => {
    const { code, store } = await run(folderWith(), '--outside-sessions', 'drop');
    expect(code).toBe(0);
    const database = new Database(store, { readonly: true });
    expect(database.prepare('SELECT bars FROM run_symbols').pluck().get()).toBe(5);
    database.close();
    const streamed = await run(folderWith(), '--outside-sessions', 'drop', '--streaming', 'on');
    expect([streamed.code, streamed.stderr]).toEqual([
      2,
      expect.stringMatching(/^E_PARAMETER_INVALID --streaming: /m) as string,
    ]);
  });
});

test('the zone of the machine plays no part', async () => {
  const folder = folderWith();
  const hashes = [];
  for (const zone of ['UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe']) {
    const store = join(folder, `${hashes.length}.sqlite`);
    const words = ['backtest', BUY_AND_HOLD, '--data', folder, '--store', store, '--no-report'];
    const { code } = await regimeta(words, { env: { TZ: zone } });
    expect(code).toBe(0);
    const database = new Database(store, { readonly: true });
    hashes.push(database.prepare('SELECT journal_hash FROM runs').pluck().get());
    database.close();
  }
  expect(new Set(hashes).size).toBe(1);
  expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toContain('2024-01-08');
});
