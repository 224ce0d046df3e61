import type { AccountMark, AccountView } from '../model/account.ts';
import type { Fill, RoundTrip } from '../model/fill.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import { FillRegister } from './fill-register.ts';
import { OpenQuantities } from './open-quantities.ts';
import { RoundTripTracker } from './round-trip-tracker.ts';

/** What a fill did to the position of its symbol. */
export interface Booking {
  /** Signed units after the fill. */
  readonly positionQuantity: number;
  /** Average entry price after the fill; null when flat. */
  readonly positionPrice: number | null;
  /** Money realised by the fill, before commission. */
  readonly profitRealised: number;
}

/** What remains of a position below this part of the closing fill is rounding of decimal quantities: it counts as flat. */
const FLAT_TOLERANCE = 1e-12;

/** Relative rounding that the accounting identity may show: float64 sums over many fills. */
const IDENTITY_TOLERANCE = 1e-9;

/**
 * The account: cash, positions at average price, and marks. After every booking and every mark,
 * `equity = cash + Σ quantity × mark = initial cash + realised + unrealised − commission + adjustments` (docs/semantics.md).
 */
export class Ledger implements AccountView, AccountMark {
  readonly initialCash: number;
  /** What is open of each accepted order, as who books fills keeps it. */
  readonly orders = new OpenQuantities();
  readonly #fills = new FillRegister();
  readonly #quantity: Float64Array;
  readonly #averagePrice: Float64Array;
  readonly #mark: Float64Array;
  readonly #trips: RoundTripTracker;
  #time: EpochMs = Number.NaN;
  #cash: number;
  #equity: number;
  #gross = 0;
  #net = 0;
  #realised = 0;
  #commission = 0;
  #adjustments = 0;

  constructor(symbolCount: number, initialCash: number) {
    this.initialCash = initialCash;
    this.#cash = initialCash;
    this.#equity = initialCash;
    this.#quantity = new Float64Array(symbolCount);
    this.#averagePrice = new Float64Array(symbolCount).fill(Number.NaN);
    this.#mark = new Float64Array(symbolCount).fill(Number.NaN);
    this.#trips = new RoundTripTracker(symbolCount);
  }

  /** The time of the last mark. */
  get time(): EpochMs {
    return this.#time;
  }

  get cash(): number {
    return this.#cash;
  }

  get equity(): number {
    return this.#equity;
  }

  /** Sum of the absolute position values at the last marks. */
  get gross(): number {
    return this.#gross;
  }

  /** Sum of the signed position values at the last marks. */
  get net(): number {
    return this.#net;
  }

  /** Money realised so far, before commission. */
  get realised(): number {
    return this.#realised;
  }

  /** Commission paid so far. */
  get commission(): number {
    return this.#commission;
  }

  /** Dividends, funding, interest and fees so far, signed. */
  get adjustments(): number {
    return this.#adjustments;
  }

  /** The last mark of a symbol; NaN before its first bar. */
  markOf(symbolIndex: number): number {
    return this.#mark[symbolIndex]!;
  }

  /** The positions that were opened and closed again, in the order of closing; without those that were taken. */
  get roundTrips(): readonly RoundTrip[] {
    return this.#trips.closed;
  }

  /** Hands the closed positions over and keeps them no longer. */
  takeRoundTrips(): RoundTrip[] {
    return this.#trips.closed.splice(0);
  }

  quantity(symbolIndex: number): number {
    return this.#quantity[symbolIndex]!;
  }

  averagePrice(symbolIndex: number): number {
    return this.#averagePrice[symbolIndex]!;
  }

  /** Whether a fill is later than all that were booked. */
  isNew({ id }: Fill): boolean {
    return id > this.#fills.last;
  }

  /** How often a fill came again and was ignored. */
  get fillsRepeated(): number {
    return this.#fills.repeated;
  }

