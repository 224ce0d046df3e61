import { z } from 'zod';
import { defineStrategy } from '../src/strategy/definition.ts';
import { inMemory, runCounted } from './arm.ts';
import { fastestSeconds } from './fastest.ts';
import { randomBars } from './random-bars.ts';

const BARS = 500_000;
const RUNS = 5;

const oneOrderABar = inMemory(
  defineStrategy({
    name: 'one-order-a-bar',
    description: 'Buys a unit at one bar and sells it at the next.',
    parameters: z.object({}),
    lookback: () => 1,
    onBar({ symbols, position, buy, sell }) {
      const symbol = symbols[0]!;
      if (position(symbol).quantity > 0) sell(symbol, 1);
      else buy(symbol, 1);
    },
  }),
);

/** Orders a second where every bar makes a market order that the next one fills: decided, judged, accepted, filled, booked. */
export async function ordersPerSecond(): Promise<number> {
  const bars = randomBars(BARS);
  let accepted = 0;
  const { seconds } = await fastestSeconds(RUNS, async () => {
    accepted = (await runCounted(oneOrderABar, [bars])).accepted;
    return accepted;
  });
  return accepted / seconds;
}

/**
 * Seconds of a run whose first slice rests `orders` limit orders over ten symbols, far from the price, and whose later
 * ones add as many market orders each. Twice the orders should take twice the time.
 */
export async function secondsOfCrowdedSlices(orders: number): Promise<number> {
  const series = Array.from({ length: 10 }, (_, seed) =>
    randomBars(200, { symbol: `S${seed}`, seed: seed + 1 }),
  );
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
  const { seconds } = await fastestSeconds(3, async () => (await runCounted(crowded, series)).accepted);
  return seconds;
}
