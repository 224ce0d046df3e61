import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { loadMarketData } from '../../src/market/data-folder.ts';
import { nodeHost } from '../../src/run/host.ts';
import { type ResampleRequest, resampleData } from '../../src/run/resample.ts';
import { type NaiveBar, naiveClockBars, naiveSessionBars } from '../oracles/naive-timeframes.ts';
import { regimeta } from '../support/command-line.ts';
import { barsIn, exchangeSessions, utcSessions } from '../support/minute-market.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeTickFolder } from '../support/tick-market.ts';

const sessions = utcSessions(60);
const minutes = barsIn(sessions.slice(0, 3), 31, { minutes: 5 });

function csvOf(bars: readonly NaiveBar[]): string {
  const rows = bars.map(({ begin, open, high, low, close, volume }) =>
    [new Date(begin).toISOString(), open, high, low, close, volume].join(','),
  );
  return `time,open,high,low,close,volume\n${rows.join('\n')}\n`;
}

/** A folder of five-minute bars without a manifest. */
function barFolder(): string {
  const folder = join(temporaryFolder(), 'five');
  mkdirSync(folder);
  writeFileSync(join(folder, 'X.csv'), csvOf(minutes));
  return folder;
}

const resample = (dataPath: string, timeframe: string, more: Partial<ResampleRequest> = {}) =>
  resampleData({ dataPath, timeframe, folder: null, replaces: false, ...more }, nodeHost());

const failure = (work: Promise<unknown>): Promise<{ code: string; message: string }> =>
  work.then(
    () => {
      throw new Error('no error was thrown');
    },
    (error: { code: string; message: string }) => error,
  );

describe('resampled data', () => {
  it('are the complete bars of the timeframe, in a folder with their origin', async () => {
    const data = barFolder();
    const { folder, symbols } = await resample(data, '1h');
    expect(folder).toBe(`${data}-1h`);
    const loaded = loadMarketData(folder);
    const known = minutes.at(-1)!.end;
    const expected = naiveClockBars(minutes, sessions, 3_600_000).filter(({ end }) => end <= known);
    const { time, open, high, low, close, volume } = loaded.series[0]!;
    expect([...time]).toEqual(expected.map(({ begin }) => begin));
    expect([...open]).toEqual(expected.map((bar) => bar.open));
    expect([...high]).toEqual(expected.map((bar) => bar.high));
    expect([...low]).toEqual(expected.map((bar) => bar.low));
    expect([...close]).toEqual(expected.map((bar) => bar.close));
    expect([...volume]).toEqual(expected.map((bar) => bar.volume));
    expect(loaded.timings[0]).toEqual({ sinceBeginMs: 0, untilKnownMs: 3_600_000, isDaily: false });
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    const parent = loadMarketData(data);
    expect(manifest.derivation).toEqual({ name: 'five', dataHash: parent.dataHash, rule: 'resampled to 1h' });
    expect(symbols[0]!.rows).toBe(expected.length);
  });

  it('can be resampled again, and are then those of one step', async () => {
    const data = barFolder();
    const once = await resample(data, '4h');
    const quarter = await resample(data, '15m');
    const twice = await resample(quarter.folder, '4h');
    expect(loadMarketData(twice.folder).dataHash).toBe(loadMarketData(once.folder).dataHash);
    const days = await resample(once.folder, '1d', { folder: join(data, '..', 'days') });
    const { series, timings } = loadMarketData(days.folder);
    const expected = naiveSessionBars(minutes, sessions, ({ date }) => date);
    expect([...series[0]!.close]).toEqual(
      expected.map(({ close }) => close).slice(0, series[0]!.time.length),
    );
    expect(timings[0]!.isDaily).toBe(true);
  });

  it('of quotes are bid-ask bars, and of trades bars', async () => {
    const { folder } = await resample(writeTickFolder(temporaryFolder(), 3_000), '15m', {
      folder: join(temporaryFolder(), 'made'),
    });
    const { series } = loadMarketData(folder);
    expect(series.map(({ symbol, kind = 'bars' }) => [symbol, kind])).toEqual([
      ['BARE', 'bid-ask-bars'],
      ['SIZED', 'bid-ask-bars'],
      ['TAPE', 'bars'],
      ['TWOSIDED', 'bid-ask-bars'],
    ]);
    for (const { time } of series) expect(time.every((at) => at % 900_000 === 0)).toBe(true);
  });

  it('keep to the sessions of the calendar', async () => {
    const folder = temporaryFolder();
    const half = exchangeSessions(9).map(({ date, open }) => ({
      date,
      open,
      close: open + 6.5 * 3_600_000,
    }));
    writeFileSync(join(folder, 'X.csv'), csvOf(barsIn(half, 7, { minutes: 30, missing: 0 })));
    const manifest = {
      name: 'exchange',
      title: 'Half-hours',
      licence: 'own',
      prices: 'random',
      calendar: 'XNYS',
      periodsPerYear: 252,
      symbols: [{ symbol: 'X', file: 'X.csv', part: 'train' }],
    };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    const made = await resample(folder, '4h', { folder: join(temporaryFolder(), 'made') });
    const { series, instruments, parts } = loadMarketData(made.folder);
    const hours = new Set([...series[0]!.time].map((time) => (time % 86_400_000) / 3_600_000));
    expect([...hours]).toEqual([13.5, 17.5]);
    expect([instruments[0]!.calendar, parts!.get('X')]).toEqual(['XNYS', 'train']);
  });
});

