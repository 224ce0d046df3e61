import type { Ledger } from '../ledger/ledger.ts';
import type { CurrencyBalance } from '../model/run-record.ts';

/** The money of an account in each of its currencies, its own first; empty where it has one. */
export function currencyBalances({ currencies, books }: Ledger): CurrencyBalance[] {
  if (currencies.length === 1) return [];
  return currencies.map((currency, index) => {
    const exchangeRate = books.rates[index]!;
    return {
      currency,
      exchangeRate: Number.isNaN(exchangeRate) ? null : exchangeRate,
      cash: books.cash[index]!,
      profitRealised: books.realised[index]!,
      commission: books.commission[index]!,
      adjustments: books.adjustments[index]!,
      converted: books.converted[index]!,
      currencyProfit: books.rateProfit[index]!,
    };
  });
}
