import * as ti from 'technicalindicators';
import { expect, test } from 'vitest';
import { AccumulationDistribution } from '../../../src/strategy/indicators/accumulation-distribution.ts';
import { AverageDirectionalIndex } from '../../../src/strategy/indicators/average-directional-index.ts';
import { AverageTrueRange } from '../../../src/strategy/indicators/average-true-range.ts';
import { AwesomeOscillator } from '../../../src/strategy/indicators/awesome-oscillator.ts';
import { BollingerBands } from '../../../src/strategy/indicators/bollinger-bands.ts';
import { ChandelierExit } from '../../../src/strategy/indicators/chandelier-exit.ts';
import { CommodityChannelIndex } from '../../../src/strategy/indicators/commodity-channel-index.ts';
import { ExponentialMovingAverage } from '../../../src/strategy/indicators/exponential-moving-average.ts';
import { ForceIndex } from '../../../src/strategy/indicators/force-index.ts';
import { HeikinAshi } from '../../../src/strategy/indicators/heikin-ashi.ts';
import { Highest } from '../../../src/strategy/indicators/highest.ts';
import { IchimokuCloud } from '../../../src/strategy/indicators/ichimoku-cloud.ts';
import { KeltnerChannel } from '../../../src/strategy/indicators/keltner-channel.ts';
import { Lowest } from '../../../src/strategy/indicators/lowest.ts';
import { MoneyFlowIndex } from '../../../src/strategy/indicators/money-flow-index.ts';
import { MovingAverageConvergenceDivergence } from '../../../src/strategy/indicators/moving-average-convergence-divergence.ts';
import { OnBalanceVolume } from '../../../src/strategy/indicators/on-balance-volume.ts';
import { ParabolicStop } from '../../../src/strategy/indicators/parabolic-stop.ts';
import { RateOfChange } from '../../../src/strategy/indicators/rate-of-change.ts';
import { RelativeStrengthIndex } from '../../../src/strategy/indicators/relative-strength-index.ts';
import { SessionAveragePrice } from '../../../src/strategy/indicators/session-average-price.ts';
import { SimpleMovingAverage } from '../../../src/strategy/indicators/simple-moving-average.ts';
import { SmoothedMovingAverage } from '../../../src/strategy/indicators/smoothed-moving-average.ts';
import { StandardDeviation } from '../../../src/strategy/indicators/standard-deviation.ts';
import { StochasticOscillator } from '../../../src/strategy/indicators/stochastic-oscillator.ts';
import { StochasticRelativeStrength } from '../../../src/strategy/indicators/stochastic-relative-strength.ts';
import { Trix } from '../../../src/strategy/indicators/trix.ts';
import { TrueRange } from '../../../src/strategy/indicators/true-range.ts';
import { WeightedMovingAverage } from '../../../src/strategy/indicators/weighted-moving-average.ts';
import { WilliamsPercentRange } from '../../../src/strategy/indicators/williams-percent-range.ts';
import { largestDifference, type PackageBar, type Pair } from '../../support/package-comparison.ts';

/** Of the package `technicalindicators` 3.1.0, which rounds and mistakes a few things: below each is named. */
const NONE = { values: [], open: [], high: [], low: [], close: [], volume: [] };

const ofCloses =
  (indicator: { nextValue: (close: never) => unknown }, pick?: string) =>
  ({ close }: PackageBar): unknown =>
    picked(indicator.nextValue(close as never), pick);

const ofBars =
  (indicator: { nextValue: (bar: never) => unknown }, pick?: string) =>
  (bar: PackageBar): unknown =>
    picked(indicator.nextValue(bar as never), pick);

function picked(result: unknown, pick: string | undefined): unknown {
  return pick === undefined ? result : (result as Record<string, unknown> | undefined)?.[pick];
}

const CLOSE = ['close'] as const;
const RANGE = ['high', 'low'] as const;
const BAR = ['high', 'low', 'close'] as const;
const TRADED = ['high', 'low', 'close', 'volume'] as const;
const MACD = {
  ...NONE,
  fastPeriod: 5,
  slowPeriod: 8,
  signalPeriod: 3,
  SimpleMAOscillator: false,
  SimpleMASignal: false,
};
const KELTNER = { ...NONE, maPeriod: 20, atrPeriod: 10, multiplier: 2, useSMA: false };
const ICHIMOKU = { ...NONE, conversionPeriod: 9, basePeriod: 26, spanPeriod: 52, displacement: 26 };

