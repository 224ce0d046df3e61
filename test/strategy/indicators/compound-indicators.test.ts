import { expect, test } from 'vitest';
import { Aroon } from '../../../src/strategy/indicators/aroon.ts';
import { AverageDirectionalIndex } from '../../../src/strategy/indicators/average-directional-index.ts';
import { AverageTrueRange } from '../../../src/strategy/indicators/average-true-range.ts';
import { BollingerBands } from '../../../src/strategy/indicators/bollinger-bands.ts';
import { ChaikinMoneyFlow } from '../../../src/strategy/indicators/chaikin-money-flow.ts';
import { CommodityChannelIndex } from '../../../src/strategy/indicators/commodity-channel-index.ts';
import { DonchianChannel } from '../../../src/strategy/indicators/donchian-channel.ts';
import { DoubleExponentialMovingAverage } from '../../../src/strategy/indicators/double-exponential-moving-average.ts';
import { ExponentialMovingAverage } from '../../../src/strategy/indicators/exponential-moving-average.ts';
import { KeltnerChannel } from '../../../src/strategy/indicators/keltner-channel.ts';
import { Momentum } from '../../../src/strategy/indicators/momentum.ts';
import { MoneyFlowIndex } from '../../../src/strategy/indicators/money-flow-index.ts';
import { MovingAverageConvergenceDivergence } from '../../../src/strategy/indicators/moving-average-convergence-divergence.ts';
import { ParkinsonVolatility } from '../../../src/strategy/indicators/parkinson-volatility.ts';
import { SimpleMovingAverage } from '../../../src/strategy/indicators/simple-moving-average.ts';
import { StandardDeviation } from '../../../src/strategy/indicators/standard-deviation.ts';
import { StochasticOscillator } from '../../../src/strategy/indicators/stochastic-oscillator.ts';
import { SuperTrend } from '../../../src/strategy/indicators/super-trend.ts';
import { TripleExponentialMovingAverage } from '../../../src/strategy/indicators/triple-exponential-moving-average.ts';
import { Trix } from '../../../src/strategy/indicators/trix.ts';
import { VolumeWeightedMovingAverage } from '../../../src/strategy/indicators/volume-weighted-moving-average.ts';
import { WeightedMovingAverage } from '../../../src/strategy/indicators/weighted-moving-average.ts';
import { WilliamsPercentRange } from '../../../src/strategy/indicators/williams-percent-range.ts';
import { ZScore } from '../../../src/strategy/indicators/z-score.ts';
import {
  averages,
  fastK,
  flows,
  last,
  mean,
  movements,
  naiveSuperTrend,
  sum,
  trueRanges,
  typical,
  variance,
  weightedMean,
  windows,
} from '../../oracles/naive-indicators.ts';
import { describeIndicators } from '../../support/indicator-cases.ts';

