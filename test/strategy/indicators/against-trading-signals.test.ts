import * as ts from 'trading-signals';
import { expect, test } from 'vitest';
import { AccumulationDistribution } from '../../../src/strategy/indicators/accumulation-distribution.ts';
import { Aroon } from '../../../src/strategy/indicators/aroon.ts';
import { AverageDirectionalIndex } from '../../../src/strategy/indicators/average-directional-index.ts';
import { AverageTrueRange } from '../../../src/strategy/indicators/average-true-range.ts';
import { AwesomeOscillator } from '../../../src/strategy/indicators/awesome-oscillator.ts';
import { BollingerBands } from '../../../src/strategy/indicators/bollinger-bands.ts';
import { ChaikinMoneyFlow } from '../../../src/strategy/indicators/chaikin-money-flow.ts';
import { ChaikinOscillator } from '../../../src/strategy/indicators/chaikin-oscillator.ts';
import { ChandeMomentumOscillator } from '../../../src/strategy/indicators/chande-momentum-oscillator.ts';
import { ChoppinessIndex } from '../../../src/strategy/indicators/choppiness-index.ts';
import { CommodityChannelIndex } from '../../../src/strategy/indicators/commodity-channel-index.ts';
import { CoppockCurve } from '../../../src/strategy/indicators/coppock-curve.ts';
import { DetrendedPriceOscillator } from '../../../src/strategy/indicators/detrended-price-oscillator.ts';
import { DonchianChannel } from '../../../src/strategy/indicators/donchian-channel.ts';
import { DoubleExponentialMovingAverage } from '../../../src/strategy/indicators/double-exponential-moving-average.ts';
import { EaseOfMovement } from '../../../src/strategy/indicators/ease-of-movement.ts';
import { ElderRay } from '../../../src/strategy/indicators/elder-ray.ts';
import { ExponentialMovingAverage } from '../../../src/strategy/indicators/exponential-moving-average.ts';
import { ForceIndex } from '../../../src/strategy/indicators/force-index.ts';
import { HullMovingAverage } from '../../../src/strategy/indicators/hull-moving-average.ts';
import { KaufmanAdaptiveMovingAverage } from '../../../src/strategy/indicators/kaufman-adaptive-moving-average.ts';
import { KeltnerChannel } from '../../../src/strategy/indicators/keltner-channel.ts';
import { LinearRegression } from '../../../src/strategy/indicators/linear-regression.ts';
import { MassIndex } from '../../../src/strategy/indicators/mass-index.ts';
import { Momentum } from '../../../src/strategy/indicators/momentum.ts';
import { MoneyFlowIndex } from '../../../src/strategy/indicators/money-flow-index.ts';
import { PercentagePriceOscillator } from '../../../src/strategy/indicators/percentage-price-oscillator.ts';
import { RateOfChange } from '../../../src/strategy/indicators/rate-of-change.ts';
import { RelativeStrengthIndex } from '../../../src/strategy/indicators/relative-strength-index.ts';
import { RogersSatchellVolatility } from '../../../src/strategy/indicators/rogers-satchell-volatility.ts';
import { SimpleMovingAverage } from '../../../src/strategy/indicators/simple-moving-average.ts';
import { SmoothedMovingAverage } from '../../../src/strategy/indicators/smoothed-moving-average.ts';
import { StochasticRelativeStrength } from '../../../src/strategy/indicators/stochastic-relative-strength.ts';
import { SuperTrend } from '../../../src/strategy/indicators/super-trend.ts';
import { TripleExponentialMovingAverage } from '../../../src/strategy/indicators/triple-exponential-moving-average.ts';
import { Trix } from '../../../src/strategy/indicators/trix.ts';
import { TrueStrengthIndex } from '../../../src/strategy/indicators/true-strength-index.ts';
import { UltimateOscillator } from '../../../src/strategy/indicators/ultimate-oscillator.ts';
import { VolumeWeightedMovingAverage } from '../../../src/strategy/indicators/volume-weighted-moving-average.ts';
import { Vortex } from '../../../src/strategy/indicators/vortex.ts';
import { WeightedMovingAverage } from '../../../src/strategy/indicators/weighted-moving-average.ts';
import { largestDifference, type PackageBar, type Pair } from '../../support/package-comparison.ts';

const ofCloses =
  (indicator: { update: (close: number, replace: boolean) => unknown }, pick?: string) =>
  ({ close }: PackageBar): unknown =>
    picked(indicator.update(close, false), pick);

const ofBars =
  (indicator: { update: (bar: PackageBar, replace: boolean) => unknown }, pick?: string) =>
  (bar: PackageBar): unknown =>
    picked(indicator.update(bar, false), pick);

