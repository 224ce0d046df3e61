import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { BarFeed } from '../../src/market/bar-feed.ts';
import { quotingOf } from '../../src/market/bar-windows.ts';
import { loadMarketData } from '../../src/market/data-folder.ts';
import { streamMarketData } from '../../src/market/streamed-data.ts';
import type { BarKind } from '../../src/model/bar-series.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeTickFolder } from '../support/tick-market.ts';
import { errorOf, parseText } from './parse-text.ts';

const BID_ASK_HEADER = 'date,bid_open,bid_high,bid_low,bid_close,ask_open,ask_high,ask_low,ask_close';

describe('the header tells what the rows are', () => {
  it.each<[string, string, BarKind]>([
    ['Date,Open,High,Low,Close,Volume', '2024-01-02,1,1,1,1,5', 'bars'],
    [`${BID_ASK_HEADER},volume`, '2024-01-02,1,1,1,1,1,1,1,1,5', 'bid-ask-bars'],
    [
      'time,OpenBid,HighBid,LowBid,CloseBid,OpenAsk,HighAsk,LowAsk,CloseAsk',
      '2024-01-02,1,1,1,1,1,1,1,1',
      'bid-ask-bars',
    ],
    ['timestamp,bid_price,ask_price,bid_size,ask_size', '1704205800,1,2,3,4', 'quotes'],
    ['Offer;Bid;DateTime', '2;1;2024-01-02', 'quotes'],
    ['time,price,size', '1704205800,1,2', 'trades'],
    ['time,qty,price,side,id', '1704205800,1,2,buy,77', 'trades'],
    ['date,open,high,low,close,bid,ask', '2024-01-02,1,1,1,1,1,1', 'bars'],
  ])('%s', (header, row, kind) => {
    const file = parseText(`${header}\n${row}\n`);
    expect(file.kind).toBe(kind);
    expect(file.series.kind ?? 'bars').toBe(kind);
  });

  it('unless it may be two, or lacks a column', () => {
    const both = errorOf(() => parseText('time,bid,ask,price,size\n2024-01-02,1,1,1,1\n'));
    expect([both.code, both.message]).toEqual(['E_DATA_HEADER', expect.stringContaining('quotes or trades')]);
    const lacking = (header: string): string => errorOf(() => parseText(`${header}\n`)).message;
    expect(lacking('time,bid,bid_size,ask_size')).toMatch(
      /bars\.csv:1:1: .*a column for the ask of each quote/,
    );
    expect(lacking('time,bid,ask,bid_size')).toMatch(/a column for the ask size of each quote/);
    expect(lacking('time,price')).toMatch(/a column for the size of each trade/);
    expect(lacking(BID_ASK_HEADER.replace('ask_low,', ''))).toMatch(/the ask low of each bar/);
    expect(lacking('time,low')).toMatch(/a column for the open of each bar/);
  });

  it('or is overruled by what is stated', () => {
    const text = 'time,bid,ask,price,size\n2024-01-02,1,3,9,4\n';
    expect(parseText(text, { kind: 'quotes' }).series.close).toEqual(Float64Array.of(2));
    expect(parseText(text, { kind: 'trades' }).series.close).toEqual(Float64Array.of(9));
  });
});

describe('a row that cannot be is refused with its place:', () => {
  it.each([
    ['time,bid,ask', '2024-01-02,1.2,1.1', 'E_DATA_QUOTE', '2:16'],
    ['time,bid,ask', '2024-01-02,0,1.1', 'E_DATA_OHLC', '2:12'],
    ['time,bid,ask', '2024-01-02,NaN,1.1', 'E_DATA_NUM', '2:12'],
    ['time,bid,ask', '2024-01-02,,1.1', 'E_DATA_NUM', '2:12'],
    ['time,bid,ask,bid_size,ask_size', '2024-01-02,1,2,0,5', 'E_DATA_QUOTE', '2:16'],
    ['time,bid,ask,bid_size,ask_size', '2024-01-02,1,2,5,-1', 'E_DATA_QUOTE', '2:18'],
    ['time,price,size', '2024-01-02,5,0', 'E_DATA_QUOTE', '2:14'],
    ['time,price,size', '2024-01-02,-5,1', 'E_DATA_OHLC', '2:12'],
    ['time,price,size', '2024-01-02,1e999,1', 'E_DATA_NUM', '2:12'],
    [BID_ASK_HEADER, '2024-01-02,1,2,1,1,1,1.5,1,1', 'E_DATA_QUOTE', '2:22'],
    [BID_ASK_HEADER, '2024-01-02,1,1,1,1,2,1.5,1,1', 'E_DATA_OHLC', '2:22'],
    [BID_ASK_HEADER, '2024-01-02,1,1,1,0,1,1,1,1', 'E_DATA_OHLC', '2:18'],
  ])('%s with %s', (header, row, code, place) => {
    const error = errorOf(() => parseText(`${header}\n${row}\n`));
    expect([error.code, error.place]).toEqual([code, `bars.csv:${place}`]);
  });

  it.each(['bid,ask', 'price,size'])('%s out of order', (fields) => {
    const error = errorOf(() => parseText(`time,${fields}\n2024-01-03,1,2\n2024-01-02,1,2\n`));
    expect([error.code, error.place]).toEqual(['E_DATA_ORDER', 'bars.csv:3:1']);
  });
});

