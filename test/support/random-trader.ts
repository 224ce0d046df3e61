import { z } from 'zod';
import { type Random, randomFrom } from '../../src/math/random.ts';
import type { OrderOptions, StrategyContext } from '../../src/strategy/context.ts';
import { defineStrategy, type Strategy } from '../../src/strategy/definition.ts';

/** What a random trader does and does not. */
export interface TraderHabits {
  /** All that it does follows from this and from the time and the names that it sees. */
  readonly seed: number;
  /** Orders are whole multiples of this number of units. */
  readonly unit: number;
  /** The symbols that it trades; all by default. */
  readonly names?: readonly string[];
  /** Only plain orders of fixed quantities: nothing depends on the account or on what rests. */
  readonly plain?: boolean;
  /** Also states what makes no sense, such as NaN units. */
  readonly senseless?: boolean;
  /** Leaves a symbol alone in slices without a bar of it, so that slices of others change nothing. */
  readonly onlyFresh?: boolean;
}

type Context = StrategyContext<unknown, unknown>;

const DAY_MS = 86_400_000;
const SENSELESS = [0, -3, Number.NaN, Number.POSITIVE_INFINITY, 1e300, 1e-300];

const pick = <Value>(random: Random, values: readonly Value[]): Value =>
  values[random.integer(values.length)]!;
/** A price multiple from 0.92 to 1.08 in steps of 1/64, so that scaled prices stay exact. */
const multiple = (random: Random): number => 1 + (random.integer(11) - 5) / 64;

function terms(random: Random, close: number, time: number): OrderOptions {
  const price: OrderOptions = pick(random, [
    {},
    {},
    { onClose: true },
    { limit: close * multiple(random) },
    { stop: close * multiple(random) },
    { stop: close * multiple(random), limit: close * multiple(random) },
    { trail: close * (1 + random.integer(6)) * 0.015625 },
    { trailPercent: 1 + random.integer(8) },
  ]);
  const rests: OrderOptions = pick(random, [
    {},
    {},
    {},
    { timeInForce: 'DAY' },
    { timeInForce: 'IOC' },
    { timeInForce: 'FOK' },
    { goodTill: time + 3 * DAY_MS },
  ]);
  return { ...price, ...rests, ...(random.integer(5) === 0 ? { reduceOnly: true } : {}) };
}

/** An act whose effect depends on what is held or rests, or on the equity. */
function involved(context: Context, name: string, close: number, units: number, random: Random): void {
  const side = pick(random, ['buy', 'sell'] as const);
  const sign = side === 'buy' ? 1 : -1;
  const [resting] = context.openOrders(name);
  const legs = { stopLoss: close * (1 - sign / 32), takeProfit: close * (1 + sign / 32) };
  const acts: readonly (() => void)[] = [
    () => context.target(name, (random.integer(9) - 4) / 8),
    () => context.close(name),
    () => resting && context.cancel(resting.id),
    () => resting && context.amend(resting.id, { quantity: units, limit: close * multiple(random) }),
    () =>
      context.oco(name, [
        { side, quantity: units, limit: legs.stopLoss },
        { side, quantity: units, stop: legs.takeProfit },
      ]),
    () => context.bracket(name, { side, quantity: units, ...legs }),
  ];
  pick(random, acts)();
}

function trade(context: Context, name: string, random: Random, habits: TraderHabits): void {
  const series = context.history(name).close;
  const close = series.length > 0 ? series.ago(0) : Number.NaN;
  const bad = habits.senseless === true && random.integer(12) === 0;
  const units = bad ? pick(random, SENSELESS) : habits.unit * (1 + random.integer(200));
  if (habits.plain === true || random.integer(2) === 0) {
    const side = pick(random, ['buy', 'sell'] as const);
    const options = terms(random, bad && random.integer(2) === 0 ? Number.NaN : close, context.time);
    context[side](name, units, habits.plain === true ? { ...options, reduceOnly: false } : options);
  } else involved(context, name, close, units, random);
}

/** A strategy that trades at random in every way there is, the same for the same seed, times and names. */
export function randomTrader(habits: TraderHabits): Strategy {
  const root = randomFrom(habits.seed);
  return defineStrategy({
    name: 'random-trader',
    description: 'Trades at random.',
    parameters: z.object({}),
    lookback: () => 1,
    onBar(context) {
      for (const name of habits.names ?? context.universe) {
        if (habits.onlyFresh === true && !context.symbols.includes(name)) continue;
        const random = root.split(`${name} ${context.time}`);
        while (random.integer(2) === 0) trade(context, name, random, habits);
      }
    },
  });
}
