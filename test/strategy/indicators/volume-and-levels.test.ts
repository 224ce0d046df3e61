import { expect, test } from 'vitest';
import { AccumulationDistribution } from '../../../src/strategy/indicators/accumulation-distribution.ts';
import { ChaikinOscillator } from '../../../src/strategy/indicators/chaikin-oscillator.ts';
import { ChandelierExit } from '../../../src/strategy/indicators/chandelier-exit.ts';
import { EaseOfMovement } from '../../../src/strategy/indicators/ease-of-movement.ts';
import { ForceIndex } from '../../../src/strategy/indicators/force-index.ts';
import { HeikinAshi } from '../../../src/strategy/indicators/heikin-ashi.ts';
import { IchimokuCloud } from '../../../src/strategy/indicators/ichimoku-cloud.ts';
import { OnBalanceVolume } from '../../../src/strategy/indicators/on-balance-volume.ts';
import { ParabolicStop } from '../../../src/strategy/indicators/parabolic-stop.ts';
import { PivotPoints } from '../../../src/strategy/indicators/pivot-points.ts';
import { SessionAveragePrice } from '../../../src/strategy/indicators/session-average-price.ts';
import { TrueRange } from '../../../src/strategy/indicators/true-range.ts';
import {
  averages,
  type Columns,
  changes,
  flows,
  last,
  mean,
  naiveParabolic,
  sum,
  trueRanges,
  typical,
} from '../../oracles/naive-indicators.ts';
import { describeIndicators, walk } from '../../support/indicator-cases.ts';

const middleOf = ({ high, low }: Columns, end: number, length: number): number =>
  (Math.max(...high.slice(end - length, end)) + Math.min(...low.slice(end - length, end))) / 2;

const lines = (columns: Columns): number[] => {
  const all = flows(columns);
  return all.map((_, i) => sum(all.slice(0, i + 1)));
};

describeIndicators({
  ChaikinOscillator: {
    make: (n) => new ChaikinOscillator(n, 9),
    columns: ['high', 'low', 'close', 'volume'],
    size: 'volume',
    naive: (columns, n) => ({
      value: last(averages(lines(columns), n)) - last(averages(lines(columns), 9)),
    }),
  },
  ChandelierExit: {
    make: (n) => new ChandelierExit(n, 2),
    columns: ['high', 'low', 'close'],
    size: 'price',
    naive: (columns, n) => {
      const range = last(averages(trueRanges(columns), n, 1 / n));
      return {
        value: Math.max(...columns.high.slice(-n)) - 2 * range,
        short: Math.min(...columns.low.slice(-n)) + 2 * range,
      };
    },
  },
  EaseOfMovement: {
    make: (n) => new EaseOfMovement(n, 100),
    columns: ['high', 'low', 'volume'],
    size: 'money',
    naive: ({ high, low, volume }, n) => {
      const eases = high.slice(1).map((top, i) => {
        const middle = (top + low[i + 1]!) / 2 - (high[i]! + low[i]!) / 2;
        return volume[i + 1] === 0 ? 0 : (middle * (top - low[i + 1]!) * 100) / volume[i + 1]!;
      });
      return { value: mean(eases.slice(-n)) };
    },
  },
  ForceIndex: {
    make: (n) => new ForceIndex(n),
    columns: ['close', 'volume'],
    size: 'money',
    naive: ({ close, volume }, n) => ({
      value: last(
        averages(
          changes(close).map((change, i) => change * volume[i + 1]!),
          n,
        ),
      ),
    }),
  },
  IchimokuCloud: {
    make: (n) => new IchimokuCloud(n, 7, 11, 5),
    columns: ['high', 'low'],
    size: 'price',
    naive: (columns, n) => {
      const end = columns.high.length;
      const value = middleOf(columns, end, n);
      const base = middleOf(columns, end, 7);
      return {
        value,
        base,
        aheadA: (value + base) / 2,
        aheadB: middleOf(columns, end, 11),
        spanA: (middleOf(columns, end - 5, n) + middleOf(columns, end - 5, 7)) / 2,
        spanB: middleOf(columns, end - 5, 11),
      };
    },
  },
});

/** The outputs of an indicator without a length after each bar, and what the definition says of the bars so far. */
function follow(
  data: Columns,
  columns: readonly (keyof Columns)[],
  indicator: { readonly ready: boolean; update: (...input: number[]) => void },
  definition: (columns: Columns) => Readonly<Record<string, number>>,
): void {
  for (const bar of data.close.keys()) {
    indicator.update(...columns.map((column) => data[column][bar]!));
    if (!indicator.ready) continue;
    const cut = Object.fromEntries(
      Object.entries(data).map(([name, values]) => [name, values.slice(0, bar + 1)]),
    ) as unknown as Columns;
    for (const [output, expected] of Object.entries(definition(cut))) {
      const value = Number((indicator as unknown as Record<string, unknown>)[output]);
      if (Math.abs(value - expected) > 1e-9 * Math.max(1, Math.abs(expected))) {
        expect(`${output} ${value} at ${bar}`).toBe(`${output} ${expected} at ${bar}`);
      }
    }
  }
  expect(indicator.ready).toBe(true);
}

