import { describe, expect, test } from 'vitest';
import { Ledger } from '../../src/ledger/ledger.ts';
import type { Fill } from '../../src/model/fill.ts';
import { bar, flat, SliceWriter } from '../support/slices.ts';

function fill(side: 'buy' | 'sell', quantity: number, price: number, rest: Partial<Fill> = {}): Fill {
  return {
    id: 1,
    orderId: 1,
    symbolIndex: 0,
    side,
    quantity,
    price,
    referencePrice: price,
    commission: 0,
    ambiguous: false,
    oppositeProfitDifference: null,
    ...rest,
  };
}

/** A ledger with 1,000 of cash and one symbol, after the fills, each of them checked. */
function ledgerAfter(...fills: Fill[]): Ledger {
  const ledger = new Ledger(1, 1_000);
  for (const [index, one] of fills.entries()) {
    ledger.book({ ...one, id: index + 1 }, index * 1_000, index);
    ledger.verify();
  }
  return ledger;
}

describe('a position', () => {
  test('is flat and without a price before the first fill', () => {
    const ledger = new Ledger(2, 1_000);
    expect([ledger.quantity(1), ledger.averagePrice(1)]).toEqual([0, Number.NaN]);
    expect([ledger.cash, ledger.equity, ledger.gross, ledger.net]).toEqual([1_000, 1_000, 0, 0]);
  });

  test('is held at the average of its entry prices, weighted by quantity', () => {
    const ledger = ledgerAfter(fill('buy', 1, 100), fill('buy', 3, 120));
    expect([ledger.quantity(0), ledger.averagePrice(0), ledger.cash]).toEqual([4, 115, 540]);
  });

  test('keeps its average price where it is reduced, and realises the difference', () => {
    const ledger = ledgerAfter(fill('buy', 4, 100), fill('sell', 1, 130));
    expect([ledger.quantity(0), ledger.averagePrice(0), ledger.realised]).toEqual([3, 100, 30]);
  });

  test('short gains when it is bought back lower', () => {
    const ledger = ledgerAfter(fill('sell', 2, 100), fill('buy', 2, 90));
    expect([ledger.quantity(0), ledger.realised, ledger.cash]).toEqual([0, 20, 1_020]);
    expect(ledger.averagePrice(0)).toBeNaN();
  });

  test('that crosses zero realises what it closes and starts anew at the price of the fill', () => {
    const ledger = ledgerAfter(fill('buy', 2, 100), fill('sell', 5, 110));
    expect([ledger.quantity(0), ledger.averagePrice(0), ledger.realised]).toEqual([-3, 110, 20]);
    const back = ledgerAfter(fill('sell', 2, 100), fill('buy', 5, 110));
    expect([back.quantity(0), back.averagePrice(0), back.realised]).toEqual([3, 110, -20]);
  });

  test('that decimal quantities close is flat, whatever binary rounding leaves of them', () => {
    for (const [close, ...entries] of [
      [0.3, 0.1, 0.2],
      [0.8, 0.1, 0.7],
      [0.7, 0.1, 0.6],
      [0.7, 0.4, 0.2, 0.1],
    ] as const) {
      const ledger = ledgerAfter(
        ...entries.map((quantity) => fill('buy', quantity, 7)),
        fill('sell', close, 7),
      );
      expect([ledger.quantity(0), ledger.roundTrips.length, ledger.gross]).toEqual([0, 1, 0]);
      expect(ledger.averagePrice(0)).toBeNaN();
      expect(ledger.equity).toBeCloseTo(1_000, 10);
    }
  });
});

describe('a booking', () => {
  test('tells the position after the fill and what it realised before commission', () => {
    const ledger = new Ledger(1, 1_000);
    expect(ledger.book(fill('buy', 2, 100, { commission: 1 }), 0, 0)).toEqual({
      positionQuantity: 2,
      positionPrice: 100,
      profitRealised: 0,
      exchangeRate: 1,
    });
    expect(ledger.book(fill('sell', 2, 90, { id: 2, commission: 1 }), 1, 1)).toEqual({
      positionQuantity: 0,
      positionPrice: null,
      profitRealised: -20,
      exchangeRate: 1,
    });
    expect([ledger.realised, ledger.commission, ledger.cash]).toEqual([-20, 2, 978]);
  });

  test('moves cash, position, exposure and equity at once', () => {
    const ledger = ledgerAfter(fill('sell', 3, 100, { commission: 2 }));
    expect([ledger.cash, ledger.equity, ledger.gross, ledger.net]).toEqual([1_298, 998, 300, -300]);
  });
});

