import { expect, test } from 'vitest';
import { commissionTotal } from '../../src/metrics/commission-total.ts';
import { costAnnual } from '../../src/metrics/cost-annual.ts';
import { costTotal } from '../../src/metrics/cost-total.ts';
import { expectancy } from '../../src/metrics/expectancy.ts';
import { exposureGross } from '../../src/metrics/exposure-gross.ts';
import { exposureTime } from '../../src/metrics/exposure-time.ts';
import type { FilledOrder } from '../../src/metrics/filled-order.ts';
import { fillsAmbiguous } from '../../src/metrics/fills-ambiguous.ts';
import { hitRate } from '../../src/metrics/hit-rate.ts';
import { kellyFraction } from '../../src/metrics/kelly-fraction.ts';
import { YEAR_MS } from '../../src/metrics/metric-result.ts';
import { ordersRefused } from '../../src/metrics/orders-refused.ts';
import { profitFactor } from '../../src/metrics/profit-factor.ts';
import { roundTripCount } from '../../src/metrics/round-trip-count.ts';
import { slippageTotal } from '../../src/metrics/slippage-total.ts';
import { systemQualityNumber } from '../../src/metrics/system-quality-number.ts';
import { turnoverAnnual } from '../../src/metrics/turnover-annual.ts';
import type { RoundTrip } from '../../src/model/fill.ts';
import { columnsOf, fillsOf, START, tallyOf, tripsOf } from './account-history.ts';

const fill = (given: Partial<FilledOrder>): FilledOrder => ({
  quantity: 10,
  price: 100,
  referencePrice: 100,
  commission: 0,
  ambiguous: false,
  oppositeProfitDifference: null,
  ...given,
});

const tripWith = (profit: number): RoundTrip => ({
  symbolIndex: 0,
  side: 'long',
  entryTime: START,
  exitTime: START,
  entryIndex: 0,
  exitIndex: 1,
  quantity: 1,
  entryPrice: 100,
  exitPrice: 100 + profit,
  commission: 0,
  profit,
  currencyProfit: 0,
});

test('slippage is money lost on either side', () => {
  const bought = fill({ price: 100.5, quantity: 4 });
  const sold = fill({ price: 99, quantity: 2 });
  expect(slippageTotal(fillsOf([bought, sold])).value).toBe(4);
  expect(slippageTotal(fillsOf([])).value).toBe(0);
});

test('commissions add up', () => {
  expect(commissionTotal(fillsOf([fill({ commission: 1.25 }), fill({ commission: 0.5 })])).value).toBe(1.75);
});

test('an account bought and sold once in a year has turned over once', () => {
  const columns = {
    ...columnsOf([1000, 1000, 1000]),
    time: Float64Array.of(START, START + 5, START + YEAR_MS),
  };
  const year = tallyOf(columns, 1000);
  const both = [fill({ quantity: 10, price: 100 }), fill({ quantity: 10, price: 100 })];
  expect(turnoverAnnual(fillsOf(both), year).value).toBe(1);
  expect(turnoverAnnual(fillsOf(both.slice(1)), year).value).toBe(0.5);
  expect(turnoverAnnual(fillsOf([]), year).value).toBe(0);
});

test('turnover has no meaning without time or without equity', () => {
  expect(turnoverAnnual(fillsOf([fill({})]), tallyOf(columnsOf([]), 1000)).reason).toBe('there are no marks');
  expect(turnoverAnnual(fillsOf([fill({})]), tallyOf(columnsOf([1000]), 1000)).reason).toBe(
    'all marks bear the same time',
  );
  expect(turnoverAnnual(fillsOf([fill({})]), tallyOf(columnsOf([1000, 0]), 1000)).reason).toBe(
    'equity fell to zero or below',
  );
});

test('exposure is the mean of gross over equity, and the share of marks with a position', () => {
  const gross = Float64Array.of(0, 100, 300, 0);
  const held = tallyOf({ ...columnsOf([100, 100, 200, 200]), gross }, 100);
  expect(exposureGross(held).value).toBe(0.625);
  expect(exposureTime(held).value).toBe(0.5);
  const ruined = tallyOf({ ...columnsOf([100, 100, 0, 200]), gross }, 100);
  expect(exposureGross(ruined).reason).toBe('equity fell to zero or below');
  const none = tallyOf(columnsOf([]), 100);
  expect(exposureTime(none).reason).toBe('there are no marks');
  expect(exposureGross(none).reason).toBe('there are no marks');
});

test('a round trip at exactly zero is neither a hit nor a loss', () => {
  const trips = [tripWith(30), tripWith(0), tripWith(-10), tripWith(-5)];
  expect(hitRate(tripsOf(trips)).value).toBe(0.25);
  expect(profitFactor(tripsOf(trips)).value).toBe(2);
  expect(roundTripCount(tripsOf(trips)).value).toBe(4);
});

test('trade statistics without trades, and a profit factor without losses, are null with a reason', () => {
  expect(hitRate(tripsOf([])).reason).toBe('there are no round trips');
  expect(profitFactor(tripsOf([])).reason).toBe('there are no round trips');
  expect(profitFactor(tripsOf([tripWith(1), tripWith(0)])).reason).toBe('no round trip lost money');
  expect(profitFactor(tripsOf([tripWith(-1)])).value).toBe(0);
  expect(roundTripCount(tripsOf([])).value).toBe(0);
});

test('refusals and ambiguous fills are counted', () => {
  expect(
    fillsAmbiguous(fillsOf([fill({ ambiguous: true }), fill({}), fill({ ambiguous: true })])).value,
  ).toBe(2);
  expect(ordersRefused(3).value).toBe(3);
});

test('what a round trip earned on average, and how surely', () => {
  const trips = tripsOf([40, -10, 25, -30, 0].map(tripWith));
  expect(expectancy(trips).value).toBe(5);
  const deviation = Math.sqrt((35 ** 2 + 15 ** 2 + 20 ** 2 + 35 ** 2 + 5 ** 2) / 4);
  expect(systemQualityNumber(trips).value).toBeCloseTo((Math.sqrt(5) * 5) / deviation, 12);
  expect(systemQualityNumber(trips, 4).value).toBeCloseTo((Math.sqrt(4) * 5) / deviation, 12);
  expect(systemQualityNumber(tripsOf([7, 7, 7].map(tripWith))).reason).toMatch(/do not vary/);
  expect(expectancy(tripsOf([])).reason).toBe('there are no round trips');
});

test('a coin that pays two to one asks for a quarter of the account', () => {
  expect(kellyFraction(tripsOf([20, -10, 20, -10].map(tripWith))).value).toBe(0.25);
  expect(kellyFraction(tripsOf([-10].map(tripWith))).reason).toBe('no round trip won money');
  expect(kellyFraction(tripsOf([10].map(tripWith))).reason).toBe('no round trip lost money');
});

test('costs are commission and slippage, and a year of them a part of the account', () => {
  const fills = fillsOf([fill({ price: 101, commission: 15 }), fill({ price: 99, commission: 5 })]);
  const columns = { ...columnsOf([1000, 1000]), time: Float64Array.of(START, START + 2 * YEAR_MS) };
  expect(costTotal(fills).value).toBe(40);
  expect(costAnnual(fills, tallyOf(columns, 1000)).value).toBeCloseTo(0.02, 12);
});
