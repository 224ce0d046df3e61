import { expect, test } from 'vitest';
import { z } from 'zod';
import { randomFrom } from '../../src/math/random.ts';
import type { BarSeries } from '../../src/model/bar-series.ts';
import type { PriceColumns } from '../../src/model/price-columns.ts';
import { defineStrategy, type Strategy } from '../../src/strategy/definition.ts';
import { journalOf } from '../support/in-memory-run.ts';
import { ofKind } from '../support/memory-journal.ts';
import { randomSeries } from '../support/random-series.ts';

const SETTINGS = { grossLimit: 100, cash: 1e9, commissionBps: 1, spreadBps: 40, participation: 'none' };

/** Bars of a side as far from the middle as `half` says, above it or below. */
function shifted({ open, high, low, close }: PriceColumns, half: (bar: number) => number): PriceColumns {
  const move = (column: Float64Array): Float64Array => column.map((price, bar) => price + half(bar));
  return { open: move(open), high: move(high), low: move(low), close: move(close) };
}

/** Orders of one side at random, priced around the close of that side. */
function oneSided(side: 'buy' | 'sell', prices: PriceColumns, times: Float64Array, seed: number): Strategy {
  return defineStrategy({
    name: 'one-sided',
    description: '',
    parameters: z.object({}),
    lookback: () => 1,
    onBar({ time, [side]: order }) {
      const random = randomFrom(seed).split(String(time));
      if (random.integer(2) === 0) return;
      const price = prices.close[times.indexOf(time)]! * (1 + (random.integer(9) - 4) / 100);
      const kind = random.integer(6);
      if (kind === 0) order('X', 1);
      else if (kind === 1) order('X', 2, { limit: price });
      else if (kind === 2) order('X', 3, { stop: price });
      else if (kind === 3) order('X', 4, { stop: price, limit: price * 1.001 });
      else if (kind === 4) order('X', 5, { trail: price / 50 });
      else order('X', 6, { onClose: true });
    },
  });
}

/** The fills of the strategy, with the price that a plain bar or the side of a bid-ask bar gave, and the price paid. */
async function fillsOf(strategy: Strategy, bars: BarSeries, settings: Readonly<Record<string, unknown>>) {
  const { events } = await journalOf(strategy, [bars], settings);
  return ofKind(events, 'order-filled').map(({ time, fill }) => [
    time,
    fill.orderId,
    fill.referencePrice,
    fill.price,
  ]);
}

test.each(
  (['buy', 'sell'] as const).flatMap((side) =>
    (['stop-first', 'open-high-low-close', 'nearest-extreme-first'] as const).map((intrabar) => ({
      side,
      intrabar,
    })),
  ),
)(
  'a $side fills by $intrabar in a bid-ask bar as it would in a plain bar of its side',
  async ({ side, intrabar }) => {
    const middle = randomSeries('X', 5, { slices: 800 });
    const random = randomFrom(6);
    // Under a path the side has the shape of the middle, whose shape decides the path.
    const halves = Float64Array.from(middle.time, () => (intrabar === 'stop-first' ? random.uniform() : 0.5));
    const ask = shifted(middle, (bar) => halves[bar]!);
    const bid = shifted(middle, (bar) => -halves[bar]!);
    const own = side === 'buy' ? ask : bid;
    const strategy = oneSided(side, own, middle.time, 9);
    const quoted: BarSeries = { ...middle, kind: 'bid-ask-bars', quotes: { bid, ask } };
    const actual = await fillsOf(strategy, quoted, { ...SETTINGS, intrabar });
    const plain = await fillsOf(strategy, { ...middle, ...own }, { ...SETTINGS, spreadBps: 0, intrabar });
    expect(actual.length).toBeGreaterThan(200);
    expect(actual).toEqual(plain);
  },
);

test('exits of both sides on one path fill where their own side has gone as far', async () => {
  // The middle falls first, so that the sell stop on the bid comes before the sell limit, whatever its distance.
  const one = (value: number): Float64Array => Float64Array.of(100, value);
  const prices = (open: number, high: number, low: number, close: number): PriceColumns => ({
    open: one(open),
    high: one(high),
    low: one(low),
    close: one(close),
  });
  const bars: BarSeries = {
    symbol: 'X',
    kind: 'bid-ask-bars',
    time: Float64Array.of(0, 86_400_000),
    ...prices(100, 110, 90, 100),
    volume: Float64Array.of(1e6, 1e6),
    quotes: { bid: prices(99, 109, 89, 99), ask: prices(101, 111, 91, 101) },
  };
  const strategy = defineStrategy({
    name: 'both',
    description: '',
    parameters: z.object({}),
    lookback: () => 1,
    onBar({ time, buy, sell }) {
      if (time !== 0) return;
      sell('X', 1, { stop: 94 });
      buy('X', 1, { limit: 95.5 });
      sell('X', 1, { limit: 108 });
    },
  });
  const settings = { ...SETTINGS, slippageBps: 0, intrabar: 'open-low-high-close' };
  const fills = await fillsOf(strategy, bars, settings);
  // From 99 down to 89 the bid meets 94 half-way; from 101 to 91 the ask meets 95.5 a little later.
  expect(fills.map(([, id, price]) => [id, price])).toEqual([
    [1, 94],
    [2, 95.5],
    [3, 108],
  ]);
});