test('the true range, the lines of volume and Heikin-Ashi follow their definitions at every bar', () => {
  const data = walk(8, 120);
  follow(data, ['high', 'low', 'close'], new TrueRange() as never, (columns) => ({
    value: last(trueRanges(columns)),
  }));
  follow(data, ['close', 'volume'], new OnBalanceVolume() as never, ({ close, volume }) => ({
    value: sum(changes(close).map((change, i) => Math.sign(change) * volume[i + 1]!)),
  }));
  follow(data, ['high', 'low', 'close', 'volume'], new AccumulationDistribution() as never, (columns) => ({
    value: sum(flows(columns)),
  }));
  follow(data, ['open', 'high', 'low', 'close'], new HeikinAshi() as never, ({ open, high, low, close }) => {
    const closes = open.map((first, i) => (first + high[i]! + low[i]! + close[i]!) / 4);
    // The open of the last bar, unrolled: half the close before, a quarter of the one before it, and so on.
    const start = (open[0]! + close[0]!) / 2;
    const before = closes.slice(0, -1).reverse();
    const first =
      sum(before.map((price, i) => price / 2 ** (i + 1))) + start / 2 ** Math.max(before.length, 0);
    return {
      open: first,
      close: last(closes),
      high: Math.max(last(high), first, last(closes)),
      low: Math.min(last(low), first, last(closes)),
    };
  });
});

test.each([1, 2, 3, 4, 5, 6])('the parabolic stop is what its moves say, one by one, seed %i', (seed) => {
  const data = walk(seed, 60);
  const stop = new ParabolicStop();
  follow(
    data,
    ['high', 'low'],
    {
      get ready() {
        return stop.ready;
      },
      get value() {
        return stop.value;
      },
      get rising() {
        return stop.isRising;
      },
      update: (high: number, low: number) => stop.update(high, low),
    } as never,
    naiveParabolic,
  );
});

const HOUR_MS = 3_600_000;

test('the average price of a session weighs typical prices by volume, and begins anew with each session', () => {
  const data = walk(9, 72);
  const price = new SessionAveragePrice();
  const prices = typical(data);
  for (const bar of data.close.keys()) {
    price.update(bar * HOUR_MS, data.high[bar]!, data.low[bar]!, data.close[bar]!, data.volume[bar]!);
    const from = bar - (bar % 24);
    const volumes = data.volume.slice(from, bar + 1);
    const money = sum(volumes.map((volume, i) => volume * prices[from + i]!));
    expect(price.value).toBeCloseTo(sum(volumes) === 0 ? prices[bar]! : money / sum(volumes), 9);
  }
});

test('a session of any kind can be given, and without volume the average is the last typical price', () => {
  const price = new SessionAveragePrice((time) => Math.floor(time / 2));
  price.update(0, 3, 1, 2, 0);
  expect(price.value).toBe(2);
  price.update(1, 6, 6, 6, 4);
  expect(price.value).toBe(6);
  price.update(2, 9, 9, 9, 1);
  expect(price.value).toBe(9);
});

test('pivot points come from the session before and hold for the whole of the next one', () => {
  const points = new PivotPoints();
  points.update(0, 12, 8, 9);
  points.update(HOUR_MS, 14, 9, 10);
  expect(points.ready).toBe(false);
  points.update(24 * HOUR_MS, 11, 10, 11);
  points.update(25 * HOUR_MS, 30, 3, 20);
  const pivot = (14 + 8 + 10) / 3;
  expect(points.value).toBeCloseTo(pivot, 12);
  expect([points.resistance1, points.resistance2, points.resistance3]).toEqual([
    2 * pivot - 8,
    pivot + 6,
    14 + 2 * (pivot - 8),
  ]);
  expect([points.support1, points.support2, points.support3]).toEqual([
    2 * pivot - 14,
    pivot - 6,
    8 - 2 * (14 - pivot),
  ]);
  points.update(48 * HOUR_MS, 5, 5, 5);
  expect(points.value).toBeCloseTo((30 + 3 + 20) / 3, 12);
});

test('what has a time refuses one that is none', () => {
  expect(() => new SessionAveragePrice().update(Number.NaN, 1, 1, 1, 1)).toThrow('E_INDICATOR_INPUT');
  expect(() => new PivotPoints().update(Number.NaN, 1, 1, 1)).toThrow('E_INDICATOR_INPUT');
});
