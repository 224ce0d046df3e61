import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { EngineEvent } from '../../src/model/event.ts';
import type { StrategyContext } from '../../src/strategy/context.ts';
import { defineStrategy } from '../../src/strategy/definition.ts';
import { type AssemblySettings, runStrategy } from '../support/assembly.ts';
import { anyMarket } from '../support/random-market.ts';
import { flat } from '../support/slices.ts';

const SYMBOLS = ['A', 'B'];
const ROWS = 25;

/** What a strategy may ask for at a row; prices are multiples of the last close. */
type Request =
  | {
      readonly kind: 'order';
      readonly symbol: string;
      readonly side: 'buy' | 'sell';
      readonly quantity: number;
      readonly limit: number | null;
      readonly timeInForce: 'GTC' | 'DAY' | 'IOC' | 'FOK';
    }
  | { readonly kind: 'target'; readonly symbol: string; readonly weight: number }
  | { readonly kind: 'cancel'; readonly position: number }
  | { readonly kind: 'amend'; readonly position: number; readonly quantity: number };

const symbol = fc.constantFrom(...SYMBOLS);
/** Of the orders that rest; mostly there is none at it. */
const position = fc.nat(3);

const request: fc.Arbitrary<Request> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      symbol,
      side: fc.constantFrom<'buy' | 'sell'>('buy', 'sell'),
      quantity: fc.constantFrom(1, 7, 60, 200, 1e9, 0, -3, Number.NaN),
      limit: fc.constantFrom(null, null, 0.97, 1.03, Number.NaN),
      timeInForce: fc.constantFrom<'GTC' | 'DAY' | 'IOC' | 'FOK'>('GTC', 'DAY', 'IOC', 'FOK'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('target' as const),
      symbol,
      weight: fc.constantFrom(0, 0.3, -0.4, 0.30001, 5, Number.NaN),
    }),
  },
  fc.record({ kind: fc.constant('cancel' as const), position }),
  fc.record({
    kind: fc.constant('amend' as const),
    position,
    quantity: fc.constantFrom(2, 30, 1e9, 0, Number.NaN),
  }),
);

const settings: fc.Arbitrary<AssemblySettings> = fc.record({
  grossLimit: fc.constantFrom(1, 2),
  account: fc.constantFrom<'margin' | 'cash'>('margin', 'cash'),
  participation: fc.constantFrom<'none' | number>('none', 0.1),
  commissionBps: fc.constantFrom(0, 30),
});

/** A request with what the strategy knew when it stated it. */
interface Stated {
  readonly request: Request;
  readonly tag: string;
  readonly time: number;
  readonly orderId: number;
  /** Whether its order rested then, of a cancellation or an amendment. */
  readonly rested: boolean;
  /** The units that a target lacked, as a part of equity. */
  readonly lacking: number;
}

type Context = StrategyContext<unknown, unknown>;

function state(context: Context, wanted: Request, tag: string): Stated {
  const stated = { request: wanted, tag, time: context.time, orderId: 0, rested: false, lacking: Number.NaN };
  if (wanted.kind === 'cancel' || wanted.kind === 'amend') {
    const resting = SYMBOLS.flatMap((name) => context.openOrders(name))[wanted.position];
    const orderId = resting?.id ?? -1;
    if (wanted.kind === 'cancel') context.cancel(orderId);
    else context.amend(orderId, { quantity: wanted.quantity });
    return { ...stated, orderId, rested: resting !== undefined };
  }
  const { close } = context.history(wanted.symbol);
  const price = close.length > 0 ? close.ago(0) : Number.NaN;
  if (wanted.kind === 'target') {
    const coming = context
      .openOrders(wanted.symbol)
      .filter(({ type, origin }) => type === 'market' && origin !== 'target')
      .reduce((units, { side, quantity }) => units + (side === 'buy' ? quantity : -quantity), 0);
    const held = context.position(wanted.symbol).quantity + coming;
    context.target(wanted.symbol, wanted.weight, tag);
    return { ...stated, lacking: Math.abs(wanted.weight - (held === 0 ? 0 : held * price) / context.equity) };
  }
  const options = wanted.limit === null ? {} : { limit: price * wanted.limit };
  context[wanted.side](wanted.symbol, wanted.quantity, { ...options, timeInForce: wanted.timeInForce, tag });
  return stated;
}

