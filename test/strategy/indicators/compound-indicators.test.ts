import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { Aroon } from '../../../src/strategy/indicators/aroon.ts';
import { AverageDirectionalIndex } from '../../../src/strategy/indicators/average-directional-index.ts';
import { BollingerBands } from '../../../src/strategy/indicators/bollinger-bands.ts';
import { ChaikinMoneyFlow } from '../../../src/strategy/indicators/chaikin-money-flow.ts';
import { CommodityChannelIndex } from '../../../src/strategy/indicators/commodity-channel-index.ts';
import { DonchianChannel } from '../../../src/strategy/indicators/donchian-channel.ts';
import { DoubleExponentialMovingAverage } from '../../../src/strategy/indicators/double-exponential-moving-average.ts';
import { KeltnerChannel } from '../../../src/strategy/indicators/keltner-channel.ts';
import { Momentum } from '../../../src/strategy/indicators/momentum.ts';
import { MoneyFlowIndex } from '../../../src/strategy/indicators/money-flow-index.ts';
import { MovingAverageConvergenceDivergence } from '../../../src/strategy/indicators/moving-average-convergence-divergence.ts';
import { OnBalanceVolume } from '../../../src/strategy/indicators/on-balance-volume.ts';
import { ParkinsonVolatility } from '../../../src/strategy/indicators/parkinson-volatility.ts';
import { StochasticOscillator } from '../../../src/strategy/indicators/stochastic-oscillator.ts';
import { SuperTrend } from '../../../src/strategy/indicators/super-trend.ts';
import { TripleExponentialMovingAverage } from '../../../src/strategy/indicators/triple-exponential-moving-average.ts';
import { Trix } from '../../../src/strategy/indicators/trix.ts';
import { TrueRange } from '../../../src/strategy/indicators/true-range.ts';
import { VolumeWeightedMovingAverage } from '../../../src/strategy/indicators/volume-weighted-moving-average.ts';
import { WeightedMovingAverage } from '../../../src/strategy/indicators/weighted-moving-average.ts';
import { WilliamsPercentRange } from '../../../src/strategy/indicators/williams-percent-range.ts';
import { ZScore } from '../../../src/strategy/indicators/z-score.ts';

/** Bars as whole columns. */
interface Columns {
  readonly high: number[];
  readonly low: number[];
  readonly close: number[];
  readonly volume: number[];
}

type Column = keyof Columns;

/** What an indicator says of the last bar of the columns, from scratch; by the name of its output. */
type Naive = (columns: Columns) => Readonly<Record<string, number>>;

