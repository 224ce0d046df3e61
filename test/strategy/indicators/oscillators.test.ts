import { AwesomeOscillator } from '../../../src/strategy/indicators/awesome-oscillator.ts';
import { ChandeMomentumOscillator } from '../../../src/strategy/indicators/chande-momentum-oscillator.ts';
import { ChoppinessIndex } from '../../../src/strategy/indicators/choppiness-index.ts';
import { CoppockCurve } from '../../../src/strategy/indicators/coppock-curve.ts';
import { DetrendedPriceOscillator } from '../../../src/strategy/indicators/detrended-price-oscillator.ts';
import { ElderRay } from '../../../src/strategy/indicators/elder-ray.ts';
import { MassIndex } from '../../../src/strategy/indicators/mass-index.ts';
import { PercentRank } from '../../../src/strategy/indicators/percent-rank.ts';
import { PercentagePriceOscillator } from '../../../src/strategy/indicators/percentage-price-oscillator.ts';
import { RateOfChange } from '../../../src/strategy/indicators/rate-of-change.ts';
import { RelativeStrengthIndex } from '../../../src/strategy/indicators/relative-strength-index.ts';
import { StochasticRelativeStrength } from '../../../src/strategy/indicators/stochastic-relative-strength.ts';
import { TrueStrengthIndex } from '../../../src/strategy/indicators/true-strength-index.ts';
import { UlcerIndex } from '../../../src/strategy/indicators/ulcer-index.ts';
import { UltimateOscillator } from '../../../src/strategy/indicators/ultimate-oscillator.ts';
import { Vortex } from '../../../src/strategy/indicators/vortex.ts';
import {
  averages,
  type Columns,
  changes,
  fastK,
  last,
  mean,
  strengths,
  sum,
  trueRanges,
  weightedMean,
  windows,
} from '../../oracles/naive-indicators.ts';
import { describeIndicators } from '../../support/indicator-cases.ts';

const middles = ({ high, low }: Columns): number[] => high.map((top, i) => (top + low[i]!) / 2);

/** Buying pressure of the last bars as a part of their true ranges. */
function pressure(columns: Columns, length: number): number {
  const { low, close } = columns;
  const buying = close.slice(1).map((price, i) => price - Math.min(low[i + 1]!, close[i]!));
  const range = sum(trueRanges(columns).slice(-length));
  return range === 0 ? 0.5 : sum(buying.slice(-length)) / range;
}