describeIndicators({
  Aroon: {
    make: (n) => new Aroon(n),
    columns: ['high', 'low'],
    naive: ({ high, low }, n) => {
      const highs = high.slice(-n - 1);
      const lows = low.slice(-n - 1);
      const up = (100 * highs.lastIndexOf(Math.max(...highs))) / n;
      const down = (100 * lows.lastIndexOf(Math.min(...lows))) / n;
      return { up, down, value: up - down };
    },
  },
  AverageDirectionalIndex: {
    make: (n) => new AverageDirectionalIndex(n),
    columns: ['high', 'low', 'close'],
    naive: (columns, n) => {
      const plus = movements(columns, true, n);
      const minus = movements(columns, false, n);
      const range = last(averages(trueRanges(columns), n, 1 / n));
      const indices = plus.map((up, i) => {
        const both = up + minus[i]!;
        return both === 0 ? 0 : (100 * Math.abs(up - minus[i]!)) / both;
      });
      const share = (moves: readonly number[]): number => (range === 0 ? 0 : (100 * last(moves)) / range);
      return { value: last(averages(indices, n, 1 / n)), plus: share(plus), minus: share(minus) };
    },
  },
  BollingerBands: {
    make: (n) => new BollingerBands(n, 2.5),
    columns: ['close'],
    size: 'price',
    least: 2,
    naive: ({ close }, n) => {
      const window = close.slice(-n);
      const value = mean(window);
      const deviation = Math.sqrt(mean(window.map((price) => (price - value) ** 2)));
      const lower = value - 2.5 * deviation;
      const position = deviation === 0 ? 0.5 : (last(close) - lower) / (5 * deviation);
      return { value, upper: value + 2.5 * deviation, lower, position, bandwidth: (5 * deviation) / value };
    },
  },
  ChaikinMoneyFlow: {
    make: (n) => new ChaikinMoneyFlow(n),
    columns: ['high', 'low', 'close', 'volume'],
    naive: (columns, n) => {
      const volume = sum(columns.volume.slice(-n));
      return { value: volume === 0 ? 0 : sum(flows(columns).slice(-n)) / volume };
    },
  },
  CommodityChannelIndex: {
    make: (n) => new CommodityChannelIndex(n),
    columns: ['high', 'low', 'close'],
    naive: (columns, n) => {
      const window = typical(columns).slice(-n);
      const middle = mean(window);
      const deviation = mean(window.map((price) => Math.abs(price - middle)));
      const isFlat = window.every((price) => price === window[0]);
      return { value: isFlat ? 0 : (last(window) - middle) / (0.015 * deviation) };
    },
  },
  DonchianChannel: {
    make: (n) => new DonchianChannel(n),
    columns: ['high', 'low'],
    size: 'price',
    naive: ({ high, low }, n) => {
      const upper = Math.max(...high.slice(-n));
      const lower = Math.min(...low.slice(-n));
      return { upper, lower, value: (upper + lower) / 2 };
    },
  },
  DoubleExponentialMovingAverage: {
    make: (n) => new DoubleExponentialMovingAverage(n),
    columns: ['close'],
    size: 'price',
    naive: ({ close }, n) => {
      const first = averages(close, n);
      return { value: 2 * last(first) - last(averages(first, n)) };
    },
  },
  KeltnerChannel: {
    make: (n) => new KeltnerChannel(n, 4, 1.5),
    columns: ['high', 'low', 'close'],
    size: 'price',
    naive: (columns, n) => {
      const value = last(averages(columns.close, n));
      const range = last(averages(trueRanges(columns), 4, 1 / 4));
      return { value, upper: value + 1.5 * range, lower: value - 1.5 * range };
    },
  },
  Momentum: {
    make: (n) => new Momentum(n),
    columns: ['close'],
    size: 'price',
    naive: ({ close }, n) => ({ value: last(close) - close[close.length - 1 - n]! }),
  },
  MoneyFlowIndex: {
    make: (n) => new MoneyFlowIndex(n),
    columns: ['high', 'low', 'close', 'volume'],
    naive: (columns, n) => {
      const prices = typical(columns);
      const moves = prices.slice(1).map((price, i) => ({
        change: price - prices[i]!,
        value: price * columns.volume[i + 1]!,
      }));
      const recent = moves.slice(-n);
      const rises = sum(recent.filter(({ change }) => change > 0).map(({ value }) => value));
      const falls = sum(recent.filter(({ change }) => change < 0).map(({ value }) => value));
      return { value: rises + falls === 0 ? 50 : (100 * rises) / (rises + falls) };
    },
  },
  MovingAverageConvergenceDivergence: {
    make: (n) => new MovingAverageConvergenceDivergence(n, 8, 4),
    columns: ['close'],
    size: 'price',
    naive: ({ close }, n) => {
      const both = close.slice(Math.max(n, 8) - 1).map((_, i) => close.slice(0, Math.max(n, 8) + i));
      const line = both.map((prices) => last(averages(prices, n)) - last(averages(prices, 8)));
      const signal = last(averages(line, 4));
      return { value: last(line), signal, histogram: last(line) - signal };
    },
  },
  ParkinsonVolatility: {
    make: (n) => new ParkinsonVolatility(n),
    columns: ['high', 'low'],
    naive: ({ high, low }, n) => {
      const squares = high.map((top, i) => Math.log(top / low[i]!) ** 2);
      return { value: Math.sqrt(mean(squares.slice(-n)) / (4 * Math.log(2))) };
    },
  },
  StochasticOscillator: {
    make: (n) => new StochasticOscillator(n, 3, 4),
    columns: ['high', 'low', 'close'],
    naive: (columns, n) => {
      const smoothed = windows(fastK(columns, n), 3);
      return { value: last(smoothed), signal: last(windows(smoothed, 4)) };
    },
  },
  SuperTrend: {
    make: (n) => new SuperTrend(n, 1),
    columns: ['high', 'low', 'close'],
    size: 'price',
    naive: (columns, n) => naiveSuperTrend(columns, n, 1),
  },
  TripleExponentialMovingAverage: {
    make: (n) => new TripleExponentialMovingAverage(n),
    columns: ['close'],
    size: 'price',
    naive: ({ close }, n) => {
      const first = averages(close, n);
      const second = averages(first, n);
      return { value: 3 * last(first) - 3 * last(second) + last(averages(second, n)) };
    },
  },
  Trix: {
    make: (n) => new Trix(n),
    columns: ['close'],
    naive: ({ close }, n) => {
      const third = averages(averages(averages(close, n), n), n);
      return { value: 100 * (last(third) / third[third.length - 2]! - 1) };
    },
  },
  VolumeWeightedMovingAverage: {
    make: (n) => new VolumeWeightedMovingAverage(n),
    columns: ['close', 'volume'],
    size: 'price',
    naive: ({ close, volume }, n) => {
      const weights = volume.slice(-n);
      const value = sum(close.slice(-n).map((price, i) => price * weights[i]!)) / sum(weights);
      return { value: sum(weights) === 0 ? last(close) : value };
    },
  },
  WeightedMovingAverage: {
    make: (n) => new WeightedMovingAverage(n),
    columns: ['close'],
    size: 'price',
    naive: ({ close }, n) => ({ value: weightedMean(close.slice(-n)) }),
  },
  WilliamsPercentRange: {
    make: (n) => new WilliamsPercentRange(n),
    columns: ['high', 'low', 'close'],
    naive: (columns, n) => ({ value: last(fastK(columns, n)) - 100 }),
  },
  ZScore: {
    make: (n) => new ZScore(n),
    columns: ['close'],
    least: 2,
    naive: ({ close }, n) => {
      const window = close.slice(-n);
      const deviation = Math.sqrt(variance(window));
      return { value: deviation === 0 ? 0 : (last(close) - mean(window)) / deviation };
    },
  },
  // Held to their definitions on any inputs in indicators.test.ts; here for what they refuse and in which name.
  AverageTrueRange: {
    make: (n) => new AverageTrueRange(n),
    columns: ['high', 'low', 'close'],
    size: 'price',
    naive: (columns, n) => ({ value: last(averages(trueRanges(columns), n, 1 / n)) }),
  },
  ExponentialMovingAverage: {
    make: (n) => new ExponentialMovingAverage(n),
    columns: ['close'],
    size: 'price',
    naive: ({ close }, n) => ({ value: last(averages(close, n)) }),
  },
  SimpleMovingAverage: {
    make: (n) => new SimpleMovingAverage(n),
    columns: ['close'],
    size: 'price',
    naive: ({ close }, n) => ({ value: mean(close.slice(-n)) }),
  },
  StandardDeviation: {
    make: (n) => new StandardDeviation(n),
    columns: ['close'],
    size: 'price',
    least: 2,
    naive: ({ close }, n) => ({ value: Math.sqrt(variance(close.slice(-n))) }),
  },
});