  /**
   * Books a fill at once: cash, position and equity change together. The mark of the symbol becomes the fill price. A fill that
   * was booked before changes nothing and gives null; see `FillRegister` for what throws E_INVARIANT.
   */
  book(fill: Fill, time: EpochMs, index: number): Booking | null {
    if (!this.#fills.take(fill)) return null;
    const symbol = fill.symbolIndex;
    const held = this.#quantity[symbol]!;
    const signed = fill.side === 'buy' ? fill.quantity : -fill.quantity;
    const after = Math.abs(held + signed) <= FLAT_TOLERANCE * fill.quantity ? 0 : held + signed;
    this.#trips.take(fill, held, after, { time, index });
    const profitRealised = this.#reprice(symbol, signed, after, fill.price);
    const valueBefore = held === 0 ? 0 : held * this.#mark[symbol]!;
    const valueAfter = after * fill.price;
    this.#quantity[symbol] = after;
    this.#mark[symbol] = fill.price;
    this.#cash -= signed * fill.price + fill.commission;
    this.#realised += profitRealised;
    this.#commission += fill.commission;
    this.#gross += Math.abs(valueAfter) - Math.abs(valueBefore);
    this.#net += valueAfter - valueBefore;
    this.#equity = this.#cash + this.#net;
    return {
      positionQuantity: after,
      positionPrice: after === 0 ? null : this.#averagePrice[symbol]!,
      profitRealised,
    };
  }

  /** Books money that comes in, or goes out where it is below zero, without a trade. */
  adjust(amount: number): void {
    this.#cash += amount;
    this.#adjustments += amount;
    this.#equity = this.#cash + this.#net;
  }

  /** Makes `ratio` units of each one, at prices that are lower by it: worth, cost and profit stay as they are. */
  split(symbolIndex: number, ratio: number): void {
    this.#quantity[symbolIndex]! *= ratio;
    this.#averagePrice[symbolIndex]! /= ratio;
    this.#mark[symbolIndex]! /= ratio;
    this.#trips.split(symbolIndex, ratio);
  }

  /** Marks every position to its last close. Allocates nothing. */
  mark(slice: MarketSlice): void {
    let gross = 0;
    let net = 0;
    for (let symbol = 0; symbol < this.#quantity.length; symbol++) {
      if (slice.fresh[symbol] === 1) this.#mark[symbol] = slice.close[symbol]!;
      const quantity = this.#quantity[symbol]!;
      if (quantity === 0) continue;
      const value = quantity * this.#mark[symbol]!;
      net += value;
      gross += Math.abs(value);
    }
    this.#time = slice.time;
    this.#gross = gross;
    this.#net = net;
    this.#equity = this.#cash + net;
  }

  /** Throws E_INVARIANT unless both sides of the accounting identity agree; called after every slice with fills. */
  verify(): void {
    let unrealised = 0;
    for (let symbol = 0; symbol < this.#quantity.length; symbol++) {
      const quantity = this.#quantity[symbol]!;
      if (quantity !== 0) unrealised += quantity * (this.#mark[symbol]! - this.#averagePrice[symbol]!);
    }
    const expected = this.initialCash + this.#realised + unrealised - this.#commission + this.#adjustments;
    const scale = Math.abs(this.initialCash) + this.#gross + Math.abs(this.#realised) + Math.abs(this.#cash);
    if (Math.abs(expected - this.#equity) <= IDENTITY_TOLERANCE * scale) return;
    throw new RegimetaError('E_INVARIANT', {
      place: 'ledger',
      rule: 'equity must be the initial cash plus realised and unrealised profit and adjustments less commission',
      found: `equity ${this.#equity} against ${expected}`,
      repair: 'Please report this with the strategy and the data that caused it',
    });
  }

  /** Moves the average price for a signed trade that leads to `after` units, and returns what it realised. */
  #reprice(symbol: number, signed: number, after: number, price: number): number {
    const held = this.#quantity[symbol]!;
    const average = this.#averagePrice[symbol]!;
    if (held === 0 || held > 0 === signed > 0) {
      this.#averagePrice[symbol] = held === 0 ? price : (average * held + price * signed) / after;
      return 0;
    }
    const closed = Math.min(Math.abs(held), Math.abs(signed));
    if (after === 0) this.#averagePrice[symbol] = Number.NaN;
    else if (after > 0 !== held > 0) this.#averagePrice[symbol] = price;
    return closed * (held > 0 ? price - average : average - price);
  }
}
