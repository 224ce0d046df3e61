import { describe, expect, test } from 'vitest';
import { DEFAULT_FILL_RULES } from '../../src/broker/fill-rules.ts';
import { runSettingsSchema } from '../../src/run/run-settings.ts';
import { exits, limit, market, onClose, onOpen, stop, stopLimit } from '../support/order-requests.ts';
import { type Bar, bar } from '../support/slices.ts';
import { Venue } from '../support/venue.ts';

/** A bar around 100 with room for `room` units at a participation of a tenth. */
const withRoom = (room: number, [open, high, low, close]: readonly [number, number, number, number]): Bar =>
  bar(open, high, low, close, room * 10);
const quiet = (room: number): Bar => withRoom(room, [100, 101, 99, 100]);
const venueOf = (): Venue => new Venue({ participation: 0.1 });
const partsOf = (venue: Venue) =>
  venue.fills.map(({ orderId, quantity, referencePrice }) => [orderId, quantity, referencePrice]);

test('a market order takes the room of each bar at its open until it is whole', () => {
  const venue = venueOf();
  venue.submit(market('buy', 10));
  venue.play(quiet(4));
  expect(venue.exchange.openOrders(0)).toMatchObject([{ quantity: 6 }]);
  expect(venue.exchange.book.marketQuantity(0)).toBe(6);
  venue.play(withRoom(4, [103, 104, 102, 103]));
  venue.play(quiet(4));
  expect(partsOf(venue)).toEqual([
    [1, 4, 100],
    [1, 4, 103],
    [1, 2, 100],
  ]);
  expect(venue.exchange.openOrders(0)).toEqual([]);
});

test('all orders of a bar share its room in the order in which they fill', () => {
  const venue = venueOf();
  venue.submit(limit('buy', 5, 99.5));
  venue.submit(market('buy', 3));
  venue.submit(onClose('sell', 5));
  venue.play(quiet(6));
  expect(partsOf(venue)).toEqual([
    [2, 3, 100],
    [1, 3, 99.5],
  ]);
  venue.play(withRoom(4, [100, 101, 100, 101]));
  expect(partsOf(venue).slice(2)).toEqual([[3, 4, 101]]);
});

test('a bar without volume fills nothing', () => {
  const venue = venueOf();
  venue.submit(market('buy', 1));
  expect(venue.play(quiet(0))).toEqual([]);
  expect(venue.play(quiet(1))).toEqual([['filled', 1, 100]]);
});

test('a stop that was reached goes on as a market order, a stop-limit as a limit order', () => {
  const venue = venueOf();
  venue.submit(stop('buy', 6, 105));
  venue.submit(stopLimit('buy', 5, [105, 106]));
  expect(venue.play(withRoom(4, [100, 107, 99, 100]))).toEqual([
    ['triggered', 1],
    ['filled', 1, 105],
    ['triggered', 2],
  ]);
  expect(venue.exchange.book.marketQuantity(0)).toBe(2);
  expect(venue.play(withRoom(4, [108, 109, 107, 108]))).toEqual([['filled', 1, 108]]);
  expect(venue.play(withRoom(5, [107, 108, 104, 105]))).toEqual([['filled', 2, 106]]);
});

test('the first part of a stop-limit pays the slippage and the commission of a stop, its rest those of a limit', () => {
  const costs = { slippageBps: 10, takerBps: 20, makerBps: 0 };
  const [parts, whole] = [4, 8].map((room) => {
    const venue = new Venue({ participation: 0.1, ...costs });
    venue.submit(stopLimit('buy', 8, [105, 106]));
    venue.play(withRoom(room, [100, 107, 99, 100]));
    venue.play(withRoom(room, [107, 108, 104, 105]));
    return venue.fills;
  });
  const paid = 105 * 1.001;
  expect(whole).toMatchObject([{ quantity: 8, price: expect.closeTo(paid, 9) }]);
  expect(parts).toMatchObject([
    { quantity: 4, price: expect.closeTo(paid, 9), commission: expect.closeTo(4 * paid * 0.002, 9) },
    { quantity: 4, price: 106, commission: 0 },
  ]);
});

test('an IOC order keeps its part and ends; a FOK order is filled whole or not at all', () => {
  const venue = venueOf();
  venue.submit(market('buy', 5, { timeInForce: 'FOK' }));
  venue.submit(market('buy', 5, { timeInForce: 'IOC' }));
  expect(venue.play(quiet(4))).toEqual([
    ['expired', 1, 'not-whole'],
    ['filled', 2, 100],
    ['expired', 2, 'not-at-once'],
  ]);
  venue.submit(onClose('buy', 5, { timeInForce: 'FOK' }));
  venue.submit(onClose('buy', 5, { timeInForce: 'IOC' }));
  expect(venue.play(quiet(4))).toEqual([
    ['expired', 3, 'not-whole'],
    ['filled', 4, 100],
    ['expired', 4, 'not-at-once'],
  ]);
});

test('the exits of a bracket grow with the parts of their entry', () => {
  const venue = venueOf();
  venue.submit(market('buy', 10, { bracket: exits(90, 110) }));
  venue.play(quiet(4));
  expect(venue.exchange.openOrders(0)).toMatchObject([{ quantity: 6 }, { quantity: 4 }, { quantity: 4 }]);
  expect(venue.play(quiet(6))).toEqual([
    ['filled', 1, 100],
    ['amended', 2, 10],
    ['amended', 3, 10],
  ]);
  expect(venue.exchange.openOrders(0)).toMatchObject([{ quantity: 10 }, { quantity: 10 }]);
});