describe('marking', () => {
  test('values each position at its last close, also where the symbol has no bar', () => {
    const ledger = new Ledger(2, 1_000);
    const writer = new SliceWriter(['A', 'B']);
    ledger.book(fill('buy', 2, 100, { symbolIndex: 0 }), 0, 0);
    ledger.book(fill('sell', 1, 50, { id: 2, symbolIndex: 1 }), 0, 0);
    ledger.mark(writer.show([bar(100, 111, 99, 110), flat(60)]));
    expect([ledger.equity, ledger.gross, ledger.net]).toEqual([1_010, 280, 160]);
    ledger.mark(writer.show([flat(120), null]));
    expect([ledger.equity, ledger.gross, ledger.net]).toEqual([1_030, 300, 180]);
    expect(ledger.cash).toBe(850);
    ledger.verify();
  });

  test('leaves a flat account as it is, before any bar of a symbol too', () => {
    const ledger = new Ledger(2, 1_000);
    const writer = new SliceWriter(['A', 'B']);
    ledger.mark(writer.show([flat(1e9), null]));
    expect([ledger.cash, ledger.equity, ledger.gross, ledger.net]).toEqual([1_000, 1_000, 0, 0]);
  });
});

describe('a round trip', () => {
  test('is handed over once, in the order of closing, however many there are', () => {
    const ledger = new Ledger(1, 1_000);
    const close = (count: number) => {
      const before = ledger.roundTripCount;
      for (let trip = 0; trip < count; trip++) {
        const id = 2 * (trip + booked) + 1;
        ledger.book(fill(trip % 2 === 0 ? 'buy' : 'sell', 1, 10 + trip, { id }), id, id);
        ledger.book(fill(trip % 2 === 0 ? 'sell' : 'buy', 1, 10, { id: id + 1 }), id + 1, id + 1);
      }
      booked += count;
      expect(ledger.roundTripCount).toBe(before + count);
    };
    let booked = 0;
    for (const count of [200, 1, 300]) {
      close(count);
      const kept = ledger.roundTrips;
      expect(kept.map(({ profit }) => profit)).toEqual(
        Array.from({ length: count }, (_, trip) => (trip % 2 === 0 ? 0 - trip : trip)),
      );
      expect(ledger.takeRoundTrips()).toEqual(kept);
      expect(ledger.roundTrips).toEqual([]);
    }
  });

  test('runs from flat to flat and averages its entries and its exits', () => {
    const ledger = ledgerAfter(
      fill('buy', 1, 100, { commission: 1 }),
      fill('buy', 3, 120, { commission: 3 }),
      fill('sell', 2, 130, { commission: 2 }),
      fill('sell', 2, 110, { commission: 2 }),
    );
    expect(ledger.roundTrips).toEqual([
      {
        symbolIndex: 0,
        side: 'long',
        entryTime: 0,
        exitTime: 3_000,
        entryIndex: 0,
        exitIndex: 3,
        quantity: 4,
        entryPrice: 115,
        exitPrice: 120,
        commission: 8,
        profit: 12,
        currencyProfit: 0,
      },
    ]);
  });

  test('goes on where a reduced position is added to again', () => {
    const ledger = ledgerAfter(
      fill('buy', 2, 100),
      fill('sell', 1, 110),
      fill('buy', 1, 90),
      fill('sell', 2, 100),
    );
    expect(ledger.roundTrips).toMatchObject([{ quantity: 3, profit: 20, entryIndex: 0, exitIndex: 3 }]);
  });

  test('ends and the next begins with a fill that crosses zero, which shares its commission by quantity', () => {
    const ledger = ledgerAfter(
      fill('buy', 2, 100, { commission: 1 }),
      fill('sell', 8, 110, { commission: 4 }),
      fill('buy', 6, 100, { commission: 2 }),
    );
    expect(ledger.roundTrips).toMatchObject([
      { side: 'long', quantity: 2, entryPrice: 100, exitPrice: 110, commission: 2, profit: 18 },
      {
        side: 'short',
        quantity: 6,
        entryPrice: 110,
        exitPrice: 100,
        commission: 5,
        profit: 55,
        entryIndex: 1,
      },
    ]);
  });

  test('of one symbol does not mix with that of another', () => {
    const ledger = new Ledger(2, 1_000);
    ledger.book(fill('buy', 1, 10, { symbolIndex: 0 }), 0, 0);
    ledger.book(fill('sell', 1, 10, { id: 2, symbolIndex: 1 }), 0, 0);
    expect(ledger.roundTrips).toEqual([]);
    ledger.book(fill('buy', 1, 8, { id: 3, symbolIndex: 1 }), 1, 1);
    expect(ledger.roundTrips).toMatchObject([{ symbolIndex: 1, side: 'short', profit: 2 }]);
  });
});