describe('rows of one time', () => {
  it('are one event of trades: the bar of their prices, with the sum of their sizes', () => {
    const text =
      'time,price,size\n2024-01-02,5,1\n2024-01-02,7,2\n2024-01-02,5,1\n2024-01-02,6,1\n2024-01-03,1,1\n';
    const { series, joined, duplicates } = parseText(text);
    expect([joined, duplicates]).toEqual([3, 0]);
    expect([series.open[0], series.high[0], series.low[0], series.close[0], series.volume[0]]).toEqual([
      5, 7, 5, 6, 5,
    ]);
    expect(series.time.length).toBe(2);
  });

  it('are the last of quotes', () => {
    const { series, joined } = parseText('time,bid,ask\n2024-01-02,5,6\n2024-01-02,7,8\n2024-01-03,1,1\n');
    expect([series.close[0], series.quotes!.bid.low[0], series.quotes!.ask.high[0], joined]).toEqual([
      7.5, 7, 8, 1,
    ]);
  });

  it('are a contradiction of bid-ask bars, unless one is given twice', () => {
    const row = '2024-01-02,1,1,1,1,2,2,2,2';
    expect(parseText(`${BID_ASK_HEADER}\n${row}\n${row}\n`).duplicates).toBe(1);
    const error = errorOf(() => parseText(`${BID_ASK_HEADER}\n${row}\n${row.replace(/2$/, '3')}\n`));
    expect(error.code).toBe('E_DATA_OHLC');
    const other = errorOf(() => parseText(`${BID_ASK_HEADER}\n${row}\n2024-01-02,1,1,1,1,3,3,3,3\n`));
    expect(other.code).toBe('E_DATA_DUP');
  });
});

test('prices of bid-ask bars are the middle', () => {
  const { series } = parseText(`${BID_ASK_HEADER}\n2024-01-02,10,14,8,12,11,16,9,13\n`);
  const { open, high, low, close, quotes } = series;
  expect([open[0], high[0], low[0], close[0]]).toEqual([10.5, 15, 8.5, 12.5]);
  expect([quotes!.bid.high[0], quotes!.ask.low[0], series.hasVolume]).toEqual([14, 9, false]);
});

/** More rows than a block of streamed bars has. */
const ROWS = 9_000;

test('streamed quotes, trades and bid-ask bars are those of memory, with the same hash', async () => {
  const folder = writeTickFolder(temporaryFolder(), ROWS);
  const loaded = loadMarketData(folder);
  const streamed = await streamMarketData(folder, {}, async () => undefined);
  expect(streamed.dataHash).toBe(loaded.dataHash);
  expect(streamed.notes).toEqual(loaded.notes);
  expect(streamed.series.map(quotingOf)).toEqual(['prices', 'sizes', 'none', 'prices']);
  expect(loaded.series.map(quotingOf)).toEqual(['prices', 'sizes', 'none', 'prices']);
  expect(loaded.notes).toContain('SIZED: quotes.');
  const whole = new BarFeed(loaded.series);
  const windowed = new BarFeed(streamed.series);
  while (whole.next()) {
    windowed.next();
    expect(windowed.slice).toEqual(whole.slice);
  }
  expect(windowed.next()).toBe(false);
  streamed.close();
});

test('the hash of data tells their kind', () => {
  const folder = temporaryFolder();
  const hashOf = (name: string, text: string): string => {
    const path = join(folder, name, 'X.csv');
    mkdirSync(join(folder, name));
    writeFileSync(path, text);
    return loadMarketData(path).dataHash;
  };
  const trades = hashOf('a', 'time,price,size\n2024-01-02,5,1\n');
  const bars = hashOf('b', 'time,open,high,low,close,volume\n2024-01-02,5,5,5,5,1\n');
  expect(trades).not.toBe(bars);
  expect(hashOf('c', 'time,bid,ask\n2024-01-02,5,5\n')).not.toBe(
    hashOf('d', 'time,bid,ask\n2024-01-02,4,6\n'),
  );
});