function picked(result: unknown, pick: string | undefined): unknown {
  return pick === undefined ? result : (result as Record<string, unknown> | null)?.[pick];
}

const CLOSE = ['close'] as const;
const RANGE = ['high', 'low'] as const;
const BAR = ['high', 'low', 'close'] as const;
const TRADED = ['high', 'low', 'close', 'volume'] as const;

test.each<[string, Pair]>([
  ['SMA', { own: new SimpleMovingAverage(14), columns: CLOSE, other: ofCloses(new ts.SMA(14)) }],
  ['WMA', { own: new WeightedMovingAverage(14), columns: CLOSE, other: ofCloses(new ts.WMA(14)) }],
  ['WSMA', { own: new SmoothedMovingAverage(14), columns: CLOSE, other: ofCloses(new ts.WSMA(14)) }],
  ['HMA', { own: new HullMovingAverage(14), columns: CLOSE, other: ofCloses(new ts.HMA(14)) }],
  [
    'the slope of LinearRegression',
    {
      own: new LinearRegression(14),
      columns: CLOSE,
      other: ofCloses(new ts.LinearRegression(14), 'slope'),
      output: 'slope',
    },
  ],
  [
    'the intercept of LinearRegression',
    {
      own: new LinearRegression(14),
      columns: CLOSE,
      other: ofCloses(new ts.LinearRegression(14), 'intercept'),
      output: 'intercept',
    },
  ],
  [
    'the up of Aroon',
    { own: new Aroon(14), columns: RANGE, other: ofBars(new ts.Aroon(14), 'aroonUp'), output: 'up' },
  ],
  [
    'the down of Aroon',
    { own: new Aroon(14), columns: RANGE, other: ofBars(new ts.Aroon(14), 'aroonDown'), output: 'down' },
  ],
  ['RSI', { own: new RelativeStrengthIndex(14), columns: CLOSE, other: ofCloses(new ts.RSI(14)) }],
  [
    'the plus of VortexIndicator',
    { own: new Vortex(14), columns: BAR, other: ofBars(new ts.VortexIndicator(14), 'plus'), output: 'plus' },
  ],
  [
    'the minus of VortexIndicator',
    {
      own: new Vortex(14),
      columns: BAR,
      other: ofBars(new ts.VortexIndicator(14), 'minus'),
      output: 'minus',
    },
  ],
  [
    'BollingerBands',
    {
      own: new BollingerBands(14, 2),
      columns: CLOSE,
      other: ofCloses(new ts.BollingerBands(14, 2), 'upper'),
      output: 'upper',
    },
  ],
  [
    'BollingerBandsWidth',
    {
      own: new BollingerBands(14, 2),
      columns: CLOSE,
      other: ofCloses(new ts.BollingerBandsWidth(new ts.BollingerBands(14, 2))),
      output: 'bandwidth',
    },
  ],
  [
    'DonchianChannels',
    {
      own: new DonchianChannel(14),
      columns: RANGE,
      other: ofBars(new ts.DonchianChannels(14), 'upper'),
      output: 'upper',
    },
  ],
  [
    'CoppockCurve',
    { own: new CoppockCurve(14, 11, 10), columns: CLOSE, other: ofCloses(new ts.CoppockCurve()) },
  ],
  ['AO', { own: new AwesomeOscillator(5, 34), columns: RANGE, other: ofBars(new ts.AO(5, 34)) }],
  ['CCI', { own: new CommodityChannelIndex(14), columns: BAR, other: ofBars(new ts.CCI(14)) }],
  ['CMO', { own: new ChandeMomentumOscillator(14), columns: CLOSE, other: ofCloses(new ts.CMO(14)) }],
  ['DPO', { own: new DetrendedPriceOscillator(20), columns: CLOSE, other: ofCloses(new ts.DPO(20)) }],
  ['MFI', { own: new MoneyFlowIndex(14), columns: TRADED, other: ofBars(new ts.MFI(14)) }],
  [
    'UltimateOscillator',
    { own: new UltimateOscillator(7, 14, 28), columns: BAR, other: ofBars(new ts.UltimateOscillator()) },
  ],
  ['AD', { own: new AccumulationDistribution(), columns: TRADED, other: ofBars(new ts.AD()) }],
  ['CMF', { own: new ChaikinMoneyFlow(20), columns: TRADED, other: ofBars(new ts.CMF(20)) }],
  [
    'EMV',
    {
      own: new EaseOfMovement(14, 1e6),
      columns: ['high', 'low', 'volume'],
      other: ofBars(new ts.EMV(14, 1e6)),
    },
  ],
  [
    'VWMA',
    {
      own: new VolumeWeightedMovingAverage(14),
      columns: ['close', 'volume'],
      other: ofBars(new ts.VWMA(14)),
    },
  ],
  [
    'RogersSatchellVolatility',
    {
      own: new RogersSatchellVolatility(14),
      columns: ['open', 'high', 'low', 'close'],
      other: ofBars(new ts.RogersSatchellVolatility(14)),
    },
  ],
  ['MOM', { own: new Momentum(14), columns: CLOSE, other: ofCloses(new ts.MOM(14)) }],
  ['ROC', { own: new RateOfChange(14), columns: CLOSE, other: ofCloses(new ts.ROC(14)) }],
])('%s of trading-signals says the same', (_, pair) => {
  expect(largestDifference(pair)).toBeLessThan(1e-11);
});