describe('a folder', () => {
  it('is replaced only where that is asked for, and where an earlier resampling made it', async () => {
    const data = barFolder();
    const { folder } = await resample(data, '1h');
    expect((await failure(resample(data, '1h'))).code).toBe('E_OUTPUT_EXISTS');
    writeFileSync(join(folder, 'stray.txt'), '');
    await resample(data, '1h', { replaces: true });
    expect(existsSync(join(folder, 'stray.txt'))).toBe(false);
    const own = await failure(resample(barFolder(), '1h', { folder: data, replaces: true }));
    expect([own.code, own.message]).toEqual([
      'E_OUTPUT_EXISTS',
      expect.stringContaining('data resample made'),
    ]);
    expect((await failure(resample(data, '1h', { folder: join(data, 'in') }))).code).toBe('E_OUTPUT_EXISTS');
    expect((await failure(resample(data, '1h', { folder: join(data, '..') }))).code).toBe('E_OUTPUT_EXISTS');
  });

  it.each([
    ['the data are bad', '1h', 'E_DATA_OHLC'],
    ['the timeframe is none', '1x', 'E_PARAMETER_INVALID'],
    ['it is finer than the bars', '1m', 'E_DATA_TIMEFRAME'],
    ['no bar is complete', '1M', 'E_DATA_SHORT'],
    ['a split is among the actions', '1h', 'E_DATA_ACTION'],
  ])('is not there, nor any part of it, where %s', async (_, timeframe, code) => {
    const data = barFolder();
    if (code === 'E_DATA_OHLC')
      writeFileSync(join(data, 'Y.csv'), 'time,open,high,low,close\n2024-01-02,1,0,1,1\n');
    if (code === 'E_DATA_ACTION') {
      writeFileSync(join(data, 'actions.csv'), `time,symbol,kind,value\n2024-06-24T10:00:00Z,X,split,2\n`);
    }
    expect((await failure(resample(data, timeframe))).code).toBe(code);
    expect(readdirSync(join(data, '..'))).toEqual(['five']);
  });

  it('leaves nothing behind when it is stopped', async () => {
    const data = barFolder();
    const signal = AbortSignal.abort();
    const request = { dataPath: data, timeframe: '1h', folder: null, replaces: false };
    expect((await failure(resampleData(request, nodeHost({ signal })))).code).toBe('E_INTERRUPTED');
    expect(readdirSync(join(data, '..'))).toEqual(['five']);
  });
});

test('the command tells what it made', async () => {
  const data = barFolder();
  const { code, stdout } = await regimeta(['data', 'resample', data, '--to', '1h']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^five in bars of 1h\n[\s\S]*X {6}\s*\d+[\s\S]*folder: {2}.*five-1h\n$/);
  const again = await regimeta(['data', 'resample', data, '--to', '1h']);
  expect(again.stderr).toMatch(/^E_OUTPUT_EXISTS .*--force/);
  expect(again.code).toBe(6);
  const json = await regimeta(['data', 'resample', data, '--to', '1h', '--force', '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ timeframe: '1h', parent: { name: 'five' } });
  const usage = await regimeta(['data', 'resample', data]);
  expect([usage.code, usage.stderr]).toEqual([2, expect.stringContaining('--to')]);
});
