import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ExchangeRates } from '../../src/ledger/exchange-rates.ts';
import type { StrategyContext } from '../../src/strategy/context.ts';
import { defineStrategy } from '../../src/strategy/definition.ts';
import { type Assembly, type AssemblySettings, runStrategy } from '../support/assembly.ts';
import { ofKind } from '../support/memory-journal.ts';
import { flat, type SliceRow, timeOfRow } from '../support/slices.ts';

type Context = StrategyContext<unknown, unknown>;

const SYMBOLS = ['AAA', 'BBB', 'EURUSD'];
const CURRENCIES = ['USD', 'EUR'];

/** A dollar account with a share in dollars, one in euros, and the pair; what is done at the close of each row. */
function run(
  rows: readonly SliceRow[],
  act: (context: Context, row: number) => void,
  settings: AssemblySettings & { readonly multiplier?: number } = {},
): Assembly {
  const strategy = defineStrategy({
    name: 'acting',
    description: 'Does what a test says at each row.',
    parameters: z.object({}),
    lookback: () => 1,
    onBar: (context) =>
      act(context, Math.round((context.time - timeOfRow(0)) / (timeOfRow(1) - timeOfRow(0)))),
  });
  const pair = { symbol: 'EURUSD', base: 'EUR', quote: 'USD' };
  const terms = {
    currencies: CURRENCIES,
    currencyOf: [0, 1, 0],
    multipliers: [1, settings.multiplier ?? 1, 1],
    rates: new ExchangeRates({
      currencies: CURRENCIES,
      traded: [null, null, pair],
      outside: [],
      outsideCloses: null,
    }),
  };
  return runStrategy(strategy, rows, { ...settings, symbols: SYMBOLS, terms });
}

const rowOf = (dollars: number, euros: number, rate: number | null): SliceRow => [
  flat(dollars),
  flat(euros),
  rate === null ? null : flat(rate),
];

describe('an order in another currency', () => {
  test('is refused while there is no rate, whatever it was sized by, and passes from the first close of the pair on', () => {
    const rows = [rowOf(100, 50, null), rowOf(100, 50, 1.25), rowOf(100, 50, 1.25)];
    const { journal } = run(rows, ({ target, buy }, row) => {
      target('BBB', 0.1);
      if (row === 0) buy('BBB', 3);
      if (row === 0) target('AAA', 0.1);
    });
    expect(ofKind(journal.events, 'order-refused').map(({ time, reason }) => [time, reason])).toEqual([
      [timeOfRow(0), 'no-exchange-rate'],
      [timeOfRow(0), 'no-exchange-rate'],
    ]);
    const fills = ofKind(journal.events, 'order-filled').map(({ fill }) => [fill.symbolIndex, fill.quantity]);
    // A tenth of 100,000 dollars at 100 dollars, and at 50 euros of 1.25 dollars.
    expect(fills).toEqual([
      [0, 100],
      [1, 160],
    ]);
  });

  test('counts by its value in the currency of the account, multiplier and all', () => {
    const rows = [rowOf(100, 50, 1.25), rowOf(100, 50, 1.25), rowOf(100, 50, 1.25)];
    const { journal } = run(rows, ({ buy }, row) => row === 0 && buy('BBB', 161), { multiplier: 10 });
    expect(ofKind(journal.events, 'order-refused').map(({ reason }) => reason)).toEqual([
      'leverage-exceeded',
    ]);
    const whole = run(rows, ({ buy }, row) => row === 0 && buy('BBB', 160), { multiplier: 10 });
    expect(whole.ledger.gross).toBe(100_000);
    expect(whole.ledger.cash).toBe(0);
  });
});

describe('a fill in another currency', () => {
  const rows = [rowOf(100, 50, 1.25), rowOf(100, 50, 1.5), rowOf(100, 50, 1.5), rowOf(100, 50, 1.75)];
  const once = ({ buy }: Context, row: number) => row === 0 && buy('BBB', 100);

  test('is paid for at once at the rate known before its slice, with the cost on top', () => {
    const { journal, ledger } = run(rows, once, { conversionBps: 10, commissionBps: 20 });
    // 5,000 euros and 10 of commission, at 1.25 and 0.1 % more.
    expect(ofKind(journal.events, 'cash-converted')).toMatchObject([
      { from: 'USD', to: 'EUR', amountTo: 5_010, cause: 'settlement', cost: expect.closeTo(6.2625, 9) },
    ]);
    expect(ledger.cash).toBeCloseTo(100_000 - 5_010 * 1.25 * 1.001, 9);
    expect(ledger.cashIn(1)).toBe(0);
  });

  test('leaves a debt in that currency where cash is kept', () => {
    const { journal, ledger } = run(rows, once, { foreignCash: 'keep' });
    expect(ofKind(journal.events, 'cash-converted')).toEqual([]);
    expect([ledger.cashIn(0), ledger.cashIn(1)]).toEqual([100_000, -5_000]);
    // What the euro gains on the shares it loses on the debt.
    expect(ledger.currencyProfit).toBe(0);
    expect(ledger.equity).toBe(100_000);
  });

  test('has its currency profit apart from its trading profit, in the round trip too', () => {
    const exit = [...rows, rowOf(100, 60, 1.75), rowOf(100, 60, 2)];
    const { ledger } = run(exit, ({ buy, close }, row) => {
      if (row === 0) buy('BBB', 100);
      if (row === 3) close('BBB');
    });
    const [trip] = ledger.roundTrips;
    // Bought for 5,000 euros of 1.25, sold for 6,000 of 1.75: 1,000 euros of trading profit at 1.75.
    expect(trip).toMatchObject({ profit: 4_250, currencyProfit: 2_500 });
    expect([ledger.equity, ledger.currencyProfit]).toEqual([104_250, 2_500]);
  });
});