function play(script: readonly (readonly Request[])[], rows: never, run: AssemblySettings) {
  const stated: Stated[] = [];
  let row = 0;
  const strategy = defineStrategy({
    name: 'stating',
    description: 'States what a script says, each with a tag of its own.',
    parameters: z.object({}),
    lookback: () => 1,
    onBar: (context) => {
      for (const wanted of script[row++] ?? []) {
        stated.push(state(context as unknown as Context, wanted, `r${stated.length}`));
      }
    },
  });
  const { journal } = runStrategy(strategy, rows, { symbols: SYMBOLS, cash: 20_000, ...run });
  return { stated, events: journal.events };
}

const isOf = (event: EngineEvent, tag: string): boolean =>
  (event.kind === 'order-accepted' && event.order.tag === tag && event.order.parentId === null) ||
  (event.kind === 'order-refused' && event.request.tag === tag);

/** Why the request must have left no trace; null where it must have left one. */
function noOperation(each: Stated, all: readonly Stated[]): string | null {
  const { request: wanted, time } = each;
  if (wanted.kind === 'order') return null;
  if (wanted.kind === 'target') {
    const later = all.slice(all.indexOf(each) + 1);
    const isReplaced = later.some(
      (other) =>
        other.time === time && other.request.kind === 'target' && other.request.symbol === wanted.symbol,
    );
    if (isReplaced) return 'a later target of the slice';
    return each.lacking < 2e-9 ? 'a target that is met' : null;
  }
  return each.rested ? null : 'an order that rests no more';
}

/** Whether the journal says what became of the request. */
function isTold(
  { request: wanted, tag, time, orderId: id }: Stated,
  events: readonly EngineEvent[],
): boolean {
  if (wanted.kind === 'order' || wanted.kind === 'target') {
    // At its own time: an amendment that is refused later bears the tag of its order.
    return events.filter((event) => event.time === time && isOf(event, tag)).length === 1;
  }
  return events.some(
    (event) =>
      event.time === time &&
      (('orderId' in event && event.orderId === id && /cancelled|amended/.test(event.kind)) ||
        (event.kind === 'order-refused' && wanted.kind === 'amend')),
  );
}

test('every request that a strategy states is accepted, refused with a reason, or one of the documented no-operations', () => {
  const seen = new Map<string, number>();
  const count = (name: string): void => void seen.set(name, (seen.get(name) ?? 0) + 1);
  fc.assert(
    fc.property(
      fc.array(fc.array(request, { maxLength: 4 }), { minLength: ROWS, maxLength: ROWS, size: 'max' }),
      anyMarket(SYMBOLS.length, ROWS),
      settings,
      (script, rows, run) => {
        const { stated, events } = play(script, rows as never, run);
        for (const each of stated) {
          const nothing = noOperation(each, stated);
          count(nothing ?? each.request.kind);
          if (nothing === null)
            expect({ ...each, isTold: isTold(each, events) }).toEqual({ ...each, isTold: true });
          else if (each.request.kind === 'target') {
            expect(events.filter((event) => isOf(event, each.tag))).toEqual([]);
          }
        }
      },
    ),
    { seed: 33, numRuns: 60 },
  );
  for (const name of [
    'order',
    'target',
    'cancel',
    'amend',
    'a later target of the slice',
    'an order that rests no more',
  ]) {
    expect([name, (seen.get(name) ?? 0) > 10]).toEqual([name, true]);
  }
});

test('an order that is stated in a callback other than onBar is an error, not a loss', () => {
  let kept: Context | null = null;
  const strategy = defineStrategy({
    name: 'misplaced',
    description: 'Orders from an indicator, with the context of the bar before.',
    parameters: z.object({}),
    lookback: () => 1,
    init: ({ track }) => track('A', { ready: true, update: (_close: number): void => kept?.buy('A', 1) }),
    onBar: (context) => {
      kept = context as unknown as Context;
    },
  });
  expect(() => runStrategy(strategy, [[flat(100)], [flat(100)]])).toThrow(/^E_PLUGIN_ORDERS .*outside of it/);
});