test('a part of an exit ends what is open of its entry, and leaves the other exit standing', () => {
  const venue = venueOf();
  venue.submit(market('buy', 10, { bracket: exits(90, 110) }));
  venue.play(quiet(4));
  // At one open the entry comes before the exits, which reduce only, and takes all the room.
  expect(venue.play(withRoom(3, [111, 112, 109, 110]))).toEqual([
    ['filled', 1, 111],
    ['amended', 2, 7],
    ['amended', 3, 7],
  ]);
  expect(venue.play(withRoom(4, [100, 101, 99, 100]))).toEqual([
    ['filled', 1, 100],
    ['amended', 2, 10],
    ['amended', 3, 10],
  ]);
  expect(venue.play(withRoom(4, [111, 112, 109, 110]))).toEqual([['filled', 3, 111]]);
  expect(venue.play(withRoom(9, [90, 91, 89, 90]))).toEqual([
    ['filled', 2, 90],
    ['cancelled', 3, 'other-exit-filled'],
  ]);
  expect(venue.ledger.quantity(0)).toBe(0);
});

test('an exit that is reached inside the bar cancels an entry that is still open', () => {
  const venue = venueOf();
  venue.submit(limit('buy', 10, 100, { bracket: exits(95, 110) }));
  venue.play(withRoom(4, [101, 102, 100, 101]));
  expect(venue.play(withRoom(4, [109, 111, 108, 109]))).toEqual([
    ['filled', 3, 110],
    ['cancelled', 2, 'other-exit-filled'],
    ['cancelled', 1, 'other-exit-filled'],
  ]);
});

test('the first part of an OCO order cancels the others', () => {
  const venue = venueOf();
  venue.submit(limit('buy', 5, 99.5, { ocoGroup: 1 }));
  venue.submit(stop('buy', 5, 105, { ocoGroup: 1 }));
  expect(venue.play(quiet(2))).toEqual([
    ['filled', 1, 99.5],
    ['cancelled', 2, 'other-leg-filled'],
  ]);
  expect(venue.exchange.openOrders(0)).toMatchObject([{ id: 1, quantity: 3 }]);
});

test('along a path an order is tried once in a bar', () => {
  const venue = new Venue({ participation: 0.1, intrabar: 'open-high-low-close' });
  venue.submit(limit('buy', 5, 99.5));
  expect(venue.play(quiet(2))).toEqual([['filled', 1, 99.5]]);
  expect(venue.play(quiet(9))).toEqual([['filled', 1, 99.5]]);
});

test('a symbol whose source has no volume is not limited, beside one that is', () => {
  const venue = new Venue({ participation: 0.1, symbolCount: 2, hasVolume: [false, true] });
  for (const symbolIndex of [0, 1]) venue.submit(market('buy', 50, { symbolIndex }));
  venue.play(bar(100, 100, 100, 100, 0), bar(100, 100, 100, 100, 30));
  expect(venue.fills.map(({ symbolIndex, quantity }) => [symbolIndex, quantity])).toEqual([
    [0, 50],
    [1, 3],
  ]);
});

test('a tenth is what a run takes that does not say otherwise, and none is no limit', () => {
  expect(runSettingsSchema.parse({}).participation).toBe(0.1);
  expect(DEFAULT_FILL_RULES.participation).toBe(0.1);
  expect(runSettingsSchema.parse({ participation: 'none' }).participation).toBe('none');
  const venue = new Venue({ participation: 'none' });
  venue.submit(market('buy', 50));
  venue.play(bar(100, 100, 100, 100, 0));
  expect(venue.fills).toMatchObject([{ quantity: 50 }]);
});

describe('a market-on-open order', () => {
  test('has one chance: what the open leaves of it expires', () => {
    const venue = venueOf();
    venue.submit(onOpen('buy', 10));
    expect(venue.play(quiet(4))).toEqual([
      ['filled', 1, 100],
      ['expired', 1, 'not-at-open'],
    ]);
    expect(venue.fills).toMatchObject([{ quantity: 4 }]);
  });

  test('waits for a bar of its symbol, and expires where that has no room', () => {
    const venue = new Venue({ participation: 0.1, symbolCount: 2 });
    venue.submit(onOpen('buy', 10));
    expect(venue.play(null, quiet(9))).toEqual([]);
    expect(venue.play(quiet(0), quiet(9))).toEqual([['expired', 1, 'not-at-open']]);
  });

  test.each(['next-open', 'next-close', 'same-close'] as const)('fills at the open under fill %s', (fill) => {
    const venue = new Venue({ fill });
    venue.submit(onOpen('buy', 10));
    expect(venue.play(bar(103, 110, 95, 97))).toEqual([['filled', 1, 103]]);
  });

  test('brings exits that are live on the rest of its bar', () => {
    const venue = new Venue();
    venue.submit(onOpen('buy', 10, { bracket: exits(90, 110) }));
    venue.play(bar(100, 111, 99, 105));
    expect(partsOf(venue)).toEqual([
      [1, 10, 100],
      [3, 10, 110],
    ]);
  });
});
