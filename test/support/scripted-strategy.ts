import fc from 'fast-check';
import { z } from 'zod';
import type { StrategyContext } from '../../src/strategy/context.ts';
import { defineStrategy, type Strategy } from '../../src/strategy/definition.ts';
import { START, timeOfRow } from './slices.ts';

/** One thing that a scripted strategy does. Prices are given as multiples of the last close. */
export type Action =
  | { readonly kind: 'target'; readonly symbol: number; readonly weight: number }
  | { readonly kind: 'close'; readonly symbol: number }
  | {
      readonly kind: 'order';
      readonly symbol: number;
      readonly side: 'buy' | 'sell';
      readonly quantity: number;
      readonly price: { readonly type: 'limit' | 'stop'; readonly multiple: number } | null;
      /** Distances of the exits of a bracket from its entry, as parts of its price; null for a plain order. */
      readonly exits: { readonly stop: number; readonly limit: number } | null;
    }
  | { readonly kind: 'cancel'; readonly symbol: number; readonly position: number };

/** What is done at the close of each row. */
export type Script = readonly (readonly Action[])[];

type Context = StrategyContext<unknown, unknown>;

function lastClose(context: Context, name: string): number {
  const { close } = context.history(name);
  return close.length > 0 ? close.ago(0) : Number.NaN;
}

function order(context: Context, name: string, action: Extract<Action, { kind: 'order' }>): void {
  const { side, quantity, price, exits } = action;
  const close = lastClose(context, name);
  const priced = price ? { [price.type]: close * price.multiple } : {};
  if (!exits) context[side](name, quantity, priced);
  else {
    const entry = close * (price?.multiple ?? 1);
    const sign = side === 'buy' ? 1 : -1;
    const stopLoss = entry * (1 - sign * exits.stop);
    const takeProfit = entry * (1 + sign * exits.limit);
    context.bracket(name, { side, quantity, stopLoss, takeProfit, ...priced });
  }
}

function act(context: Context, name: string, action: Action): void {
  if (action.kind === 'target') context.target(name, action.weight);
  else if (action.kind === 'close') context.close(name);
  else if (action.kind === 'order') order(context, name, action);
  else {
    const resting = context.openOrders(name)[action.position];
    if (resting) context.cancel(resting.id);
  }
}

/** A strategy that does what a script says, at the row whose time it sees. `names` are the symbols of the script. */
export function scriptedStrategy(names: readonly string[], script: Script): Strategy {
  return defineStrategy({
    name: 'scripted',
    description: 'Does what it was told.',
    parameters: z.object({}),
    lookback: () => 1,
    onBar(context) {
      const row = Math.round((context.time - START) / (timeOfRow(1) - START));
      for (const action of script[row] ?? []) act(context, names[action.symbol]!, action);
    },
  });
}

const side = fc.constantFrom('buy' as const, 'sell' as const);
const percent = (min: number, max: number) => fc.integer({ min, max }).map((value) => value / 100);

const quantity = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 300 }) },
  { weight: 4, arbitrary: percent(1, 5_000) },
  { weight: 1, arbitrary: fc.constantFrom(0, -3, Number.NaN, Number.POSITIVE_INFINITY, 1e17, 1e-12) },
);
const weight = fc.oneof(
  { weight: 12, arbitrary: percent(-150, 150) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1e17, -1e9, Number.NaN, Number.NEGATIVE_INFINITY) },
);
const price = fc.record({
  type: fc.constantFrom('limit' as const, 'stop' as const),
  multiple: percent(90, 110),
});
const exits = fc.record({ stop: percent(-1, 8), limit: percent(-1, 8) });

/** Orders of all kinds for the first `symbolCount` symbols, senseless ones among them. */
export function anyScript(symbolCount: number, rows: number): fc.Arbitrary<Script> {
  const symbol = fc.nat(symbolCount - 1);
  const action: fc.Arbitrary<Action> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('target' as const), symbol, weight }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('close' as const), symbol }) },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('order' as const),
        symbol,
        side,
        quantity,
        price: fc.option(price),
        exits: fc.option(exits),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('cancel' as const), symbol, position: fc.nat(1) }),
    },
  );
  const actions = fc.array(action, { maxLength: 3, size: 'max' });
  return fc.array(actions, { minLength: rows, maxLength: rows, size: 'max' });
}