test.each<[string, Pair]>([
  ['EMA', { own: new ExponentialMovingAverage(14), columns: CLOSE, other: ofCloses(new ts.EMA(14)) }],
  ['DEMA', { own: new DoubleExponentialMovingAverage(7), columns: CLOSE, other: ofCloses(new ts.DEMA(7)) }],
  ['TEMA', { own: new TripleExponentialMovingAverage(7), columns: CLOSE, other: ofCloses(new ts.TEMA(7)) }],
  [
    'KAMA',
    {
      own: new KaufmanAdaptiveMovingAverage(10, 2, 30),
      columns: CLOSE,
      other: ofCloses(new ts.KAMA(10)),
    },
  ],
  ['ATR', { own: new AverageTrueRange(14), columns: BAR, other: ofBars(new ts.ATR(14)) }],
  [
    'SuperTrend',
    {
      own: new SuperTrend(10, 3),
      columns: BAR,
      other: ofBars(new ts.SuperTrend({ interval: 10, multiplier: 3 }), 'supertrend'),
    },
  ],
  [
    'KeltnerChannels',
    {
      own: new KeltnerChannel(20, 10, 2),
      columns: BAR,
      other: ofBars(new ts.KeltnerChannels({ emaInterval: 20, atrInterval: 10, multiplier: 2 }), 'upper'),
      output: 'upper',
    },
  ],
  ['MassIndex', { own: new MassIndex(25, 9), columns: RANGE, other: ofBars(new ts.MassIndex(25)) }],
  ['ElderRay', { own: new ElderRay(13), columns: BAR, other: ofBars(new ts.ElderRay(13), 'bullPower') }],
  ['PPO', { own: new PercentagePriceOscillator(12, 26, 9), columns: CLOSE, other: ofCloses(new ts.PPO()) }],
  ['TSI', { own: new TrueStrengthIndex(25, 13), columns: CLOSE, other: ofCloses(new ts.TSI()) }],
  ['ADOSC', { own: new ChaikinOscillator(3, 10), columns: TRADED, other: ofBars(new ts.ADOSC()) }],
  [
    'ForceIndex',
    { own: new ForceIndex(13), columns: ['close', 'volume'], other: ofBars(new ts.ForceIndex(13)) },
  ],
])('%s of trading-signals begins another way and comes to the same', (_, pair) => {
  expect(largestDifference(pair, 350)).toBeLessThan(1e-7);
});

test('the relative strength in its StochasticRSI is a fraction', () => {
  const other = ofCloses(new ts.StochasticRSI(14));
  const inPercent = (bar: PackageBar) => {
    const value = other(bar);
    return typeof value === 'number' ? 100 * value : value;
  };
  const own = new StochasticRelativeStrength(14, 14, 1, 1);
  expect(largestDifference({ own, columns: CLOSE, other: inPercent })).toBeLessThan(1e-9);
});

test('its TRIX takes the change as a part of the present value, not of the one before', () => {
  const other = new ts.TRIX(5);
  const asOurs = ({ close }: PackageBar) => {
    const value = other.update(close, false);
    return value === null ? value : 100 / (1 - value / 100) - 100;
  };
  const difference = largestDifference({ own: new Trix(5), columns: CLOSE, other: asOurs }, 350);
  expect(difference).toBeLessThan(1e-9);
});

test('its choppiness takes the range with the close before the window, which is one bar more', () => {
  const own = new ChoppinessIndex(14);
  expect(largestDifference({ own, columns: BAR, other: ofBars(new ts.CHOP(14)) })).toBeGreaterThan(1e-3);
});

test('its ADX counts a high that rises by as much as the low falls on both sides, where Wilder counts it on none', () => {
  const theirs = new ts.DX(2);
  const own = new AverageDirectionalIndex(2);
  for (const [high, low] of [
    [10, 8],
    [11, 7],
    [12, 6],
    [13, 5],
  ] as const) {
    own.update(high, low, 9);
    theirs.update({ high, low, close: 9 }, false);
  }
  expect([own.plus, own.minus]).toEqual([0, 0]);
  expect(theirs.pdi).toBeGreaterThan(0.1);
});