test.each<[string, Pair]>([
  [
    'SMA',
    {
      own: new SimpleMovingAverage(14),
      columns: CLOSE,
      other: ofCloses(new ti.SMA({ ...NONE, period: 14 })),
    },
  ],
  [
    'EMA',
    {
      own: new ExponentialMovingAverage(14),
      columns: CLOSE,
      other: ofCloses(new ti.EMA({ ...NONE, period: 14 })),
    },
  ],
  [
    'WMA',
    {
      own: new WeightedMovingAverage(14),
      columns: CLOSE,
      other: ofCloses(new ti.WMA({ ...NONE, period: 14 })),
    },
  ],
  [
    'WEMA',
    {
      own: new SmoothedMovingAverage(14),
      columns: CLOSE,
      other: ofCloses(new ti.WEMA({ ...NONE, period: 14 })),
    },
  ],
  [
    'MACD',
    {
      own: new MovingAverageConvergenceDivergence(5, 8, 3),
      columns: CLOSE,
      other: ofCloses(new ti.MACD(MACD), 'MACD'),
    },
  ],
  [
    'the signal of MACD',
    {
      own: new MovingAverageConvergenceDivergence(5, 8, 3),
      columns: CLOSE,
      other: ofCloses(new ti.MACD(MACD), 'signal'),
      output: 'signal',
    },
  ],
  [
    'the upper Bollinger band',
    {
      own: new BollingerBands(14, 2),
      columns: CLOSE,
      other: ofCloses(new ti.BollingerBands({ ...NONE, period: 14, stdDev: 2 }), 'upper'),
      output: 'upper',
    },
  ],
  [
    'the %b of Bollinger',
    {
      own: new BollingerBands(14, 2),
      columns: CLOSE,
      other: ofCloses(new ti.BollingerBands({ ...NONE, period: 14, stdDev: 2 }), 'pb'),
      output: 'position',
    },
  ],
  [
    'ADX',
    {
      own: new AverageDirectionalIndex(14),
      columns: BAR,
      other: ofBars(new ti.ADX({ ...NONE, period: 14 }), 'adx'),
    },
  ],
  [
    '+DI',
    {
      own: new AverageDirectionalIndex(14),
      columns: BAR,
      other: ofBars(new ti.ADX({ ...NONE, period: 14 }), 'pdi'),
      output: 'plus',
    },
  ],
  [
    '-DI',
    {
      own: new AverageDirectionalIndex(14),
      columns: BAR,
      other: ofBars(new ti.ADX({ ...NONE, period: 14 }), 'mdi'),
      output: 'minus',
    },
  ],
  [
    'ATR',
    { own: new AverageTrueRange(14), columns: BAR, other: ofBars(new ti.ATR({ ...NONE, period: 14 })) },
  ],
  ['TrueRange', { own: new TrueRange(), columns: BAR, other: ofBars(new ti.TrueRange(NONE)) }],
  ['TRIX', { own: new Trix(5), columns: CLOSE, other: ofCloses(new ti.TRIX({ ...NONE, period: 5 })) }],
  [
    '%K',
    {
      own: new StochasticOscillator(14, 1, 3),
      columns: BAR,
      other: ofBars(new ti.Stochastic({ ...NONE, period: 14, signalPeriod: 3 }), 'k'),
    },
  ],
  [
    '%D',
    {
      own: new StochasticOscillator(14, 1, 3),
      columns: BAR,
      other: ofBars(new ti.Stochastic({ ...NONE, period: 14, signalPeriod: 3 }), 'd'),
      output: 'signal',
    },
  ],
  [
    'WilliamsR',
    {
      own: new WilliamsPercentRange(14),
      columns: BAR,
      other: ofBars(new ti.WilliamsR({ ...NONE, period: 14 })),
    },
  ],
  ['OBV', { own: new OnBalanceVolume(), columns: ['close', 'volume'], other: ofBars(new ti.OBV(NONE)) }],
  [
    'ForceIndex',
    {
      own: new ForceIndex(13),
      columns: ['close', 'volume'],
      other: ofBars(new ti.ForceIndex({ ...NONE, period: 13 })),
    },
  ],
  [
    'CCI',
    { own: new CommodityChannelIndex(14), columns: BAR, other: ofBars(new ti.CCI({ ...NONE, period: 14 })) },
  ],
  [
    'AwesomeOscillator',
    {
      own: new AwesomeOscillator(5, 34),
      columns: RANGE,
      other: ofBars(new ti.AwesomeOscillator({ ...NONE, fastPeriod: 5, slowPeriod: 34 })),
    },
  ],
  [
    'the long ChandelierExit',
    {
      own: new ChandelierExit(22, 3),
      columns: BAR,
      other: ofBars(new ti.ChandelierExit({ ...NONE, period: 22, multiplier: 3 }), 'exitLong'),
    },
  ],
  [
    'the short ChandelierExit',
    {
      own: new ChandelierExit(22, 3),
      columns: BAR,
      other: ofBars(new ti.ChandelierExit({ ...NONE, period: 22, multiplier: 3 }), 'exitShort'),
      output: 'short',
    },
  ],
  [
    'KeltnerChannels',
    {
      own: new KeltnerChannel(20, 10, 2),
      columns: BAR,
      other: ofBars(new ti.KeltnerChannels(KELTNER), 'upper'),
      output: 'upper',
    },
  ],
  [
    'Tenkan-sen',
    { own: new IchimokuCloud(), columns: RANGE, other: ofBars(new ti.IchimokuCloud(ICHIMOKU), 'conversion') },
  ],
  [
    'Kijun-sen',
    {
      own: new IchimokuCloud(),
      columns: RANGE,
      other: ofBars(new ti.IchimokuCloud(ICHIMOKU), 'base'),
      output: 'base',
    },
  ],
  [
    'Senkou span A, drawn ahead',
    {
      own: new IchimokuCloud(),
      columns: RANGE,
      other: ofBars(new ti.IchimokuCloud(ICHIMOKU), 'spanA'),
      output: 'aheadA',
    },
  ],
  [
    'Senkou span B, drawn ahead',
    {
      own: new IchimokuCloud(),
      columns: RANGE,
      other: ofBars(new ti.IchimokuCloud(ICHIMOKU), 'spanB'),
      output: 'aheadB',
    },
  ],
  [
    'the open of HeikinAshi',
    {
      own: new HeikinAshi(),
      columns: ['open', 'high', 'low', 'close'],
      other: ofBars(new ti.HeikinAshi(NONE), 'open'),
      output: 'open',
    },
  ],
  [
    'the high of HeikinAshi',
    {
      own: new HeikinAshi(),
      columns: ['open', 'high', 'low', 'close'],
      other: ofBars(new ti.HeikinAshi(NONE), 'high'),
      output: 'high',
    },
  ],
  [
    'Highest',
    { own: new Highest(14), columns: CLOSE, other: ofCloses(new ti.Highest({ ...NONE, period: 14 })) },
  ],
  [
    'Lowest',
    { own: new Lowest(14), columns: CLOSE, other: ofCloses(new ti.Lowest({ ...NONE, period: 14 })) },
  ],
])('%s of technicalindicators says the same', (_, pair) => {
  expect(largestDifference(pair)).toBeLessThan(1e-11);
});

