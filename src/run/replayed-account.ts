import { RoundTripTracker } from '../ledger/round-trip-tracker.ts';
import type { RoundTrip } from '../model/fill.ts';
import type { Side } from '../model/order.ts';

/** A fill as its row tells it. */
export interface RecordedFill {
  readonly sequence: number;
  readonly time: number;
  readonly symbolIndex: number;
  readonly side: Side;
  readonly quantity: number;
  readonly price: number;
  readonly commission: number;
  readonly exchangeRate: number;
}

/** What an account counts in, by symbol index. */
export interface AccountTerms {
  readonly currencies: readonly string[];
  readonly currencyOf: ArrayLike<number>;
  readonly multipliers: ArrayLike<number>;
  readonly initialCash: number;
}

/** Sums of one currency. */
interface Purse {
  cash: number;
  profitRealised: number;
  commission: number;
  adjustments: number;
  converted: number;
}

/** What is held of a symbol. */
interface Holding {
  quantity: number;
  /** Null when flat. */
  averagePrice: number | null;
}

/** What remains of a position below this part of the closing fill is rounding, as the ledger has it. */
const FLAT_TOLERANCE = 1e-12;

/**
 * Cash and positions derived from recorded fills, actions, interest and exchanges, step by step and apart from the ledger of the
 * engine, which would make its own mistakes twice. Round trips go through the tracker that both use.
 */
export class ReplayedAccount {
  readonly purses: readonly Purse[];
  readonly #terms: AccountTerms;
  readonly #holdings: readonly Holding[];
  readonly #trips: RoundTripTracker;

  constructor(terms: AccountTerms) {
    this.#terms = terms;
    const empty = { profitRealised: 0, commission: 0, adjustments: 0, converted: 0 };
    this.purses = terms.currencies.map((_, i) => ({ cash: i === 0 ? terms.initialCash : 0, ...empty }));
    this.#holdings = Array.from(terms.multipliers, () => ({ quantity: 0, averagePrice: null }));
    this.#trips = new RoundTripTracker(terms.multipliers.length);
  }

  /** Whether nothing is held. */
  get isFlat(): boolean {
    return this.#holdings.every(({ quantity }) => quantity === 0);
  }

  /** What is held of a symbol. */
  holding(symbolIndex: number): Readonly<Holding> {
    return this.#holdings[symbolIndex]!;
  }

  /** The purse of a currency; that of the account for null. */
  purse(currency: string | null): Purse | undefined {
    return this.purses[currency === null ? 0 : this.#terms.currencies.indexOf(currency)];
  }

  /** The currency of a symbol as a purse. */
  purseOf(symbolIndex: number): Purse {
    return this.purses[this.#terms.currencyOf[symbolIndex]!]!;
  }

  /** Whether there is a symbol of that number, as there is for every row of an undamaged store. */
  hasSymbol(symbolIndex: number): boolean {
    return this.#holdings[symbolIndex] !== undefined;
  }

  /** Books a fill in slice `index` and returns what it realised before commission, in the currency of the instrument. */
  fill(fill: RecordedFill, index: number): number {
    const { symbolIndex, quantity, price, commission, exchangeRate } = fill;
    const multiplier = this.#terms.multipliers[symbolIndex]!;
    const holding = this.#holdings[symbolIndex]!;
    const before = holding.quantity;
    const signed = fill.side === 'buy' ? quantity : -quantity;
    const after = Math.abs(before + signed) <= FLAT_TOLERANCE * quantity ? 0 : before + signed;
    const realised = realisedBy(holding, signed, price) * multiplier;
    const isForeign = this.#terms.currencyOf[symbolIndex] !== 0;
    this.#trips.take(
      { ...fill, id: 0, orderId: 0, referencePrice: price, ambiguous: false, oppositeProfitDifference: null },
      before,
      after,
      {
        time: fill.time,
        index,
        worth: multiplier * exchangeRate,
        exchangeRate,
        profit: isForeign ? realised * exchangeRate : null,
      },
    );
    holding.averagePrice = averageAfter(holding, signed, { after, price });
    holding.quantity = after;
    const purse = this.purseOf(symbolIndex);
    purse.cash -= signed * price * multiplier + commission;
    purse.profitRealised += realised;
    purse.commission += commission;
    return realised;
  }

  /** Restates what is held for a split. */
  split(symbolIndex: number, ratio: number): void {
    const holding = this.#holdings[symbolIndex]!;
    holding.quantity *= ratio;
    if (holding.averagePrice !== null) holding.averagePrice /= ratio;
    this.#trips.split(symbolIndex, ratio);
  }

  /** The positions that were closed since the last call. */
  takeRoundTrips(): RoundTrip[] {
    return this.#trips.closed.take();
  }
}

/** What a signed trade realises of a holding, for one unit of the multiplier. */
function realisedBy({ quantity, averagePrice }: Holding, signed: number, price: number): number {
  if (averagePrice === null || quantity > 0 === signed > 0) return 0;
  const closed = Math.min(Math.abs(quantity), Math.abs(signed));
  return quantity > 0 ? closed * (price - averagePrice) : closed * (averagePrice - price);
}

/** The average price of what is held after a signed trade; null when flat. */
function averageAfter(
  { quantity, averagePrice }: Holding,
  signed: number,
  { after, price }: { readonly after: number; readonly price: number },
): number | null {
  if (after === 0) return null;
  if (averagePrice === null || quantity === 0) return price;
  if (quantity > 0 === signed > 0) return (averagePrice * quantity + price * signed) / after;
  return after > 0 === quantity > 0 ? averagePrice : price;
}
