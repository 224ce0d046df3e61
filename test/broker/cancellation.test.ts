import { expect, test } from 'vitest';
import { exits, limit, market, stop } from '../support/order-requests.ts';
import { bar, flat } from '../support/slices.ts';
import { Venue } from '../support/venue.ts';

test('a cancelled order is gone, and a second cancellation finds nothing', () => {
  const venue = new Venue();
  const id = venue.submit(limit('buy', 1, 90));
  expect(venue.exchange.cancel(id, 'strategy')).toBe(true);
  expect(venue.exchange.cancel(id, 'strategy')).toBe(false);
  expect(venue.events.slice(-1)).toEqual([['cancelled', id, 'strategy']]);
  expect(venue.play(flat(80))).toEqual([]);
});

test('a filled order and a number that never was cannot be cancelled', () => {
  const venue = new Venue();
  const id = venue.submit(market('buy', 1));
  venue.play(flat(100));
  const told = venue.events.length;
  expect(venue.exchange.cancel(id, 'strategy')).toBe(false);
  expect(venue.exchange.cancel(id + 1, 'strategy')).toBe(false);
  expect(venue.events).toHaveLength(told);
});

test('cancelTargets takes what targets of that symbol left open, and nothing else', () => {
  const venue = new Venue({ symbolCount: 2 });
  const target = venue.submit(market('buy', 1, { origin: 'target' }));
  const own = venue.submit(market('buy', 1));
  const elsewhere = venue.submit(market('buy', 1, { symbolIndex: 1, origin: 'target' }));
  venue.exchange.cancelTargets(0);
  expect(venue.events.slice(-1)).toEqual([['cancelled', target, 'superseded']]);
  expect(venue.restingIds).toEqual([own, elsewhere]);
});

test('cancelAll empties the books of all symbols, exits included', () => {
  const venue = new Venue({ symbolCount: 2 });
  venue.submit(market('buy', 1, { bracket: exits(90, 110) }));
  venue.play(flat(100), flat(100));
  venue.submit(stop('buy', 1, 120, { symbolIndex: 1 }));
  venue.exchange.cancelAll('account-ruined');
  expect(venue.events.slice(-3)).toEqual([
    ['cancelled', 2, 'account-ruined'],
    ['cancelled', 3, 'account-ruined'],
    ['cancelled', 4, 'account-ruined'],
  ]);
  expect(venue.restingIds).toEqual([]);
  expect(venue.play(bar(100, 200, 50, 100), flat(150))).toEqual([]);
});

test('the book tells market orders by sign and entries by side, and leaves exits out', () => {
  const venue = new Venue();
  venue.submit(market('buy', 4, { bracket: exits(50, 150) }));
  venue.play(flat(100));
  venue.submit(market('buy', 5));
  venue.submit(market('sell', 2));
  venue.submit(limit('buy', 7, 90));
  venue.submit(stop('buy', 8, 110));
  venue.submit(limit('sell', 1, 110));
  expect(venue.exchange.openOrders(0)).toHaveLength(7);
  expect(venue.exchange.book.marketQuantity(0)).toBe(3);
  expect(venue.exchange.book.entryQuantity(0, 'buy')).toBe(15);
  expect(venue.exchange.book.entryQuantity(0, 'sell')).toBe(1);
});