test('its VWAP says the same within one session, its ROC in percent, its SD with another divisor', () => {
  const average = new SessionAveragePrice(() => 0);
  const own = {
    get ready() {
      return average.ready;
    },
    get value() {
      return average.value;
    },
    update: (...[high, low, close, volume]: [number, number, number, number]) =>
      average.update(0, high, low, close, volume),
  };
  expect(largestDifference({ own, columns: TRADED, other: ofBars(new ti.VWAP(NONE)) })).toBeLessThan(1e-11);
  const change = new ti.ROC({ ...NONE, period: 14 });
  const inParts = ({ close }: PackageBar) => (change.nextValue(close) ?? Number.NaN) / 100;
  expect(largestDifference({ own: new RateOfChange(14), columns: CLOSE, other: inParts })).toBeLessThan(
    1e-12,
  );
  const deviation = new ti.SD({ ...NONE, period: 14 });
  const ofSample = ({ close }: PackageBar) => (deviation.nextValue(close) ?? Number.NaN) * Math.sqrt(14 / 13);
  expect(largestDifference({ own: new StandardDeviation(14), columns: CLOSE, other: ofSample })).toBeLessThan(
    1e-12,
  );
});

test('its PSAR begins in a rise whatever happened, and says the same once both have turned', () => {
  const other = ofBars(new ti.PSAR({ ...NONE, step: 0.02, max: 0.2 }));
  expect(largestDifference({ own: new ParabolicStop(), columns: RANGE, other }, 50)).toBeLessThan(1e-11);
});

