import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOnTick, lotsBelow, tickAbove, tickBelow } from '../../src/math/steps.ts';

const TICKS = [0.0001, 0.001, 0.01, 0.05, 0.1, 0.125, 0.25, 1, 5, 1 / 32, 0.03];
const aTick = fc.constantFrom(...TICKS);
const aCount = fc.integer({ min: -10_000_000, max: 10_000_000 });

test('a whole number of ticks lies on one, however it was computed', () => {
  fc.assert(
    fc.property(aTick, aCount, (tick, count) => {
      expect(isOnTick(count * tick, tick)).toBe(true);
      expect(isOnTick(count / (1 / tick), tick)).toBe(true);
      const byTens = Math.trunc(count / 10);
      expect(isOnTick(byTens * 10 * tick + (count - byTens * 10) * tick, tick)).toBe(true);
    }),
  );
});

test('what is further than a millionth of a tick away does not', () => {
  fc.assert(
    fc.property(
      aTick,
      fc.integer({ min: -10_000, max: 10_000 }),
      fc.double({ min: 2e-6, max: 1 - 2e-6, noNaN: true }),
      (tick, count, part) => {
        expect(isOnTick((count + part) * tick, tick)).toBe(false);
      },
    ),
  );
  expect([0.3, 0.1 + 0.2, 0.299, 0.300001].map((price) => isOnTick(price, 0.1))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('the ticks around a price hold it between them, less than a tick apart', () => {
  fc.assert(
    fc.property(aTick, fc.double({ min: -5_000, max: 5_000, noNaN: true }), (tick, price) => {
      const below = tickBelow(price, tick);
      const above = tickAbove(price, tick);
      expect(isOnTick(below, tick)).toBe(true);
      expect(isOnTick(above, tick)).toBe(true);
      expect(below).toBeLessThanOrEqual(price);
      expect(above).toBeGreaterThanOrEqual(price);
      expect(above - below).toBeLessThan(tick * (1 + 1e-5));
    }),
  );
  expect([tickBelow(-1.234, 0.01), tickAbove(-1.234, 0.01)]).toEqual([-1.24, -1.23]);
});

test('ticks are the shortest numbers of their value, and a price on one stays as it is', () => {
  expect(tickAbove(100.051, 0.01)).toBe(100.06);
  expect(tickBelow(0.319, 0.1)).toBe(0.3);
  expect(tickAbove(0.1 + 0.2, 0.1)).toBe(0.1 + 0.2);
});

test('lots below a quantity are never more than it, but for a billionth part', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.constantFrom(0.001, 0.1, 1, 100),
      (quantity, lot) => {
        const whole = lotsBelow(quantity, lot);
        expect(whole).toBeLessThanOrEqual(quantity * (1 + 1e-9));
        expect(quantity - whole).toBeLessThan(lot * (1 + 1e-9));
      },
    ),
  );
  expect([lotsBelow(0.3, 0.1), lotsBelow(0.1 * 3, 0.1), lotsBelow(0.29, 0.1)]).toEqual([0.3, 0.3, 0.2]);
});
