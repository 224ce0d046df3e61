/**
 * The money of an account by currency, that of the account first: cash, and where it came from. In each currency
 * cash = initial + realised − cost of positions − commission + adjustments + converted.
 */
export class CurrencyBooks {
  readonly cash: Float64Array;
  /** What came into the account at its beginning. */
  readonly initial: Float64Array;
  /** Profit that closing fills realised, before commission. */
  readonly realised: Float64Array;
  readonly commission: Float64Array;
  /** Dividends, funding, interest and fees, signed. */
  readonly adjustments: Float64Array;
  /** What exchanges brought from other currencies, less what they took. */
  readonly converted: Float64Array;
  /** What changes of the rate made of cash and positions, in money of the account. */
  readonly rateProfit: Float64Array;
  /** Money of the account for one unit of each currency; NaN while there is no rate. */
  readonly rates: Float64Array;

  constructor(currencyCount: number, initialCash: number) {
    const zeros = (): Float64Array => new Float64Array(currencyCount);
    this.cash = zeros();
    this.initial = zeros();
    this.realised = zeros();
    this.commission = zeros();
    this.adjustments = zeros();
    this.converted = zeros();
    this.rateProfit = zeros();
    this.rates = zeros().fill(Number.NaN);
    this.rates[0] = 1;
    this.cash[0] = initialCash;
    this.initial[0] = initialCash;
  }

  /** All cash at the rates of the moment. */
  totalCash(): number {
    return this.total(this.cash);
  }

  /** An amount by currency at the rates of the moment; what is zero needs no rate. */
  total(amounts: Float64Array): number {
    let sum = 0;
    for (let currency = 0; currency < amounts.length; currency++) {
      const amount = amounts[currency]!;
      if (amount !== 0) sum += amount * this.rates[currency]!;
    }
    return sum;
  }
}
