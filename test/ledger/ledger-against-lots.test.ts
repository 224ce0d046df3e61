import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Ledger } from '../../src/ledger/ledger.ts';
import { cashAfter, positionByLots, type SignedFill } from './lot-ledger.ts';

const SYMBOLS = 3;
const CASH = 100_000;
const PROPERTY = { seed: 8_001, numRuns: 150 } as const;

const symbol = fc.nat(SYMBOLS - 1);
const side = fc.constantFrom(1, -1);
const rate = fc.integer({ min: 0, max: 100 }).map((bps) => bps / 10_000);

function fillsOf(quantity: fc.Arbitrary<number>, price: fc.Arbitrary<number>): fc.Arbitrary<SignedFill[]> {
  const one = fc.tuple(symbol, side, quantity, price, rate).map(([index, sign, units, paid, part]) => ({
    symbol: index,
    units: sign * units,
    price: paid,
    commission: units * paid * part,
  }));
  return fc.array(one, { minLength: 1, maxLength: 60, size: 'max' });
}

/** Eighths come back to exactly zero often, and cross it. */
const eighths = fc.integer({ min: 1, max: 40 }).map((units) => units / 8);
const cents = fc.integer({ min: 1, max: 50_000 }).map((units) => units / 100);
const everyday = fillsOf(eighths, cents);

/** Quantities and prices from a billionth to a billion. */
const wide = fc
  .tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: -9, max: 6 }))
  .map(([digits, exponent]) => Number(`${digits}e${exponent}`));
const extreme = fillsOf(wide, wide);

function book(
  fills: readonly SignedFill[],
  each: (ledger: Ledger, index: number) => void = () => {},
): Ledger {
  const ledger = new Ledger(SYMBOLS, CASH);
  for (const [index, { symbol: symbolIndex, units, price, commission }] of fills.entries()) {
    const sign = units > 0 ? 'buy' : 'sell';
    const quantity = Math.abs(units);
    const plain = {
      id: index + 1,
      orderId: index + 1,
      referencePrice: price,
      ambiguous: false,
      oppositeProfitDifference: null,
    };
    ledger.book({ ...plain, symbolIndex, side: sign, quantity, price, commission }, index, index);
    each(ledger, index);
  }
  return ledger;
}

/** Money that went back and forth: the scale of all rounding. */
function turnoverOf(fills: readonly SignedFill[]): number {
  return fills.reduce((sum, { units, price }) => sum + Math.abs(units) * price, CASH);
}

function expectNear(actual: number, expected: number, scale: number): void {
  if (Number.isNaN(expected)) expect(actual).toBeNaN();
  else expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * scale);
}

describe('against a ledger that keeps every lot and replays all fills from scratch', () => {
  test('positions, average prices, realised profit and cash agree after every fill', () => {
    fc.assert(
      fc.property(everyday, (fills) => {
        book(fills, (ledger, index) => {
          const past = fills.slice(0, index + 1);
          const scale = turnoverOf(past);
          const positions = Array.from({ length: SYMBOLS }, (_, at) => positionByLots(past, at));
          const realised = positions.reduce((sum, position) => sum + position.realised, 0);
          expectNear(ledger.cash, cashAfter(past, CASH), scale);
          expectNear(ledger.realised, realised, scale);
          const at = fills[index]!.symbol;
          expectNear(ledger.quantity(at), positions[at]!.units, Math.abs(positions[at]!.units));
          expectNear(ledger.averagePrice(at), positions[at]!.averagePrice, positions[at]!.averagePrice);
        });
      }),
      PROPERTY,
    );
  });

  test('round trips agree one by one, flips and shared commission included', () => {
    fc.assert(
      fc.property(everyday, (fills) => {
        const ledger = book(fills);
        const scale = turnoverOf(fills);
        for (let at = 0; at < SYMBOLS; at++) {
          const profits = ledger.roundTrips
            .filter((trip) => trip.symbolIndex === at)
            .map((trip) => trip.profit);
          const expected = positionByLots(fills, at).roundTrips;
          expect(profits).toHaveLength(expected.length);
          for (const [i, profit] of profits.entries()) expectNear(profit, expected[i]!, scale);
        }
      }),
      PROPERTY,
    );
  });

  test('cash and realised profit agree for sizes from a billionth to a billion', () => {
    fc.assert(
      fc.property(extreme, (fills) => {
        const ledger = book(fills);
        const scale = turnoverOf(fills);
        const positions = Array.from({ length: SYMBOLS }, (_, at) => positionByLots(fills, at));
        expectNear(ledger.cash, cashAfter(fills, CASH), scale);
        expectNear(
          ledger.realised,
          positions.reduce((sum, { realised }) => sum + realised, 0),
          scale,
        );
      }),
      PROPERTY,
    );
  });
});