test('a width that makes no sense, and each length of several, is E_PARAMETER_INVALID', () => {
  for (const make of [
    () => new BollingerBands(5, 0),
    () => new KeltnerChannel(20, 10, Number.NaN),
    () => new KeltnerChannel(20, 0),
    () => new StochasticOscillator(5, 0),
    () => new StochasticOscillator(5, 3, 0.5),
    () => new MovingAverageConvergenceDivergence(3, 0),
    () => new MovingAverageConvergenceDivergence(3, 8, 0),
    () => new SuperTrend(5, -1),
  ]) {
    expect(make).toThrow('E_PARAMETER_INVALID');
  }
});

test('a bar whose close lies outside of it, and a volume below zero, are refused', () => {
  const range = new AverageTrueRange(3);
  expect(() => range.update(11, 9, 11.5)).toThrow('E_INDICATOR_INPUT AverageTrueRange: open and close');
  expect(() => range.update(9, 11, 10)).toThrow('E_INDICATOR_INPUT AverageTrueRange: the high');
  expect(() => new ChaikinMoneyFlow(3).update(11, 9, 10, -1)).toThrow(
    'E_INDICATOR_INPUT ChaikinMoneyFlow: a volume',
  );
});

test('the change of a smoothed input from next to nothing to a huge one is 0, not infinite', () => {
  const trix = new Trix(1);
  for (const value of [1e-300, 1e-300, 1e-300, 1e150]) trix.update(value);
  expect(trix.value).toBe(0);
});

test.each([0.1, 33.3, 100.1])(
  'the commodity channel index of prices that stand still at %d is 0',
  (price) => {
    const index = new CommodityChannelIndex(7);
    for (let bar = 0; bar < 20; bar++) index.update(price, price, price);
    expect(index.value).toBe(0);
  },
);
