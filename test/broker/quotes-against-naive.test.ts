import { expect, test } from 'vitest';
import { z } from 'zod';
import { randomFrom } from '../../src/math/random.ts';
import type { BarSeries } from '../../src/model/bar-series.ts';
import type { OrderOptions } from '../../src/strategy/context.ts';
import { defineStrategy, type Strategy } from '../../src/strategy/definition.ts';
import { type NaiveTick, type NaiveTickOrder, naiveTickBroker } from '../oracles/naive-tick-broker.ts';
import { journalOf } from '../support/in-memory-run.ts';
import { ofKind } from '../support/memory-journal.ts';
import {
  type Quote,
  quoteSeries,
  randomQuotes,
  randomTrades,
  type Trade,
  tradeSeries,
} from '../support/tick-market.ts';

const TICKS = 3_000;
const CASH = 1e9;
const SEEDS = [1, 2, 3, 4, 5];

/** Orders at random moments, priced around the prices of the moment. */
function randomPlan(prices: readonly number[], seed: number): NaiveTickOrder[] {
  const random = randomFrom(seed).split('plan');
  const plan: NaiveTickOrder[] = [];
  for (let tick = 0; tick < prices.length; tick++) {
    if (random.integer(4) !== 0) continue;
    const side = random.integer(2) === 0 ? 'buy' : 'sell';
    const type = (['market', 'limit', 'stop', 'trailing-stop'] as const)[random.integer(4)]!;
    const away = 0.25 * (random.integer(13) - 4);
    const towards = (side === 'buy') === (type === 'limit') ? -1 : 1;
    const price =
      type === 'market'
        ? 0
        : type === 'trailing-stop'
          ? 0.5 + Math.abs(away)
          : prices[tick]! + towards * away;
    plan.push({ decidedAt: tick, side, type, quantity: 5 * (1 + random.integer(12)), price });
  }
  return plan;
}

/** States the orders of a plan at their moments; its numbers follow the plan. */
function planned(plan: readonly NaiveTickOrder[], times: Float64Array): Strategy {
  const places = new Map(Array.from(times, (time, place) => [time, place]));
  const byPlace = new Map<number, NaiveTickOrder[]>();
  for (const order of plan) byPlace.set(order.decidedAt, [...(byPlace.get(order.decidedAt) ?? []), order]);
  const optionsOf = ({ type, price }: NaiveTickOrder): OrderOptions => {
    if (type === 'market') return {};
    if (type === 'limit') return { limit: price };
    return type === 'stop' ? { stop: price } : { trail: price };
  };
  return defineStrategy({
    name: 'planned',
    description: '',
    parameters: z.object({}),
    lookback: () => 1,
    onBar({ time, buy, sell }) {
      for (const order of byPlace.get(places.get(time)!) ?? []) {
        (order.side === 'buy' ? buy : sell)('X', order.quantity, optionsOf(order));
      }
    },
  });
}

interface Case {
  readonly series: BarSeries;
  readonly ticks: readonly NaiveTick[];
  readonly settings: Readonly<Record<string, unknown>>;
}

async function compare({ series, ticks, settings }: Case, seed: number): Promise<number> {
  const plan = randomPlan(
    ticks.map(({ mark }) => Math.round(4 * mark) / 4),
    seed,
  );
  const costs = { slippage: 3 / 10_000, commission: 2 / 10_000 };
  const naive = naiveTickBroker(ticks, plan, CASH, costs);
  const { events, marks } = await journalOf(planned(plan, series.time), [series], {
    ...settings,
    cash: CASH,
    grossLimit: 100,
    slippageBps: 3,
    commissionBps: 2,
  });
  expect(ofKind(events, 'order-refused')).toEqual([]);
  const fills = ofKind(events, 'order-filled');
  const places = new Map(Array.from(series.time, (time, place) => [time, place]));
  expect(fills.map(({ time, fill }) => [places.get(time), fill.orderId - 1])).toEqual(
    naive.fills.map(({ tick, order }) => [tick, order]),
  );
  for (const [at, { fill }] of fills.entries()) {
    const expected = naive.fills[at]!;
    expect(Math.abs(fill.quantity - expected.quantity)).toBeLessThan(1e-9);
    expect(Math.abs(fill.price - expected.price)).toBeLessThan(1e-9);
    expect(Math.abs(fill.commission - expected.commission)).toBeLessThan(1e-9);
  }
  for (const [at, { equity }] of marks.entries()) {
    expect(Math.abs(equity / naive.equity[at]! - 1)).toBeLessThan(1e-12);
  }
  return fills.length;
}

const midOf = ({ bid, ask }: Quote): number => (bid + ask) / 2;

/** What quotes offer, a part of their sizes. */
const offers = (quotes: readonly Quote[], part: number): NaiveTick[] =>
  quotes.map((quote) => ({
    buyPrice: quote.ask,
    sellPrice: quote.bid,
    buyRoom: part * quote.askSize,
    sellRoom: part * quote.bidSize,
    sharedRoom: false,
    mark: midOf(quote),
  }));

test.each(SEEDS)('quotes with sizes fill as a naive broker fills them, seed %i', async (seed) => {
  const quotes = randomQuotes(TICKS, seed);
  for (const part of [1, 0.25]) {
    const settings = { participation: part, spreadBps: 50 };
    const made = { series: quoteSeries('X', quotes), ticks: offers(quotes, part), settings };
    expect(await compare(made, seed)).toBeGreaterThan(500);
  }
});

test('quotes without sizes bound no fill', async () => {
  const quotes = randomQuotes(TICKS, 11);
  const ticks = offers(quotes, Number.POSITIVE_INFINITY);
  const made = { series: quoteSeries('X', quotes, false), ticks, settings: {} };
  expect(await compare(made, 11)).toBeGreaterThan(400);
});

/** What trades offer: their price on both sides, and a part of their size for both together. */
const prints = (trades: readonly Trade[], part: number): NaiveTick[] =>
  trades.map(({ price, size }) => ({
    buyPrice: price,
    sellPrice: price,
    buyRoom: part * size,
    sellRoom: part * size,
    sharedRoom: true,
    mark: price,
  }));

test.each(SEEDS)('trades fill as a naive broker fills them, seed %i', async (seed) => {
  const trades = randomTrades(TICKS, seed);
  const settings = { participation: 0.5 };
  const made = { series: tradeSeries('X', trades), ticks: prints(trades, 0.5), settings };
  expect(await compare(made, seed)).toBeGreaterThan(500);
});
