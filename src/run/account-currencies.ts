import { type CurrencyPair, ExchangeRates } from '../ledger/exchange-rates.ts';
import type { LedgerTerms } from '../ledger/ledger.ts';
import type { PlayableBars } from '../market/bar-windows.ts';
import { LastCloses } from '../market/last-closes.ts';
import type { Instrument } from '../model/instrument.ts';

/** Pairs of currencies that are not traded, with their bars. */
export interface RateBars {
  readonly series: readonly PlayableBars[];
  /** In the order of `series`; each has a base currency. */
  readonly instruments: readonly Instrument[];
}

/** The currency of an account of several where nothing else decides. */
const CURRENCY_USUAL = 'USD';

/** The currency of the account; the empty string where neither the run nor the data name one. */
function accountCurrency(instruments: readonly Instrument[], asked: string | undefined): string {
  if (asked !== undefined) return asked;
  const named = [...new Set(instruments.flatMap(({ currency }) => currency ?? []))].sort();
  return named.includes(CURRENCY_USUAL) ? CURRENCY_USUAL : (named[0] ?? '');
}

/** In what the ledger counts the positions of a run: currencies, multipliers, and where exchange rates come from. */
export function ledgerTerms(
  instruments: readonly Instrument[],
  rates: RateBars,
  asked: string | undefined,
): LedgerTerms {
  const own = accountCurrency(instruments, asked);
  const traded = instruments.map(pairOf);
  const outside = rates.instruments.flatMap((instrument) => pairOf(instrument) ?? []);
  const named = [
    ...instruments.map(({ currency }) => currency ?? own),
    ...[...traded, ...outside].flatMap((pair) => (pair === null ? [] : [pair.base, pair.quote])),
  ];
  const others = [...new Set(named)].filter((currency) => currency !== own).sort();
  const currencies = [own, ...others];
  const outsideCloses = outside.length > 0 ? new LastCloses(rates.series) : null;
  return {
    currencies,
    currencyOf: instruments.map(({ currency }) => currencies.indexOf(currency ?? own)),
    multipliers: instruments.map(({ multiplier }) => multiplier),
    rates: others.length > 0 ? new ExchangeRates({ currencies, traded, outside, outsideCloses }) : null,
  };
}

/** What a reader must know where the data hold no exchange rate for a traded instrument; nothing where they do. */
export function rateNotes(
  instruments: readonly Instrument[],
  rates: Pick<RateBars, 'instruments'>,
  asked: string | undefined,
): string[] {
  const terms = ledgerTerms(instruments, { ...rates, series: [] }, asked);
  const { currencies, currencyOf, rates: priced } = terms;
  const missing = currencies.filter((_, index) => priced?.isPriced(index) === false);
  const traded = missing.filter((name) => Array.from(currencyOf).includes(currencies.indexOf(name)));
  if (traded.length === 0) return [];
  const names = traded.join(', ');
  return [`No pair of the data prices ${names} in ${currencies[0]}: orders of such instruments are refused.`];
}

/** The pair that an instrument is; null where it is none. */
function pairOf({ symbol, baseCurrency, currency }: Instrument): CurrencyPair | null {
  return baseCurrency === null || currency === null ? null : { symbol, base: baseCurrency, quote: currency };
}
