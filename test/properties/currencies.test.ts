import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExchangeRates } from '../../src/ledger/exchange-rates.ts';
import type { LedgerTerms } from '../../src/ledger/ledger.ts';
import { type Assembly, type AssemblySettings, runStrategy } from '../support/assembly.ts';
import { ofKind } from '../support/memory-journal.ts';
import { anyMarket } from '../support/random-market.ts';
import { anyScript, type Script, scriptedStrategy } from '../support/scripted-strategy.ts';
import { bar, type SliceRow } from '../support/slices.ts';

const PROPERTY = { seed: 8_401, numRuns: 40 } as const;
const ROWS = 30;
const CASH = 131_072;
/** Shares in the first, the second and the third currency, and the pairs that price the latter two in the first. */
const COUNTED_IN = [0, 1, 2, 0, 0];
const PAIRS = [
  [1, 0],
  [2, 0],
] as const;

/** The terms of the symbols under other names of the currencies; all multipliers are one number. */
function termsOf(names: readonly string[], multiplier = 1): LedgerTerms {
  const currencies = [names[0]!, ...names.slice(1).sort()];
  const places = COUNTED_IN.map((currency) => currencies.indexOf(names[currency]!));
  const pairs = PAIRS.map(([base, quote], index) => {
    return { symbol: `PAIR${index}`, base: names[base]!, quote: names[quote]! };
  });
  const traded = [null, null, null, ...pairs];
  const rates = new ExchangeRates({ currencies, traded, outside: [], outsideCloses: null });
  const multipliers = COUNTED_IN.map((_, symbol) => (symbol < 3 ? multiplier : 1));
  return { currencies, currencyOf: places, multipliers, rates };
}

const COSTS = {
  commissionBps: 8,
  slippageBps: 4,
  conversionBps: 6,
  cashRate: 0.02,
  debitRate: 0.05,
  borrowRate: 0.04,
};

function play(rows: readonly SliceRow[], script: Script, settings: AssemblySettings): Assembly {
  const names = ['A', 'B', 'C', 'PAIR0', 'PAIR1'];
  const run = { symbols: names, cash: CASH, grossLimit: 3, ...COSTS, ...settings };
  return runStrategy(scriptedStrategy(names, script), rows, run);
}

const kindsOf = ({ journal }: Assembly): unknown[] => journal.events.map(({ time, kind }) => [time, kind]);
const equitiesOf = ({ journal }: Assembly): number[] => journal.marks.map(({ equity }) => equity);

function expectNear(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of actual.entries())
    expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-9 * CASH * 100);
}

const market = anyMarket(5, ROWS);
const script = anyScript(5, ROWS);
const foreignCash = fc.constantFrom('convert' as const, 'keep' as const);

describe('an account of three currencies', () => {
  test('is the same under other names of them, in another order too', () => {
    fc.assert(
      fc.property(market, script, foreignCash, (rows, plan, treated) => {
        const plain = play(rows, plan, { terms: termsOf(['USD', 'EUR', 'JPY']), foreignCash: treated });
        const other = play(rows, plan, { terms: termsOf(['GBP', 'ZAR', 'CHF']), foreignCash: treated });
        expectNear(equitiesOf(other), equitiesOf(plain));
        expectNear(
          other.journal.roundTrips.map(({ profit }) => profit),
          plain.journal.roundTrips.map(({ profit }) => profit),
        );
        expect(Math.abs(other.ledger.currencyProfit - plain.ledger.currencyProfit)).toBeLessThan(1e-4);
      }),
      PROPERTY,
    );
  });

  test('in another unit of its own money differs by that unit and by nothing else', () => {
    const scale = 1 / 64;
    fc.assert(
      fc.property(market, script, foreignCash, (rows, plan, treated) => {
        const rescaled = rows.map((row) =>
          row.map((one, symbol) => {
            // Prices in its own currency, and what others cost in it.
            if (one === null || COUNTED_IN[symbol] !== 0) return one;
            const { open, high, low, close, volume } = one;
            return bar(open * scale, high * scale, low * scale, close * scale, volume);
          }),
        );
        const plain = play(rows, plan, { terms: termsOf(['USD', 'EUR', 'JPY']), foreignCash: treated });
        const other = play(rescaled, plan, {
          terms: termsOf(['USD', 'EUR', 'JPY']),
          foreignCash: treated,
          cash: CASH * scale,
        });
        expect(kindsOf(other)).toEqual(kindsOf(plain));
        expect(equitiesOf(other)).toEqual(equitiesOf(plain).map((equity) => equity * scale));
      }),
      PROPERTY,
    );
  });

  test('with a multiplier of four is one of prices four times as high', () => {
    fc.assert(
      fc.property(market, script, foreignCash, (rows, plan, treated) => {
        const dearer = rows.map((row) =>
          row.map((one, symbol) => {
            if (one === null || symbol >= 3) return one;
            const { open, high, low, close, volume } = one;
            return bar(open * 4, high * 4, low * 4, close * 4, volume);
          }),
        );
        const names = ['USD', 'EUR', 'JPY'];
        const multiplied = play(rows, plan, { terms: termsOf(names, 4), foreignCash: treated });
        const priced = play(dearer, plan, { terms: termsOf(names), foreignCash: treated });
        expect(kindsOf(multiplied)).toEqual(kindsOf(priced));
        expect(equitiesOf(multiplied)).toEqual(equitiesOf(priced));
      }),
      PROPERTY,
    );
  });

  test('balances in each currency after every run: what each fill moved is cash, cost, commission and realised profit', () => {
    fc.assert(
      fc.property(market, script, foreignCash, (rows, plan, treated) => {
        const { journal, ledger } = play(rows, plan, {
          terms: termsOf(['USD', 'EUR', 'JPY']),
          foreignCash: treated,
        });
        const cost = COUNTED_IN.map(() => 0);
        for (const { fill, positionQuantity, positionPrice, profitRealised } of ofKind(
          journal.events,
          'order-filled',
        )) {
          const { symbolIndex: symbol, side, quantity, price } = fill;
          const paid = (side === 'buy' ? 1 : -1) * quantity * price;
          const held = positionQuantity * (positionPrice ?? 0);
          // Cash out, and what it bought: the entries of the fill beside its commission.
          expect(Math.abs(held - cost[symbol]! - paid - profitRealised)).toBeLessThan(
            1e-6 * (1 + Math.abs(paid)),
          );
          cost[symbol] = held;
        }
        expect(() => ledger.verify()).not.toThrow();
        expect(ledger.equity).toBeCloseTo(ledger.cash + ledger.net, 5);
      }),
      PROPERTY,
    );
  });
});