describe('what a strategy converts', () => {
  const rows = [rowOf(100, 50, 1.25), rowOf(100, 50, 1.5), rowOf(100, 50, 2), rowOf(100, 50, 2)];

  test('is exchanged at the closing rate of the next slice, the cost off what comes in', () => {
    const seen: unknown[] = [];
    const { journal } = run(
      rows,
      ({ convert, cashIn, cash, exchangeRate, currency }, row) => {
        if (row === 0) convert('USD', 'EUR', 3_000);
        seen.push([cashIn('USD'), cashIn('EUR'), cash, exchangeRate('EUR'), currency]);
      },
      { conversionBps: 100 },
    );
    expect(seen).toEqual([
      [100_000, 0, 100_000, 1.25, 'USD'],
      [97_000, 1_980, 97_000 + 1_980 * 1.5, 1.5, 'USD'],
      [97_000, 1_980, 97_000 + 1_980 * 2, 2, 'USD'],
      [97_000, 1_980, 97_000 + 1_980 * 2, 2, 'USD'],
    ]);
    expect(ofKind(journal.events, 'cash-converted')).toMatchObject([
      { time: timeOfRow(1), amountFrom: 3_000, amountTo: 1_980, cost: 30, cause: 'strategy' },
    ]);
  });

  test.each<[string, readonly [string, string, number], AssemblySettings, string]>([
    ['an amount of zero', ['USD', 'EUR', 0], {}, 'quantity-invalid'],
    ['an amount that is no number', ['USD', 'EUR', Number.NaN], {}, 'quantity-invalid'],
    ['more than a cash account has', ['EUR', 'USD', 1], { account: 'cash' }, 'insufficient-cash'],
    ['more debt than the limit', ['EUR', 'USD', 80_000], { grossLimit: 1 }, 'leverage-exceeded'],
  ])('is refused with a reason: %s', (_, [from, to, amount], settings, reason) => {
    const { journal, ledger } = run(
      rows,
      ({ convert }, row) => row === 0 && convert(from, to, amount),
      settings,
    );
    expect(ofKind(journal.events, 'conversion-refused').map((event) => event.reason)).toEqual([reason]);
    expect(ledger.cash).toBe(100_000);
  });

  test('without a rate, or at the end of the data, is refused too', () => {
    const late = [rowOf(100, 50, null), rowOf(100, 50, null), rowOf(100, 50, 2)];
    const { journal } = run(late, ({ convert }, row) => row !== 1 && convert('USD', 'EUR', 5));
    expect(ofKind(journal.events, 'conversion-refused').map(({ time, reason }) => [time, reason])).toEqual([
      [timeOfRow(1), 'no-exchange-rate'],
      [timeOfRow(2), 'end-of-data'],
    ]);
  });

  test('between currencies that the account does not have, or from one to itself, ends the run', () => {
    expect(() => run(rows, ({ convert }) => convert('USD', 'GBP', 5))).toThrow('E_PLUGIN_ORDERS');
    expect(() => run(rows, ({ convert }) => convert('EUR', 'EUR', 5))).toThrow('E_PLUGIN_ORDERS');
    expect(() => run(rows, ({ cashIn }) => void cashIn('GBP'))).toThrow('E_PLUGIN_ORDERS');
  });
});

test('a cash account that keeps its currencies buys with the cash of the currency alone', () => {
  const rows = [rowOf(100, 50, 1.25), rowOf(100, 50, 1.25), rowOf(100, 50, 1.25), rowOf(100, 50, 1.25)];
  const { journal, ledger } = run(
    rows,
    ({ convert, buy, target }, row) => {
      if (row === 0) buy('BBB', 1);
      if (row === 0) convert('USD', 'EUR', 12_500);
      if (row === 1) target('BBB', 0.5);
    },
    { account: 'cash', foreignCash: 'keep' },
  );
  expect(ofKind(journal.events, 'order-refused').map(({ reason }) => reason)).toEqual(['insufficient-cash']);
  expect(ofKind(journal.events, 'order-shrunk').map(({ reason }) => reason)).toEqual(['insufficient-cash']);
  expect([ledger.quantity(1), ledger.cashIn(1)]).toEqual([200, 0]);
});

test('interest and fees are those of each currency, and a dividend is paid in its own', () => {
  const rows = [rowOf(100, 50, 1.25), rowOf(100, 50, 1.25), rowOf(100, 50, 1.25)];
  const { journal } = run(rows, ({ buy }, row) => row === 0 && buy('BBB', 100), {
    foreignCash: 'keep',
    cashRate: 0.0365,
    debitRate: 0.073,
  });
  const last = ofKind(journal.events, 'cash-adjusted').filter(({ time }) => time === timeOfRow(2));
  expect(last.map(({ adjustment, currency, amount }) => [adjustment, currency, amount])).toEqual([
    ['cash-interest', null, expect.closeTo(10.001, 9)],
    ['debit-interest', 'EUR', expect.closeTo(-1, 9)],
  ]);
});