test('after every booking equity is cash and positions, and also initial cash and profit less commission', () => {
  fc.assert(
    fc.property(everyday, (fills) => {
      const lastPrice = Array.from({ length: SYMBOLS }, () => 0);
      book(fills, (ledger, index) => {
        lastPrice[fills[index]!.symbol] = fills[index]!.price;
        ledger.verify();
        let held = 0;
        let unrealised = 0;
        for (let at = 0; at < SYMBOLS; at++) {
          const units = ledger.quantity(at);
          if (units === 0) continue;
          held += units * lastPrice[at]!;
          unrealised += units * (lastPrice[at]! - ledger.averagePrice(at));
        }
        const scale = turnoverOf(fills);
        expectNear(ledger.equity, ledger.cash + held, scale);
        expectNear(ledger.equity, CASH + ledger.realised + unrealised - ledger.commission, scale);
      });
    }),
    PROPERTY,
  );
});

test('where all is flat, the profits of the round trips are the whole change of cash', () => {
  fc.assert(
    fc.property(everyday, (fills) => {
      const left = Array.from({ length: SYMBOLS }, (_, at) => positionByLots(fills, at).units);
      const closing = left.flatMap((units, at) => {
        return units === 0 ? [] : [{ symbol: at, units: -units, price: 99.5, commission: 0.25 }];
      });
      const ledger = book([...fills, ...closing]);
      const profit = ledger.roundTrips.reduce((sum, trip) => sum + trip.profit, 0);
      expectNear(ledger.cash - CASH, profit, turnoverOf(fills));
      expectNear(ledger.equity, ledger.cash, turnoverOf(fills));
    }),
    PROPERTY,
  );
});

test('a round trip at one price loses exactly its costs', () => {
  fc.assert(
    fc.property(eighths, cents, side, rate, (quantity, price, sign, part) => {
      const commission = quantity * price * part;
      const entry = { symbol: 0, units: sign * quantity, price, commission };
      const ledger = book([entry, { ...entry, units: -entry.units }]);
      expectNear(ledger.cash, CASH - 2 * commission, turnoverOf([entry]));
      const profit = 0 - 2 * commission;
      expect(ledger.roundTrips).toMatchObject([{ commission: 2 * commission, profit }]);
    }),
    PROPERTY,
  );
});

test('the same fills with more commission leave less money, by exactly the difference', () => {
  fc.assert(
    fc.property(everyday, fc.integer({ min: 1, max: 50 }), (fills, more) => {
      const dearer = fills.map((fill) => ({ ...fill, commission: fill.commission + more }));
      const cheap = book(fills);
      const dear = book(dearer);
      expect(dear.equity).toBeLessThan(cheap.equity);
      expectNear(cheap.equity - dear.equity, more * fills.length, turnoverOf(fills));
      expect(dear.realised).toBe(cheap.realised);
    }),
    PROPERTY,
  );
});

test('prices and money in a unit a power of two smaller scale everything and change nothing', () => {
  fc.assert(
    fc.property(everyday, fc.constantFrom(2, 64, 1 / 1024), (fills, scale) => {
      const scaled = new Ledger(SYMBOLS, CASH * scale);
      const plain = book(fills, (_, index) => {
        const { symbol: symbolIndex, units, price, commission } = fills[index]!;
        const bookable = {
          id: index + 1,
          orderId: index + 1,
          symbolIndex,
          side: units > 0 ? ('buy' as const) : ('sell' as const),
          quantity: Math.abs(units),
          price: price * scale,
          referencePrice: price * scale,
          commission: commission * scale,
          ambiguous: false,
          oppositeProfitDifference: null,
        };
        scaled.book(bookable, index, index);
      });
      expect([scaled.cash, scaled.equity, scaled.gross, scaled.realised]).toEqual(
        [plain.cash, plain.equity, plain.gross, plain.realised].map((money) => money * scale),
      );
      expect(scaled.roundTrips.map((trip) => trip.profit)).toEqual(
        plain.roundTrips.map((trip) => trip.profit * scale),
      );
    }),
    PROPERTY,
  );
});
