import { GarmanKlassVolatility } from '../../../src/strategy/indicators/garman-klass-volatility.ts';
import { HistoricalVolatility } from '../../../src/strategy/indicators/historical-volatility.ts';
import { HullMovingAverage } from '../../../src/strategy/indicators/hull-moving-average.ts';
import { KaufmanAdaptiveMovingAverage } from '../../../src/strategy/indicators/kaufman-adaptive-moving-average.ts';
import { LinearRegression } from '../../../src/strategy/indicators/linear-regression.ts';
import { RogersSatchellVolatility } from '../../../src/strategy/indicators/rogers-satchell-volatility.ts';
import { RollingBeta } from '../../../src/strategy/indicators/rolling-beta.ts';
import { RollingCorrelation } from '../../../src/strategy/indicators/rolling-correlation.ts';
import { RollingMedian } from '../../../src/strategy/indicators/rolling-median.ts';
import { SmoothedMovingAverage } from '../../../src/strategy/indicators/smoothed-moving-average.ts';
import { YangZhangVolatility } from '../../../src/strategy/indicators/yang-zhang-volatility.ts';
import {
  averages,
  type Columns,
  changes,
  last,
  mean,
  sum,
  variance,
  weightedMean,
  windows,
} from '../../oracles/naive-indicators.ts';
import { describeIndicators } from '../../support/indicator-cases.ts';

/** Slope and correlation of ys on xs, by the sums of the textbook. */
function regression(ys: readonly number[], xs: readonly number[]) {
  const products = sum(ys.map((y, i) => (y - mean(ys)) * (xs[i]! - mean(xs))));
  const ySquares = variance(ys) * (ys.length - 1);
  const xSquares = variance(xs) * (xs.length - 1);
  const isFlat = (values: readonly number[]) => values.every((value) => value === values[0]);
  return {
    slope: isFlat(xs) ? 0 : products / xSquares,
    correlation: isFlat(xs) || isFlat(ys) ? 0 : products / Math.sqrt(xSquares * ySquares),
  };
}

/** The average after each bar, from the change over the length on. */
function adaptive(close: readonly number[], length: number): { value: number; efficiency: number } {
  let value = close[length - 1]!;
  let efficiency = 0;
  for (let bar = length; bar < close.length; bar++) {
    const way = sum(changes(close.slice(bar - length, bar + 1)).map(Math.abs));
    efficiency = way === 0 ? 0 : Math.abs(close[bar]! - close[bar - length]!) / way;
    const factor = (efficiency * (2 / 3 - 2 / 31) + 2 / 31) ** 2;
    value = factor * close[bar]! + (1 - factor) * value;
  }
  return { value, efficiency };
}

/** Of each bar. */
const insides = ({ open, high, low, close }: Columns): number[] =>
  open.map(
    (first, i) =>
      Math.log(high[i]! / close[i]!) * Math.log(high[i]! / first) +
      Math.log(low[i]! / close[i]!) * Math.log(low[i]! / first),
  );

describeIndicators({
  GarmanKlassVolatility: {
    make: (n) => new GarmanKlassVolatility(n),
    columns: ['open', 'high', 'low', 'close'],
    naive: ({ open, high, low, close }, n) => {
      const variances = open.map(
        (first, i) =>
          0.5 * Math.log(high[i]! / low[i]!) ** 2 - (2 * Math.log(2) - 1) * Math.log(close[i]! / first) ** 2,
      );
      return { value: Math.sqrt(mean(variances.slice(-n))) };
    },
  },
  HistoricalVolatility: {
    make: (n) => new HistoricalVolatility(n),
    columns: ['close'],
    least: 2,
    naive: ({ close }, n) => ({ value: Math.sqrt(variance(changes(close.map(Math.log)).slice(-n))) }),
  },
  HullMovingAverage: {
    make: (n) => new HullMovingAverage(n),
    columns: ['close'],
    size: 'price',
    least: 2,
    naive: ({ close }, n) => {
      const inner = windows(close, n, (window) => {
        const half = weightedMean(window.slice(-Math.floor(n / 2)));
        return 2 * half - weightedMean(window);
      });
      return { value: weightedMean(inner.slice(-Math.floor(Math.sqrt(n)))) };
    },
  },
  KaufmanAdaptiveMovingAverage: {
    make: (n) => new KaufmanAdaptiveMovingAverage(n),
    columns: ['close'],
    size: 'price',
    naive: ({ close }, n) => adaptive(close, n),
  },
  LinearRegression: {
    make: (n) => new LinearRegression(n),
    columns: ['close'],
    size: 'price',
    least: 2,
    naive: ({ close }, n) => {
      const window = close.slice(-n);
      const { slope, correlation } = regression(
        window,
        window.map((_, i) => i),
      );
      const intercept = mean(window) - (slope * (n - 1)) / 2;
      return { slope, intercept, value: intercept + slope * (n - 1), rSquared: correlation ** 2 };
    },
  },
  RogersSatchellVolatility: {
    make: (n) => new RogersSatchellVolatility(n),
    columns: ['open', 'high', 'low', 'close'],
    naive: (columns, n) => ({ value: Math.sqrt(mean(insides(columns).slice(-n))) }),
  },
  RollingBeta: {
    make: (n) => new RollingBeta(n),
    columns: ['open', 'close'],
    least: 2,
    naive: ({ open, close }, n) => {
      const returns = (prices: readonly number[]) => changes(prices).map((move, i) => move / prices[i]!);
      const own = returns(open).slice(-n);
      const market = returns(close).slice(-n);
      const { slope, correlation } = regression(own, market);
      return { value: slope, correlation, alpha: mean(own) - slope * mean(market) };
    },
  },
  RollingCorrelation: {
    make: (n) => new RollingCorrelation(n),
    columns: ['high', 'volume'],
    least: 2,
    naive: ({ high, volume }, n) => ({ value: regression(high.slice(-n), volume.slice(-n)).correlation }),
  },
  RollingMedian: {
    make: (n) => new RollingMedian(n),
    columns: ['close'],
    size: 'price',
    naive: ({ close }, n) => {
      const sorted = close.slice(-n).sort((a, b) => a - b);
      return { value: (sorted[Math.floor((n - 1) / 2)]! + sorted[Math.ceil((n - 1) / 2)]!) / 2 };
    },
  },
  SmoothedMovingAverage: {
    make: (n) => new SmoothedMovingAverage(n),
    columns: ['close'],
    size: 'price',
    naive: ({ close }, n) => ({ value: last(averages(close, n, 1 / n)) }),
  },
  YangZhangVolatility: {
    make: (n) => new YangZhangVolatility(n),
    columns: ['open', 'high', 'low', 'close'],
    least: 2,
    naive: (columns, n) => {
      const { open, close } = columns;
      const gaps = open.slice(1).map((first, i) => Math.log(first / close[i]!));
      const moves = open.map((first, i) => Math.log(close[i]! / first));
      const k = 0.34 / (1.34 + (n + 1) / (n - 1));
      const inside = mean(insides(columns).slice(-n));
      return {
        value: Math.sqrt(variance(gaps.slice(-n)) + k * variance(moves.slice(-n)) + (1 - k) * inside),
      };
    },
  },
});
