import { describe, expect, it } from 'vitest';
import type { MarketData } from '../../src/market/data-folder.ts';
import type { BarSeries } from '../../src/model/bar-series.ts';
import { MOMENTARY } from '../../src/model/bar-timing.ts';
import { planMarket } from '../../src/run/market-plan.ts';
import { type RunSettings, runSettingsSchema } from '../../src/run/run-settings.ts';
import { plainInstruments } from '../support/plain-instruments.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2001, 0, 1);

/** Bars of consecutive days, the first of them so many days after 2001-01-01. */
function bars(symbol: string, firstDay: number, count: number): BarSeries {
  const time = Float64Array.from({ length: count }, (_, i) => START + (firstDay + i) * DAY_MS);
  const price = new Float64Array(count).fill(10);
  return { symbol, time, open: price, high: price, low: price, close: price, volume: price };
}

const marketOf = (...series: BarSeries[]): MarketData => ({
  name: 'made',
  series,
  instruments: plainInstruments(series),
  timings: series.map(() => MOMENTARY),
  calendars: new Map(),
  duplicates: [],
  parts: null,
  changePoints: null,
  dataHash: '',
  notes: [],
  periodsPerYear: 252,
});

const settingsOf = (settings: Partial<RunSettings>): RunSettings => runSettingsSchema.parse(settings);

const names = (series: readonly BarSeries[]): string[] => series.map(({ symbol }) => symbol);
const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

describe('the test period', () => {
  const data = marketOf(bars('AAA', 0, 100), bars('BBB', 50, 100));

  it('is what the data hold of the period that was asked for', () => {
    const plan = planMarket(data, settingsOf({ from: '1900-01-01', to: '2100-01-01' }), false);
    expect([plan.testFrom, plan.testTo].map(dateOf)).toEqual(['2001-01-01', '2001-05-30']);
    const inside = planMarket(data, settingsOf({ from: '2001-02-01', to: '2001-03-01' }), false);
    expect([inside.testFrom, inside.testTo].map(dateOf)).toEqual(['2001-02-01', '2001-03-01']);
  });

  it('holds the whole of its last day', () => {
    const { test } = planMarket(data, settingsOf({ to: '2001-03-01' }), false);
    expect(dateOf(test[0]!.time.at(-1)!)).toBe('2001-03-01');
  });

  it.each([{ from: '2001-06-01' }, { to: '2000-12-31' }, { from: '2001-03-02', to: '2001-03-01' }])(
    'without bars is E_SPLIT: %j',
    (settings) => {
      expect(() => planMarket(data, settingsOf(settings), false)).toThrow(
        /^E_SPLIT --from, --to: .*2001-01-01 to 2001-05-30/,
      );
    },
  );

  it('leaves out symbols without bars in it, and says so', () => {
    const plan = planMarket(data, settingsOf({ to: '2001-02-01' }), false);
    expect(names(plan.test)).toEqual(['AAA']);
    expect(plan.notes).toEqual(['Not traded, for want of bars: BBB.']);
  });

  it('is not disturbed by a symbol that has no bars at all', () => {
    const plan = planMarket(marketOf(bars('AAA', 0, 100), bars('BBB', 0, 0)), settingsOf({}), false);
    expect([plan.testFrom, plan.testTo].map(dateOf)).toEqual(['2001-01-01', '2001-04-10']);
  });
});

describe('the symbols', () => {
  const data = marketOf(bars('AAPL', 0, 10), bars('MSFT', 0, 10));

  it('are named in any case, once or twice', () => {
    expect(names(planMarket(data, settingsOf({ symbols: ['msft', 'MSFT'] }), false).test)).toEqual(['MSFT']);
  });

  it('that the data do not hold are refused, with the nearest that they hold', () => {
    expect(() => planMarket(data, settingsOf({ symbols: ['MSTF'] }), false)).toThrow(
      /^E_PARAMETER_INVALID --symbols: the data hold 2 symbols: AAPL, MSFT; found "MSTF"\. Did you mean MSFT\?/,
    );
    expect(() => planMarket(data, settingsOf({ symbols: [''] }), false)).toThrow(/found ""/);
  });
});

describe('the currencies', () => {
  const series = [bars('AAA', 0, 100), bars('BBB', 0, 100), bars('EURUSD', 0, 100)];
  const [dollars, euros, pair] = plainInstruments(series);
  const data = (part: 'test' | 'rates', baseCurrency: string | null): MarketData => ({
    ...marketOf(...series),
    parts: new Map([
      ['AAA', 'test'],
      ['BBB', 'test'],
      ['EURUSD', part],
    ]),
    instruments: [
      { ...dollars!, currency: 'USD' },
      { ...euros!, currency: 'EUR' },
      { ...pair!, currency: 'USD', baseCurrency },
    ],
  });

  it('are priced by pairs of the data, which are traded or not as their part says', () => {
    const apart = planMarket(data('rates', 'EUR'), settingsOf({}), false);
    expect([names(apart.test), names(apart.rates.series), apart.notes]).toEqual([
      ['AAA', 'BBB'],
      ['EURUSD'],
      [],
    ]);
    const traded = planMarket(data('test', 'EUR'), settingsOf({}), false);
    expect([names(traded.test), names(traded.rates.series)]).toEqual([['AAA', 'BBB', 'EURUSD'], []]);
    const left = planMarket(data('test', 'EUR'), settingsOf({ symbols: ['BBB'] }), false);
    expect([names(left.test), names(left.rates.series)]).toEqual([['BBB'], ['EURUSD']]);
  });

  it('without a pair are named in a note', () => {
    const { notes } = planMarket(data('test', null), settingsOf({}), false);
    expect(notes).toEqual(['No pair of the data prices EUR in USD: orders of such instruments are refused.']);
    const own = planMarket(data('test', null), settingsOf({ currency: 'EUR', symbols: ['BBB'] }), false);
    expect(own.notes).toEqual([]);
  });
});

describe('a learner', () => {
  const data = marketOf(...['AAA', 'BBB', 'CCC'].map((symbol) => bars(symbol, 0, 1_000)));

  it('is trained on other symbols, and earlier bars, than it is judged on', () => {
    const plan = planMarket(data, settingsOf({}), true);
    expect(names(plan.train)).toEqual(['AAA', 'CCC']);
    expect(names(plan.test)).toEqual(['BBB']);
    for (const { time } of plan.train) expect(time.at(-1)).toBeLessThan(plan.testFrom);
    expect(plan.train[0]!.time).toHaveLength(399);
  });

  it('is trained as long, wherever beyond the data the period is said to end', () => {
    const plan = planMarket(data, settingsOf({ to: '2100-01-01' }), true);
    expect(plan.testFrom).toBe(planMarket(data, settingsOf({}), true).testFrom);
  });

  it('is trained on the traded symbols where there are no others, and that is said', () => {
    const plan = planMarket(data, settingsOf({ symbols: ['AAA', 'BBB', 'CCC'] }), true);
    expect(names(plan.train)).toEqual(['AAA', 'BBB', 'CCC']);
    expect(plan.notes[0]).toMatch(/split by time only/);
  });

  it('needs enough bars', () => {
    expect(() => planMarket(data, settingsOf({ from: '2001-09-01' }), true)).toThrow(
      /^E_DATA_SHORT training period: .*found 243/,
    );
  });
});
