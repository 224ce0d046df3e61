import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BarFeed } from '../../src/market/bar-feed.ts';
import { selectBars } from '../../src/market/bar-selection.ts';
import { loadMarketData } from '../../src/market/data-folder.ts';

const data = loadMarketData(fileURLToPath(new URL('../../datasets/us-daily', import.meta.url)));

const closeOn = (symbol: string, date: string): number | undefined => {
  const series = data.series.find((bars) => bars.symbol === symbol);
  return series?.close[series.time.indexOf(Date.parse(date))];
};

const barsIn = (from: string, to: string): number =>
  selectBars(data.series, { from: Date.parse(from), to: Date.parse(to) })[0].time.length;

describe('the shipped US stocks', () => {
  it('are the bars that the README speaks of', () => {
    expect(data.series).toHaveLength(36);
    expect(data.series.reduce((bars, { time }) => bars + time.length, 0)).toBe(226_790);
    expect(data.dataHash).toBe('d00e54f6ecd3114e5e1a7cd22c38d790b1daa0d04e69549cbaf7b0048293fa13');
    expect(data).toMatchObject({ name: 'us-daily', periodsPerYear: 252 });
    expect(new BarFeed(data.series).sliceCount).toBe(6301);
  });

  it('are split by name alone, train and test in turn', () => {
    const parts = data.series.map(({ symbol }) => data.parts?.get(symbol));
    expect(parts).toEqual(parts.map((_, index) => (index % 2 === 0 ? 'train' : 'test')));
  });

  it('hold the falls of 2000 to 2002, of 2008 and of 2011', () => {
    expect([barsIn('2000-01-01', '2002-12-31'), barsIn('2008-01-01', '2008-12-31')]).toEqual([752, 253]);
    expect(Number(closeOn('INTC', '2002-10-08')) / Number(closeOn('INTC', '2000-08-31'))).toBeLessThan(0.2);
    expect(Number(closeOn('JPM', '2009-03-09')) / Number(closeOn('JPM', '2008-09-19'))).toBeLessThan(0.4);
    expect(Number(closeOn('XOM', '2011-08-08')) / Number(closeOn('XOM', '2011-07-22'))).toBeLessThan(0.85);
  });

  it('come with what a reader must know', () => {
    expect(data.notes.join(' ')).toMatch(/CC0.*splits.*Survivorship.*Dividends.*1999-11-16/);
  });
});