test('its RSI is rounded to two decimals, and so its StochasticRSI is another one', () => {
  const strength = ofCloses(new ti.RSI({ ...NONE, period: 14 }));
  const difference = largestDifference({
    own: new RelativeStrengthIndex(14),
    columns: CLOSE,
    other: strength,
  });
  expect(difference).toBeGreaterThan(1e-5);
  expect(difference).toBeLessThan(5e-3);
  const settings = { ...NONE, rsiPeriod: 14, stochasticPeriod: 14, kPeriod: 3, dPeriod: 3 };
  // Its %K is not smoothed by kPeriod before %D.
  const stochastic = ofCloses(new ti.StochasticRSI(settings), 'd');
  const own = new StochasticRelativeStrength(14, 14, 3, 3);
  expect(largestDifference({ own, columns: CLOSE, other: stochastic })).toBeGreaterThan(1e-3);
});

test('its ADL is rounded to whole units', () => {
  const own = new AccumulationDistribution();
  const difference = largestDifference({ own, columns: TRADED, other: ofBars(new ti.ADL(NONE)) });
  expect(difference).toBeGreaterThan(1e-6);
});

test('its MFI takes a bar that stood still for a fall, and begins a bar late', () => {
  const other = new ti.MFI({ ...NONE, period: 2 });
  const own = new MoneyFlowIndex(2);
  const bars = [10, 11, 12, 12, 13].map((close) => ({ high: close, low: close, close, volume: 100 }));
  const theirs = bars.map((bar) => other.nextValue(bar as never));
  const ours = bars.map(({ high, low, close, volume }) => {
    own.update(high, low, close, volume);
    return own.value;
  });
  expect(ours).toEqual([Number.NaN, Number.NaN, 100, 100, 100]);
  expect(theirs.slice(0, 3)).toEqual([undefined, undefined, undefined]);
  expect(theirs[4]).toBeLessThan(60);
});

test('where prices stand still its RSI is 100, its %K and %b are none and its Bollinger bands at a mean of 0 stand still', () => {
  const flat = { open: 5, high: 5, low: 5, close: 5, volume: 1 };
  const strength = new ti.RSI({ ...NONE, period: 3 });
  const stochastic = new ti.Stochastic({ ...NONE, period: 3, signalPeriod: 3 });
  let last: unknown[] = [];
  for (let bar = 0; bar < 9; bar++) last = [strength.nextValue(5), stochastic.nextValue(flat as never)?.k];
  expect(last).toEqual([100, 0]);
  const own = new RelativeStrengthIndex(3);
  const range = new StochasticOscillator(3, 1, 3);
  for (let bar = 0; bar < 9; bar++) {
    own.update(5);
    range.update(5, 5, 5);
  }
  expect([own.value, range.value]).toEqual([50, 50]);
  const theirs = new ti.BollingerBands({ ...NONE, period: 2, stdDev: 2 });
  const ours = new BollingerBands(2, 2);
  for (const value of [1, 3, -3]) {
    ours.update(value);
    last = [theirs.nextValue(value)?.middle, ours.value];
  }
  expect(last).toEqual([2, 0]);
});

test('one NaN stays in its SMA for ever, and ours does not take it', () => {
  const theirs = new ti.SMA({ ...NONE, period: 2 });
  const ours = new SimpleMovingAverage(2);
  let last: unknown[] = [];
  for (const value of [1, 2, Number.NaN, 3, 4, 5, 6]) {
    if (Number.isNaN(value)) expect(() => ours.update(value)).toThrow('E_INDICATOR_INPUT');
    else ours.update(value);
    last = [theirs.nextValue(value), ours.value];
  }
  expect(last).toEqual([Number.NaN, 5.5]);
});
