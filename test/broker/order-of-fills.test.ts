import { expect, test } from 'vitest';
import { limit, market, stop } from '../support/order-requests.ts';
import { bar, flat } from '../support/slices.ts';
import { Venue } from '../support/venue.ts';

test('no order fills on the slice that accepted it', () => {
  const venue = new Venue();
  venue.submit(market('buy', 1));
  venue.submit(limit('buy', 1, 200));
  venue.submit(stop('buy', 1, 50));
  venue.exchange.match(venue.slice);
  expect(venue.fills).toEqual([]);
});

test('what the open decides fills before what happens inside the bar, whatever the order numbers', () => {
  const venue = new Venue();
  const insideStop = venue.submit(stop('sell', 1, 90));
  const insideLimit = venue.submit(limit('sell', 1, 110));
  const gappedLimit = venue.submit(limit('buy', 1, 105));
  const gappedStop = venue.submit(stop('sell', 1, 101));
  const atMarket = venue.submit(market('buy', 1));
  expect(venue.play(bar(100, 120, 80, 100))).toEqual([
    ['filled', gappedLimit, 100],
    ['filled', gappedStop, 100],
    ['filled', atMarket, 100],
    ['filled', insideStop, 90],
    ['filled', insideLimit, 110],
  ]);
});

test('inside the bar stops fill before limits, and each kind by order number', () => {
  const venue = new Venue();
  const limits = [venue.submit(limit('buy', 1, 95)), venue.submit(limit('sell', 1, 105))];
  const stops = [venue.submit(stop('buy', 1, 109)), venue.submit(stop('sell', 1, 92))];
  const moreLimits = [venue.submit(limit('buy', 1, 98))];
  const moreStops = [venue.submit(stop('buy', 1, 103))];
  const filled = venue.play(bar(100, 110, 90, 100)).map(([, id]) => id);
  expect(filled).toEqual([...stops, ...moreStops, ...limits, ...moreLimits]);
});

test('the order of a symbol without a bar waits, and fills at the open of its next bar', () => {
  const venue = new Venue({ symbolCount: 2 });
  const first = venue.submit(market('buy', 1, { symbolIndex: 0 }));
  const second = venue.submit(market('buy', 1, { symbolIndex: 1 }));
  expect(venue.play(bar(101, 102, 100, 101), null)).toEqual([['filled', first, 101]]);
  expect(venue.play(flat(103), null)).toEqual([]);
  expect(venue.play(null, bar(97, 98, 96, 97))).toEqual([['filled', second, 97]]);
});

test('a limit that no bar reaches rests until one does', () => {
  const venue = new Venue();
  const id = venue.submit(limit('buy', 1, 80));
  for (let i = 0; i < 50; i++) expect(venue.play(flat(100))).toEqual([]);
  expect(venue.play(bar(100, 100, 80, 90))).toEqual([['filled', id, 80]]);
});

test('order numbers rise from 1 over all symbols', () => {
  const venue = new Venue({ symbolCount: 3 });
  const ids = [2, 0, 1, 2].map((symbolIndex) => venue.submit(limit('buy', 1, 50, { symbolIndex })));
  expect(ids).toEqual([1, 2, 3, 4]);
  expect(venue.restingIds).toEqual(ids);
  expect(venue.exchange.openOrders(2).map(({ id }) => id)).toEqual([1, 4]);
});

test('an accepted order cannot be changed by whoever is shown it, nor can the book', () => {
  const venue = new Venue();
  const id = venue.submit(limit('buy', 1, 90));
  const shown = venue.exchange.openOrders(0);
  expect(Object.isFrozen(shown[0])).toBe(true);
  shown.length = 0;
  expect(venue.exchange.openOrders(0).map((order) => order.id)).toEqual([id]);
});