interface Case {
  readonly make: () => { readonly lookback: number; readonly ready: boolean; readonly value: number };
  readonly columns: readonly Column[];
  readonly naive: Naive;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

/** All values of an exponential moving average seeded with the mean of the first `length` inputs. */
function averages(values: readonly number[], length: number, factor = 2 / (length + 1)): number[] {
  let average = mean(values.slice(0, length));
  const all = [average];
  for (const value of values.slice(length)) {
    average += factor * (value - average);
    all.push(average);
  }
  return all;
}

const last = (values: readonly number[]): number => values[values.length - 1]!;

/** All %K without smoothing. */
const fastK = ({ high, low, close }: Columns, length: number): number[] =>
  close.slice(length - 1).map((price, i) => {
    const top = Math.max(...high.slice(i, i + length));
    const bottom = Math.min(...low.slice(i, i + length));
    return top === bottom ? 50 : (100 * (price - bottom)) / (top - bottom);
  });

const windows = (values: readonly number[], length: number): number[] =>
  values.slice(length - 1).map((_, i) => mean(values.slice(i, i + length)));

const trueRanges = ({ high, low, close }: Columns): number[] =>
  high.slice(1).map((top, i) => {
    const before = close[i]!;
    const bottom = low[i + 1]!;
    return Math.max(top - bottom, Math.abs(top - before), Math.abs(bottom - before));
  });

const typical = ({ high, low, close }: Columns): number[] =>
  close.map((price, i) => (high[i]! + low[i]! + price) / 3);

/** Averages of Wilder of the moves of one edge of the bars that exceed those of the other. */
const movements = ({ high, low }: Columns, isPlus: boolean, length: number): number[] =>
  averages(
    high.slice(1).map((top, i) => {
      const rise = top - high[i]!;
      const fall = low[i]! - low[i + 1]!;
      const [own, other] = isPlus ? [rise, fall] : [fall, rise];
      return own > other && own > 0 ? own : 0;
    }),
    length,
    1 / length,
  );

/** The stop and its side after all bars, by whole columns of bands. */
function naiveSuperTrend(columns: Columns, length: number, width: number): Readonly<Record<string, number>> {
  const { high, low, close } = columns;
  const ranges = averages(trueRanges(columns), length, 1 / length);
  let upper = Number.POSITIVE_INFINITY;
  let lower = Number.NEGATIVE_INFINITY;
  let rising = true;
  for (const [i, range] of ranges.entries()) {
    const bar = i + length;
    const middle = (high[bar]! + low[bar]!) / 2;
    const before = close[bar - 1]!;
    upper = before > upper ? middle + width * range : Math.min(upper, middle + width * range);
    lower = before < lower ? middle - width * range : Math.max(lower, middle - width * range);
    rising = rising ? close[bar]! >= lower : close[bar]! > upper;
  }
  return { value: rising ? lower : upper };
}

const CASES: Readonly<Record<string, Case>> = {
  Trix: {
    make: () => new Trix(3),
    columns: ['close'],
    naive: ({ close }) => {
      const third = averages(averages(averages(close, 3), 3), 3);
      return { value: 100 * (last(third) / third[third.length - 2]! - 1) };
    },
  },
  ChaikinMoneyFlow: {
    make: () => new ChaikinMoneyFlow(6),
    columns: ['high', 'low', 'close', 'volume'],
    naive: ({ high, low, close, volume }) => {
      const flows = close.map((price, i) => {
        const range = high[i]! - low[i]!;
        return range === 0 ? 0 : (volume[i]! * (price - low[i]! - (high[i]! - price))) / range;
      });
      return { value: sum(flows.slice(-6)) / sum(volume.slice(-6)) };
    },
  },
  ParkinsonVolatility: {
    make: () => new ParkinsonVolatility(9),
    columns: ['high', 'low'],
    naive: ({ high, low }) => {
      const squares = high.map((top, i) => Math.log(top / low[i]!) ** 2);
      return { value: Math.sqrt(mean(squares.slice(-9)) / (4 * Math.log(2))) };
    },
  },
  Aroon: {
    make: () => new Aroon(7),
    columns: ['high', 'low'],
    naive: ({ high, low }) => {
      const up = (100 * high.slice(-8).lastIndexOf(Math.max(...high.slice(-8)))) / 7;
      const down = (100 * low.slice(-8).lastIndexOf(Math.min(...low.slice(-8)))) / 7;
      return { up, down, value: up - down };
    },
  },
  SuperTrend: {
    make: () => new SuperTrend(4, 1),
    columns: ['high', 'low', 'close'],
    naive: (columns) => naiveSuperTrend(columns, 4, 1),
  },
  WeightedMovingAverage: {
    make: () => new WeightedMovingAverage(5),
    columns: ['close'],
    naive: ({ close }) => ({
      value: sum(close.slice(-5).map((price, i) => (i + 1) * price)) / (1 + 2 + 3 + 4 + 5),
    }),
  },
  ZScore: {
    make: () => new ZScore(6),
    columns: ['close'],
    naive: ({ close }) => {
      const window = close.slice(-6);
      const middle = mean(window);
      const deviation = Math.sqrt(sum(window.map((value) => (value - middle) ** 2)) / 5);
      return { value: deviation === 0 ? 0 : (last(close) - middle) / deviation };
    },
  },
  VolumeWeightedMovingAverage: {
    make: () => new VolumeWeightedMovingAverage(5),
    columns: ['close', 'volume'],
    naive: ({ close, volume }) => {
      const weights = volume.slice(-5);
      const value = sum(close.slice(-5).map((price, i) => price * weights[i]!)) / sum(weights);
      return { value };
    },
  },
  MoneyFlowIndex: {
    make: () => new MoneyFlowIndex(5),
    columns: ['high', 'low', 'close', 'volume'],
    naive: (columns) => {
      const prices = typical(columns);
      const flows = prices.slice(1).map((price, i) => ({
        change: price - prices[i]!,
        value: price * columns.volume[i + 1]!,
      }));
      const recent = flows.slice(-5);
      const rises = sum(recent.filter(({ change }) => change > 0).map(({ value }) => value));
      const falls = sum(recent.filter(({ change }) => change < 0).map(({ value }) => value));
      return { value: rises + falls === 0 ? 50 : (100 * rises) / (rises + falls) };
    },
  },
  CommodityChannelIndex: {
    make: () => new CommodityChannelIndex(8),
    columns: ['high', 'low', 'close'],
    naive: (columns) => {
      const window = typical(columns).slice(-8);
      const middle = mean(window);
      const deviation = mean(window.map((price) => Math.abs(price - middle)));
      return { value: deviation === 0 ? 0 : (last(window) - middle) / (0.015 * deviation) };
    },
  },
  AverageDirectionalIndex: {
    make: () => new AverageDirectionalIndex(4),
    columns: ['high', 'low', 'close'],
    naive: (columns) => {
      const plus = movements(columns, true, 4);
      const minus = movements(columns, false, 4);
      const range = last(averages(trueRanges(columns), 4, 1 / 4));
      const indices = plus.map((up, i) => {
        const both = up + minus[i]!;
        return both === 0 ? 0 : (100 * Math.abs(up - minus[i]!)) / both;
      });
      const share = (moves: readonly number[]): number => (range === 0 ? 0 : (100 * last(moves)) / range);
      return { value: last(averages(indices, 4, 1 / 4)), plus: share(plus), minus: share(minus) };
    },
  },
  BollingerBands: {
    make: () => new BollingerBands(7, 2.5),
    columns: ['close'],
    naive: ({ close }) => {
      const window = close.slice(-7);
      const middle = mean(window);
      const deviation = Math.sqrt(mean(window.map((value) => (value - middle) ** 2)));
      return { value: middle, upper: middle + 2.5 * deviation, lower: middle - 2.5 * deviation };
    },
  },
  DonchianChannel: {
    make: () => new DonchianChannel(5),
    columns: ['high', 'low'],
    naive: ({ high, low }) => {
      const upper = Math.max(...high.slice(-5));
      const lower = Math.min(...low.slice(-5));
      return { upper, lower, value: (upper + lower) / 2 };
    },
  },
  WilliamsPercentRange: {
    make: () => new WilliamsPercentRange(6),
    columns: ['high', 'low', 'close'],
    naive: (columns) => ({ value: last(fastK(columns, 6)) - 100 }),
  },
  StochasticOscillator: {
    make: () => new StochasticOscillator(6, 3, 4),
    columns: ['high', 'low', 'close'],
    naive: (columns) => {
      const smoothed = windows(fastK(columns, 6), 3);
      return { value: last(smoothed), signal: last(windows(smoothed, 4)) };
    },
  },
  Momentum: {
    make: () => new Momentum(4),
    columns: ['close'],
    naive: ({ close }) => ({ value: last(close) - close[close.length - 5]! }),
  },
  TrueRange: {
    make: () => new TrueRange(),
    columns: ['high', 'low', 'close'],
    naive: (columns) => ({ value: last(trueRanges(columns)) }),
  },
  OnBalanceVolume: {
    make: () => new OnBalanceVolume(),
    columns: ['close', 'volume'],
    naive: ({ close, volume }) => ({
      value: sum(close.slice(1).map((price, i) => Math.sign(price - close[i]!) * volume[i + 1]!)),
    }),
  },
  MovingAverageConvergenceDivergence: {
    make: () => new MovingAverageConvergenceDivergence(3, 8, 4),
    columns: ['close'],
    naive: ({ close }) => {
      const slow = averages(close, 8);
      const fast = averages(close, 3).slice(-slow.length);
      const line = fast.map((value, i) => value - slow[i]!);
      const signal = last(averages(line, 4));
      return { value: last(line), signal, histogram: last(line) - signal };
    },
  },
  KeltnerChannel: {
    make: () => new KeltnerChannel(9, 4, 1.5),
    columns: ['high', 'low', 'close'],
    naive: (columns) => {
      const middle = last(averages(columns.close, 9));
      const range = last(averages(trueRanges(columns), 4, 1 / 4));
      return { value: middle, upper: middle + 1.5 * range, lower: middle - 1.5 * range };
    },
  },
  DoubleExponentialMovingAverage: {
    make: () => new DoubleExponentialMovingAverage(4),
    columns: ['close'],
    naive: ({ close }) => {
      const first = averages(close, 4);
      return { value: 2 * last(first) - last(averages(first, 4)) };
    },
  },
  TripleExponentialMovingAverage: {
    make: () => new TripleExponentialMovingAverage(4),
    columns: ['close'],
    naive: ({ close }) => {
      const first = averages(close, 4);
      const second = averages(first, 4);
      return { value: 3 * last(first) - 3 * last(second) + last(averages(second, 4)) };
    },
  },
};

/** A random walk of whole eighths; every fifth bar repeats the close before, and one stretch stands still. */
function walk(seed: number, bars: number): Columns {
  const random = randomFrom(seed);
  const columns: Columns = { high: [], low: [], close: [], volume: [] };
  let price = 800;
  for (let bar = 0; bar < bars; bar++) {
    const still = bar > 60 && bar < 80;
    if (!still && bar % 5 !== 0) price += random.integer(41) - 20;
    const spread = still ? 0 : random.integer(9);
    columns.close.push(price / 8);
    columns.high.push((price + spread) / 8);
    columns.low.push((price - random.integer(spread + 1)) / 8);
    columns.volume.push(random.integer(1_000));
  }
  return columns;
}

const cut = (columns: Columns, bars: number): Columns => ({
  high: columns.high.slice(0, bars),
  low: columns.low.slice(0, bars),
  close: columns.close.slice(0, bars),
  volume: columns.volume.slice(0, bars),
});

describe.each(Object.entries(CASES))('%s', (_, { make, columns, naive }) => {
  const inputsOf = (data: Columns, bar: number): number[] => columns.map((column) => data[column][bar]!);
  const updatable = () =>
    make() as ReturnType<typeof make> & Record<string, number> & { update: (...input: number[]) => void };

  test.each([1, 2, 3])('says at each bar what its definition says of the bars so far, seed %i', (seed) => {
    const data = walk(seed, 150);
    const indicator = updatable();
    for (let bar = 0; bar < 150; bar++) {
      indicator.update(...inputsOf(data, bar));
      expect(indicator.ready).toBe(bar + 1 >= indicator.lookback);
      if (!indicator.ready) expect(indicator.value).toBeNaN();
      else {
        for (const [output, value] of Object.entries(naive(cut(data, bar + 1)))) {
          expect(indicator[output], `${output} at ${bar}`).toBeCloseTo(value, 9);
        }
      }
    }
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e200])(
    'refuses %d and is not changed by it',
    (poison) => {
      const data = walk(4, 60);
      const indicator = updatable();
      for (let bar = 0; bar < 59; bar++) indicator.update(...inputsOf(data, bar));
      const before = indicator.value;
      for (const at of columns.keys()) {
        const input = inputsOf(data, 59).with(at, poison);
        expect(() => indicator.update(...input)).toThrow('E_INVARIANT');
      }
      expect(indicator.value).toBe(before);
      indicator.update(...inputsOf(data, 59));
      expect(indicator.value).toBeCloseTo(naive(data)['value']!, 9);
    },
  );
});

test('a length or a width that makes no sense is E_PARAMETER_INVALID', () => {
  for (const make of [
    () => new BollingerBands(1),
    () => new BollingerBands(5, 0),
    () => new DonchianChannel(0),
    () => new WilliamsPercentRange(1.5),
    () => new StochasticOscillator(0),
    () => new Momentum(-1),
    () => new MovingAverageConvergenceDivergence(0),
    () => new KeltnerChannel(20, 10, Number.NaN),
    () => new DoubleExponentialMovingAverage(0),
    () => new TripleExponentialMovingAverage(0),
  ]) {
    expect(make).toThrow('E_PARAMETER_INVALID');
  }
});

test.each([0.1, 33.3, 100.1])(
  'the commodity channel index of prices that stand still at %d is 0',
  (price) => {
    const index = new CommodityChannelIndex(7);
    for (let bar = 0; bar < 20; bar++) index.update(price, price, price);
    expect(index.value).toBe(0);
  },
);
