import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Random, randomFrom } from '../../src/math/random.ts';
import type { BarSeries } from '../../src/model/bar-series.ts';

/** One quote. */
export interface Quote {
  readonly time: number;
  readonly bid: number;
  readonly ask: number;
  readonly bidSize: number;
  readonly askSize: number;
}

/** One trade. */
export interface Trade {
  readonly time: number;
  readonly price: number;
  readonly size: number;
}

const START = Date.UTC(2024, 0, 2, 14, 30);

/** Steps of a quarter around 100, some of them wide, at uneven times. */
function* walk(count: number, random: Random): Generator<{ time: number; price: number }> {
  let time = START;
  let price = 100;
  for (let i = 0; i < count; i++) {
    time += 1 + random.integer(90_000);
    price += (random.integer(5) - 2) * (random.integer(20) === 0 ? 2 : 0.25);
    price = Math.max(50, price);
    yield { time, price };
  }
}

/** Random quotes on a coarse grid, so that orders are often touched exactly; some are locked. */
export function randomQuotes(count: number, seed: number): Quote[] {
  const random = randomFrom(seed);
  return [...walk(count, random)].map(({ time, price }) => ({
    time,
    bid: price,
    ask: price + 0.25 * random.integer(4),
    bidSize: 10 * (1 + random.integer(50)),
    askSize: 10 * (1 + random.integer(50)),
  }));
}

/** Random trades on the same grid. */
export function randomTrades(count: number, seed: number): Trade[] {
  const random = randomFrom(seed);
  return [...walk(count, random)].map(({ time, price }) => ({
    time,
    price,
    size: 10 * (1 + random.integer(50)),
  }));
}

/** The quotes as a loader makes a series of them. */
export function quoteSeries(symbol: string, quotes: readonly Quote[], sized = true): BarSeries {
  const middle = Float64Array.from(quotes, ({ bid, ask }) => (bid + ask) / 2);
  const bid = Float64Array.from(quotes, (quote) => quote.bid);
  const ask = Float64Array.from(quotes, (quote) => quote.ask);
  return {
    symbol,
    kind: 'quotes',
    time: Float64Array.from(quotes, ({ time }) => time),
    ...allPrices(middle),
    volume: new Float64Array(quotes.length),
    hasVolume: false,
    quotes: {
      bid: allPrices(bid),
      ask: allPrices(ask),
      ...(sized && {
        bidSize: Float64Array.from(quotes, ({ bidSize }) => bidSize),
        askSize: Float64Array.from(quotes, ({ askSize }) => askSize),
      }),
    },
  };
}

/** The trades as a loader makes a series of them, where no two are of one time. */
export function tradeSeries(symbol: string, trades: readonly Trade[]): BarSeries {
  return {
    symbol,
    kind: 'trades',
    time: Float64Array.from(trades, ({ time }) => time),
    ...allPrices(Float64Array.from(trades, ({ price }) => price)),
    volume: Float64Array.from(trades, ({ size }) => size),
  };
}

function allPrices(price: Float64Array): Record<'open' | 'high' | 'low' | 'close', Float64Array> {
  return { open: price, high: price, low: price, close: price };
}

const stamp = (time: number): string => new Date(time).toISOString();

/** The quotes as a CSV text, with sizes or without. */
function quoteText(quotes: readonly Quote[], sized: boolean): string {
  const rows = quotes.map(({ time, bid, ask, bidSize, askSize }) =>
    [stamp(time), bid, ask, ...(sized ? [bidSize, askSize] : [])].join(','),
  );
  return `time,bid,ask${sized ? ',bid_size,ask_size' : ''}\n${rows.join('\n')}\n`;
}

/** The trades as a CSV text. */
function tradeText(trades: readonly Trade[]): string {
  return `time,price,size\n${trades.map(({ time, price, size }) => [stamp(time), price, size].join(',')).join('\n')}\n`;
}

/** Each quote as a bar of bids and of asks that opens at the quote before it, with its size as volume. */
function bidAskText(quotes: readonly Quote[]): string {
  const rows = quotes.map((quote, at) => {
    const { bid, ask } = quotes[Math.max(0, at - 1)]!;
    const side = (open: number, close: number): number[] => [
      open,
      Math.max(open, close) + 0.25,
      Math.min(open, close) - 0.25,
      close,
    ];
    return [stamp(quote.time), ...side(bid, quote.bid), ...side(ask, quote.ask), quote.bidSize].join(',');
  });
  const fields = ['open', 'high', 'low', 'close'];
  const header = [...fields.map((field) => `bid_${field}`), ...fields.map((field) => `ask_${field}`)];
  return `time,${header.join(',')},volume\n${rows.join('\n')}\n`;
}

/** Writes quotes with sizes and without, trades and bid-ask bars, of which the manifest says that they bear their end. */
export function writeTickFolder(folder: string, rows: number): string {
  const files: Readonly<Record<string, string>> = {
    BARE: quoteText(randomQuotes(rows, 2), false),
    SIZED: quoteText(randomQuotes(rows, 1), true),
    TAPE: tradeText(randomTrades(rows, 3)),
    TWOSIDED: bidAskText(randomQuotes(rows, 4)),
  };
  const symbols = Object.entries(files).map(([symbol, content]) => {
    writeFileSync(join(folder, `${symbol}.csv`), content);
    return { symbol, file: `${symbol}.csv`, part: 'test', instrument: { barTime: 'end' } };
  });
  const words = { title: 'Ticks', licence: 'own', prices: 'random', periodsPerYear: 252 };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ name: 'ticks', ...words, symbols }));
  return folder;
}
