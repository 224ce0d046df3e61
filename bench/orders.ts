import { z } from 'zod';
import type { BarSeries } from '../src/model/bar-series.ts';
import { defineStrategy } from '../src/strategy/definition.ts';
import { inMemory, runCounted } from './arm.ts';
import { bareLoop } from './bare-loop.ts';
import { fastestInTurns } from './fastest.ts';
import { randomBars } from './random-bars.ts';

const BARS = 500_000;

const oneOrderABar = inMemory(
  defineStrategy({
    name: 'one-order-a-bar',
    description: 'Buys a hundredth of a unit at one bar and sells it at the next.',
    parameters: z.object({}),
    lookback: () => 1,
    onBar({ symbols, position, buy, sell }) {
      const symbol = symbols[0]!;
      if (position(symbol).quantity > 0) sell(symbol, 0.01);
      else buy(symbol, 0.01);
    },
  }),
);

/**
 * Orders a second where every bar makes a market order that the next one fills: decided, judged, accepted, filled, booked;
 * and seconds of the bare loop for one of the same bars.
 */
export async function orderFigures(): Promise<{ ordersPerSecond: number; bareSecondsPerBar: number }> {
  const bars = randomBars(BARS);
  const equity = new Float64Array(BARS);
  let accepted = 0;
  const { fastest } = await fastestInTurns(
    {
      async engine() {
        accepted = (await runCounted(oneOrderABar, [bars])).accepted;
        return accepted;
      },
      bare: () => bareLoop(bars, equity),
    },
    { runs: 8, seconds: 4 },
  );
  return { ordersPerSecond: accepted / fastest.engine, bareSecondsPerBar: fastest.bare / BARS };
}

/**
 * A run whose first slice rests `orders` limit orders over ten symbols, far from the price, and whose later ones add as many
 * market orders each.
 */
function crowdedRun(orders: number, series: readonly BarSeries[]): () => Promise<number> {
  const crowded = inMemory(
    defineStrategy({
      name: 'crowded-slices',
      description: 'Rests many orders, then places many more.',
      parameters: z.object({}),
      lookback: () => 1,
      init: () => ({ rested: false }),
      onBar({ symbols, buy, sell, state }) {
        for (let i = 0; i < orders; i++) {
          const symbol = symbols[i % symbols.length]!;
          if (!state.rested) buy(symbol, 0.001, { limit: 1 });
          else if (i % 20 < 10) buy(symbol, 0.001);
          else sell(symbol, 0.001);
        }
        state.rested = true;
      },
    }),
  );
  return async () => (await runCounted(crowded, series)).accepted;
}

/** The time of twice the orders in a slice, over that of the orders; 2 where an order costs the same in a crowd. */
export async function crowdedSliceRatio(): Promise<number> {
  const series = Array.from({ length: 10 }, (_, seed) =>
    randomBars(200, { symbol: `S${seed}`, seed: seed + 1 }),
  );
  const runs = { many: crowdedRun(1_000, series), half: crowdedRun(500, series) };
  const { fastest } = await fastestInTurns(runs, { runs: 5, seconds: 4 });
  return fastest.many / fastest.half;
}
