import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataCheckText } from '../../src/cli/data-check-text.ts';
import { loadMarketData } from '../../src/market/data-folder.ts';
import { streamMarketData } from '../../src/market/streamed-data.ts';
import { checkDataFolder } from '../../src/run/data-check.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { errorOf, parseText } from './parse-text.ts';

const HEADER = 'time,open,high,low,close,volume\n';
const file = (times: readonly string[]) => HEADER + times.map((time) => `${time},1,2,1,2,5\n`).join('');
const isoTimes = (times: ArrayLike<number>) => Array.from(times, (time) => new Date(time).toISOString());

/** A folder of files, with a manifest where there are facts. */
function folderOf(files: Readonly<Record<string, readonly string[]>>, facts: object | null): string {
  const folder = join(temporaryFolder(), 'data');
  mkdirSync(folder);
  for (const [symbol, times] of Object.entries(files))
    writeFileSync(join(folder, `${symbol}.csv`), file(times));
  if (facts !== null) {
    const symbols = Object.keys(files).map((symbol) => ({ symbol, file: `${symbol}.csv`, part: 'test' }));
    const manifest = {
      name: 'data',
      title: 'x',
      licence: 'x',
      prices: 'x',
      periodsPerYear: 252,
      symbols,
      ...facts,
    };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  }
  return folder;
}

const WINTER_AND_SUMMER = ['2024-03-08 15:59', '2024-03-11 09:30:00.5'];

test('a file of local times is refused without a zone, and told how to name one', () => {
  expect(errorOf(() => parseText(file(WINTER_AND_SUMMER)))).toMatchObject({
    code: 'E_DATA_TZ',
    place: 'bars.csv:2:1',
    repair: expect.stringContaining('--time-zone') as string,
  });
});

test('the zone of the manifest, of a symbol or of the user says what local times are, in memory and streamed', async () => {
  const folder = folderOf(
    { A: WINTER_AND_SUMMER, B: ['2024-03-08T15:59Z'] },
    { timeZone: 'America/New_York' },
  );
  const data = loadMarketData(folder);
  expect(isoTimes(data.series[0]!.time)).toEqual(['2024-03-08T20:59:00.000Z', '2024-03-11T13:30:00.500Z']);
  expect(isoTimes(data.series[1]!.time)).toEqual(['2024-03-08T15:59:00.000Z']);
  expect(data.notes).toContain('Times without an offset are those of clocks in America/New_York: A.');

  const streamed = await streamMarketData(folder, {}, async () => undefined);
  expect([streamed.dataHash, streamed.notes]).toEqual([data.dataHash, data.notes]);
  streamed.close();

  const london = loadMarketData(folder, { timeZone: 'Europe/London' });
  expect(isoTimes(london.series[0]!.time)[0]).toBe('2024-03-08T15:59:00.000Z');
  expect(london.dataHash).not.toBe(data.dataHash);

  // The same instants, written with their offsets, are the same data.
  const offsets = ['2024-03-08T15:59-05:00', '2024-03-11T09:30:00.5-04:00'];
  expect(loadMarketData(folderOf({ A: offsets, B: ['2024-03-08T15:59Z'] }, {})).dataHash).toBe(data.dataHash);
  expect(errorOf(() => loadMarketData(folder, { timeZone: 'Mars/Olympus' })).code).toBe(
    'E_PARAMETER_INVALID',
  );
  expect(errorOf(() => loadMarketData(folderOf({ A: offsets }, { timeZone: 'Mars' }))).code).toBe(
    'E_DATA_MANIFEST',
  );
});

test('a time that clocks skipped is refused at its place, and a date alone stays midnight UTC', () => {
  const timeZone = 'America/New_York';
  expect(
    errorOf(() => parseText(file(['2024-03-10T01:30', '2024-03-10T02:30']), { timeZone })),
  ).toMatchObject({
    code: 'E_DATA_CLOCK',
    place: 'bars.csv:3:1',
    found: '"2024-03-10T02:30"',
  });
  expect(isoTimes(parseText(file(['2024-03-10']), { timeZone }).series.time)).toEqual([
    '2024-03-10T00:00:00.000Z',
  ]);
});

test('an hour that clocks repeat is read twice where the file steps back, and hourly bars of it are refused', () => {
  const timeZone = 'America/New_York';
  const halves = [
    '2024-11-03T01:00',
    '2024-11-03T01:30',
    '2024-11-03T01:00',
    '2024-11-03T01:30',
    '2024-11-03T02:00',
  ];
  expect(
    isoTimes(parseText(file(halves), { timeZone }).series.time).map((time) => time.slice(11, 16)),
  ).toEqual(['05:00', '05:30', '06:00', '06:30', '07:00']);
  const hours = `${file(['2024-11-03T01:00'])}2024-11-03T01:00,1,3,1,2,5\n`;
  expect(errorOf(() => parseText(hours, { timeZone })).code).toBe('E_DATA_DUP');
});

test('a check tells a gap that symbols share once, with who shares it', () => {
  const days = [
    '2024-01-02',
    '2024-01-03',
    '2024-01-04',
    '2024-01-05',
    '2024-01-08',
    '2024-01-09',
    '2024-01-10',
  ];
  const without = (...missing: string[]) => days.filter((day) => !missing.includes(day));
  const files = {
    A: without('2024-01-04'),
    B: without('2024-01-04', '2024-01-08'),
    C: without('2024-01-04', '2024-01-08'),
    D: without('2024-01-04', '2024-01-09'),
  };
  const text = dataCheckText(checkDataFolder(folderOf(files, { calendar: 'XNYS' })));
  expect(text.split('\n').filter((line) => line.includes(' missing, '))).toEqual([
    'all 4 symbols: 1 session missing, 2024-01-04',
    '2 of 4 symbols (B, C): 1 session missing, 2024-01-08',
    'D: 1 session missing, 2024-01-09',
  ]);
});
