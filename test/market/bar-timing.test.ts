import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BarFeed } from '../../src/market/bar-feed.ts';
import { loadMarketData } from '../../src/market/data-folder.ts';
import { streamMarketData } from '../../src/market/streamed-data.ts';
import type { BarSeries } from '../../src/model/bar-series.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { errorOf } from './parse-text.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2024, 0, 1);

const rowsAt = (count: number, stepMs: number): string =>
  Array.from({ length: count }, (_, at) => `${new Date(START + at * stepMs).toISOString()},1,1,1,1,1`).join(
    '\n',
  );
const bars = (count: number, stepMs: number): string =>
  `time,open,high,low,close,volume\n${rowsAt(count, stepMs)}\n`;

/** A folder of the files, with what its manifest states of each symbol. */
function folderOf(
  files: Readonly<Record<string, string>>,
  stated: Readonly<Record<string, object>> | null,
): string {
  const folder = temporaryFolder();
  for (const [symbol, text] of Object.entries(files)) writeFileSync(join(folder, `${symbol}.csv`), text);
  if (stated === null) return folder;
  const symbols = Object.keys(files).map((symbol) => ({
    symbol,
    file: `${symbol}.csv`,
    part: 'test',
    ...stated[symbol],
  }));
  const words = { name: 'timed', title: 'Timed', licence: 'own', prices: 'none', periodsPerYear: 252 };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...words, symbols }));
  return folder;
}

const END = { barTime: 'end' };
const HOURS_AND_DAYS = { D: bars(30, DAY), H: bars(720, HOUR) };

describe('the times of bars', () => {
  it('are those of their beginning, and a bar is as long as the smallest distance between two', () => {
    const { timings } = loadMarketData(folderOf({ A: bars(5, HOUR), B: bars(2, 3 * HOUR) }, null));
    const hour = { sinceBeginMs: 0, untilKnownMs: HOUR, isDaily: false };
    expect(timings).toEqual([hour, hour]);
    const daily = loadMarketData(folderOf({ A: bars(5, DAY) }, null)).timings;
    expect(daily).toEqual([{ sinceBeginMs: 0, untilKnownMs: DAY, isDaily: true }]);
  });

  it('are what the manifest states', () => {
    const { timings } = loadMarketData(
      folderOf({ A: bars(5, HOUR) }, { A: { timeframe: '15m', instrument: { barTime: 'end' } } }),
    );
    expect(timings).toEqual([{ sinceBeginMs: 900_000, untilKnownMs: 0, isDaily: false }]);
    const error = errorOf(() => loadMarketData(folderOf({ A: bars(5, HOUR) }, { A: { timeframe: '2w' } })));
    expect(error.code).toBe('E_DATA_MANIFEST');
  });
});

describe('bars of several lengths', () => {
  it.each([
    ['days and hours of which nobody says how long they are', HOURS_AND_DAYS, null],
    ['days of which nobody says it', HOURS_AND_DAYS, { H: { timeframe: '1h' }, D: {} }],
    ['bars beside quotes', { B: bars(30, HOUR), Q: 'time,bid,ask\n2024-01-01,1,2\n' }, null],
  ])('are refused: %s', (_, files, stated) => {
    const error = errorOf(() => loadMarketData(folderOf(files, stated)));
    expect(error.code).toBe('E_DATA_TIMEFRAME');
  });

  it('are moved to their end where their lengths are stated, streamed too', async () => {
    const folder = folderOf(HOURS_AND_DAYS, { D: { timeframe: '1d' }, H: { timeframe: '1h' } });
    const data = loadMarketData(folder);
    expect(data.series.map(({ time }) => time[0])).toEqual([START + DAY - 1, START + HOUR]);
    expect(data.timings).toEqual([
      { sinceBeginMs: DAY - 1, untilKnownMs: 0, isDaily: true },
      { sinceBeginMs: HOUR, untilKnownMs: 0, isDaily: false },
    ]);
    expect(data.instruments.map(({ barTime }) => barTime)).toEqual(['end', 'end']);
    expect(data.notes).toContain(
      'D: its bars bear the time of their end here, as they are played with shorter ones or with events.',
    );
    const streamed = await streamMarketData(folder, {}, async () => undefined);
    expect(streamed.dataHash).toBe(data.dataHash);
    const whole = new BarFeed(data.series);
    const windowed = new BarFeed(streamed.series);
    while (whole.next()) {
      windowed.next();
      expect(windowed.slice).toEqual(whole.slice);
    }
    expect(streamed.series.map(({ time }) => [time.at(0), time.at(-1)])).toEqual(
      data.series.map(({ time }: BarSeries) => [time.at(0), time.at(-1)]),
    );
    streamed.close();
  });

  it('are played as they are where all bear their end', () => {
    const stated = { D: { timeframe: '1d', instrument: END }, H: { timeframe: '1h', instrument: END } };
    const data = loadMarketData(folderOf(HOURS_AND_DAYS, stated));
    expect(data.series.map(({ time }) => time[0])).toEqual([START, START]);
  });
});