describeIndicators({
  AwesomeOscillator: {
    make: (n) => new AwesomeOscillator(n, 9),
    columns: ['high', 'low'],
    size: 'price',
    naive: (columns, n) => ({
      value: mean(middles(columns).slice(-n)) - mean(middles(columns).slice(-9)),
    }),
  },
  ChandeMomentumOscillator: {
    make: (n) => new ChandeMomentumOscillator(n),
    columns: ['close'],
    naive: ({ close }, n) => {
      const moves = changes(close).slice(-n);
      const rises = sum(moves.filter((move) => move > 0));
      const falls = -sum(moves.filter((move) => move < 0));
      return { value: rises + falls === 0 ? 0 : (100 * (rises - falls)) / (rises + falls) };
    },
  },
  ChoppinessIndex: {
    make: (n) => new ChoppinessIndex(n),
    columns: ['high', 'low', 'close'],
    least: 2,
    naive: (columns, n) => {
      const range = Math.max(...columns.high.slice(-n)) - Math.min(...columns.low.slice(-n));
      const ranges = sum(trueRanges(columns).slice(-n));
      return { value: range === 0 ? 100 : (100 * Math.log10(ranges / range)) / Math.log10(n) };
    },
  },
  CoppockCurve: {
    make: (n) => new CoppockCurve(n, 4, 3),
    columns: ['close'],
    naive: ({ close }, n) => {
      const change = (bar: number, length: number) => 100 * (close[bar]! / close[bar - length]! - 1);
      const bars = close.map((_, bar) => bar).slice(-3);
      return { value: weightedMean(bars.map((bar) => change(bar, n) + change(bar, 4))) };
    },
  },
  DetrendedPriceOscillator: {
    make: (n) => new DetrendedPriceOscillator(n),
    columns: ['close'],
    size: 'price',
    naive: ({ close }, n) => ({
      value: close[close.length - 1 - (Math.floor(n / 2) + 1)]! - mean(close.slice(-n)),
    }),
  },
  ElderRay: {
    make: (n) => new ElderRay(n),
    columns: ['high', 'low', 'close'],
    size: 'price',
    naive: ({ high, low, close }, n) => {
      const average = last(averages(close, n));
      return { value: last(high) - average, bearPower: last(low) - average };
    },
  },
  MassIndex: {
    make: (n) => new MassIndex(n, 4),
    columns: ['high', 'low'],
    naive: ({ high, low }, n) => {
      const once = averages(
        high.map((top, i) => top - low[i]!),
        4,
      );
      const twice = averages(once, 4);
      const ratios = twice.map((value, i) => (value === 0 ? 1 : once[i + 3]! / value));
      return { value: sum(ratios.slice(-n)) };
    },
  },
  PercentRank: {
    make: (n) => new PercentRank(n),
    columns: ['close'],
    naive: ({ close }, n) => {
      const before = close.slice(-n - 1, -1);
      return { value: (100 * before.filter((price) => price <= last(close)).length) / n };
    },
  },
  PercentagePriceOscillator: {
    make: (n) => new PercentagePriceOscillator(n, 8, 4),
    columns: ['close'],
    naive: ({ close }, n) => {
      const both = close.slice(Math.max(n, 8) - 1).map((_, i) => close.slice(0, Math.max(n, 8) + i));
      const line = both.map((prices) => {
        const slow = last(averages(prices, 8));
        return (100 * (last(averages(prices, n)) - slow)) / slow;
      });
      const signal = last(averages(line, 4));
      return { value: last(line), signal, histogram: last(line) - signal };
    },
  },
  StochasticRelativeStrength: {
    make: (n) => new StochasticRelativeStrength(n, 5, 3, 2),
    columns: ['close'],
    tolerance: 1e-6,
    naive: ({ close }, n) => {
      // To what can be told from rounding.
      const all = strengths(close, n).map((value) => Math.round(value * 1e8) / 1e8);
      const smoothed = windows(fastK({ high: all, low: all, close: all }, 5), 3);
      return { value: last(smoothed), signal: last(windows(smoothed, 2)) };
    },
  },
  TrueStrengthIndex: {
    make: (n) => new TrueStrengthIndex(n, 4),
    columns: ['close'],
    naive: ({ close }, n) => {
      const twice = (values: readonly number[]) => last(averages(averages(values, n), 4));
      const sizes = twice(changes(close).map(Math.abs));
      return { value: sizes === 0 ? 0 : (100 * twice(changes(close))) / sizes };
    },
  },
  UlcerIndex: {
    make: (n) => new UlcerIndex(n),
    columns: ['close'],
    naive: ({ close }, n) => {
      const squares = windows(close, n, (window) => (100 * (1 - last(window) / Math.max(...window))) ** 2);
      return { value: Math.sqrt(mean(squares.slice(-n))) };
    },
  },
  UltimateOscillator: {
    make: (n) => new UltimateOscillator(n, 5, 9),
    columns: ['high', 'low', 'close'],
    naive: (columns, n) => ({
      value: (100 * (4 * pressure(columns, n) + 2 * pressure(columns, 5) + pressure(columns, 9))) / 7,
    }),
  },
  Vortex: {
    make: (n) => new Vortex(n),
    columns: ['high', 'low', 'close'],
    naive: (columns, n) => {
      const { high, low } = columns;
      const range = sum(trueRanges(columns).slice(-n));
      const rises = sum(
        high
          .slice(1)
          .map((top, i) => Math.abs(top - low[i]!))
          .slice(-n),
      );
      const falls = sum(
        low
          .slice(1)
          .map((bottom, i) => Math.abs(bottom - high[i]!))
          .slice(-n),
      );
      const [plus, minus] = range === 0 ? [0, 0] : [rises / range, falls / range];
      return { plus, minus, value: plus - minus };
    },
  },
  // Held to their definitions on any inputs in indicators.test.ts; here for what they refuse and in which name.
  RateOfChange: {
    make: (n) => new RateOfChange(n),
    columns: ['close'],
    naive: ({ close }, n) => ({ value: last(close) / close[close.length - 1 - n]! - 1 }),
  },
  RelativeStrengthIndex: {
    make: (n) => new RelativeStrengthIndex(n),
    columns: ['close'],
    naive: ({ close }, n) => ({ value: last(strengths(close, n)) }),
  },
});
