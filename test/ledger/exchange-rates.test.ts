import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CurrencyPair, ExchangeRates } from '../../src/ledger/exchange-rates.ts';
import { LastCloses } from '../../src/market/last-closes.ts';
import type { BarSeries } from '../../src/model/bar-series.ts';
import { flat, type SliceRow, SliceWriter } from '../support/slices.ts';

const pair = (symbol: string, base = symbol.slice(0, 3), quote = symbol.slice(3)): CurrencyPair => {
  return { symbol, base, quote };
};

/** The rate of the second currency to the first after each row of closes of the pairs. */
function ratesOver(pairs: readonly CurrencyPair[], rows: readonly SliceRow[], currencies = ['USD', 'EUR']) {
  const rates = new ExchangeRates({ currencies, traded: pairs, outside: [], outsideCloses: null });
  const writer = new SliceWriter(pairs.map(({ symbol }) => symbol));
  return rows.map((row) => {
    rates.update(writer.show(row));
    return rates.of(1);
  });
}

describe('the rate of a currency', () => {
  test('is the last close of its pair, and unknown before the first', () => {
    const rows = [[null], [flat(1.25)], [null], [flat(1.5)]];
    expect(ratesOver([pair('EURUSD')], rows)).toEqual([Number.NaN, 1.25, 1.25, 1.5]);
  });

  test('is one divided by the close of the pair the other way round', () => {
    expect(ratesOver([pair('USDEUR')], [[flat(0.8)]])).toEqual([1.25]);
  });

  test('prefers the direct pair to the inverse one, as soon as it has a close', () => {
    const rows = [
      [flat(0.5), null],
      [flat(0.5), flat(1.5)],
    ];
    expect(ratesOver([pair('USDEUR'), pair('EURUSD')], rows)).toEqual([2, 1.5]);
  });

  test.each<[CurrencyPair, CurrencyPair, number]>([
    [pair('EURGBP'), pair('GBPUSD'), 0.8 * 1.25],
    [pair('GBPEUR'), pair('GBPUSD'), 1.25 / 0.8],
    [pair('EURGBP'), pair('USDGBP'), 0.8 / 1.25],
    [pair('GBPEUR'), pair('USDGBP'), 1 / 0.8 / 1.25],
  ])('is crossed over a third one: %o and %o', (first, second, rate) => {
    expect(ratesOver([first, second], [[flat(0.8), flat(1.25)]])[0]).toBeCloseTo(rate, 14);
  });

  test('takes the first third currency by alphabet of several that are known', () => {
    const pairs = [pair('EURGBP'), pair('GBPUSD'), pair('EURCHF'), pair('CHFUSD')];
    const known = [flat(2), flat(3), flat(5), flat(7)];
    expect(ratesOver(pairs, [[known[0]!, known[1]!, null, null], known])).toEqual([6, 35]);
  });

  test('is never taken over two currencies, or from a price that is not above zero', () => {
    const far = [pair('EURGBP'), pair('GBPCHF'), pair('CHFUSD')];
    expect(ratesOver(far, [[flat(1), flat(1), flat(1)]])).toEqual([Number.NaN]);
    expect(ratesOver([pair('EURUSD')], [[flat(-1)], [flat(0)]])).toEqual([Number.NaN, Number.NaN]);
  });

  test('of two symbols for one pair is that of the first by symbol', () => {
    const pairs = [pair('B:EURUSD', 'EUR', 'USD'), pair('A:EURUSD', 'EUR', 'USD')];
    expect(ratesOver(pairs, [[flat(2), flat(3)]])).toEqual([3]);
  });
});

test('closes of pairs that are not traded are those up to the time of the slice, and no later one', () => {
  const anyTimes = fc.uniqueArray(fc.nat(60), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(anyTimes, anyTimes, fc.array(fc.nat(3), { maxLength: 40 }), (first, second, steps) => {
      const series = [first, second].map((times, index): BarSeries => {
        const time = Float64Array.from(times).sort();
        const prices = time.map((at) => at + 1 + index / 4);
        const columns = { open: prices, high: prices, low: prices, close: prices, volume: prices };
        return { symbol: `S${index}`, time, ...columns };
      });
      const closes = new LastCloses(series);
      let now = -1;
      for (const step of steps) {
        now += step;
        closes.advance(now);
        for (const [index, { time, close }] of series.entries()) {
          const known = close.filter((_, bar) => time[bar]! <= now);
          expect(closes.closes[index]).toBe(known.at(-1) ?? Number.NaN);
        }
      }
    }),
    { seed: 8_301, numRuns: 100 },
  );
});
