import type { AccountView, OrderBookView } from '../model/account.ts';
import type { Side } from '../model/order.ts';
import type { WorstUnits } from './worst-units.ts';

/** What exposures follow from. */
export interface ExposureSources {
  readonly symbolCount: number;
  readonly account: AccountView;
  readonly book: OrderBookView;
  readonly worst: WorstUnits;
}

/**
 * The exposure of each symbol at its worst, kept as long as its position, its resting orders and the value of a unit are the same:
 * in a slice of many orders, each changes that of one symbol.
 */
export class KeptExposures {
  readonly #account: AccountView;
  readonly #book: OrderBookView;
  readonly #worst: WorstUnits;
  readonly #exposures: Float64Array;
  /** Values towards either side. */
  readonly #buys: Float64Array;
  readonly #sells: Float64Array;
  readonly #held: Float64Array;
  /** Values of one unit, in money of the account. */
  readonly #values: Float64Array;
  readonly #versions: Float64Array;
  #gross = 0;
  #netBuys = 0;
  #netSells = 0;
  /** The slice and the changes of the book that the sums hold for, and the symbol that was asked for last. */
  #index = Number.NaN;
  #changes = 0;
  #lastSymbol = 0;

  constructor(sources: ExposureSources) {
    const { symbolCount } = sources;
    this.#account = sources.account;
    this.#book = sources.book;
    this.#worst = sources.worst;
    this.#exposures = new Float64Array(symbolCount);
    this.#buys = new Float64Array(symbolCount);
    this.#sells = new Float64Array(symbolCount);
    this.#held = new Float64Array(symbolCount);
    this.#values = new Float64Array(symbolCount);
    this.#versions = new Float64Array(symbolCount).fill(Number.NaN);
  }

  /** The sum over all symbols but one, in their order. */
  sumWithout(symbolIndex: number, closes: Float64Array): number {
    let sum = 0;
    for (let symbol = 0; symbol < this.#exposures.length; symbol++) {
      if (symbol === symbolIndex) continue;
      this.#refresh(symbol, closes[symbol]!);
      sum += this.#exposures[symbol]!;
    }
    return sum;
  }

  /**
   * Brings what is read below up to date before an order of a symbol is judged: of the slice and the book as they are, with
   * sums that are right up to their rounding. Between two orders of a slice mostly the symbol of the first one alone has
   * changed, which the count of all changes shows.
   */
  follow(symbolIndex: number, closes: Float64Array): void {
    const book = this.#book;
    const last = this.#lastSymbol;
    const changed = book.version(last) - this.#versions[last]!;
    if (book.matchedIndex !== this.#index || book.changes - this.#changes !== changed) this.#sumUp(closes);
    else if (changed > 0) this.#refresh(last, closes[last]!);
    this.#index = book.matchedIndex;
    this.#changes = book.changes;
    this.#lastSymbol = symbolIndex;
  }

  /** The sum over all symbols. */
  get gross(): number {
    return this.#gross;
  }

  /** The sum of the values of all symbols towards a side. */
  net(side: Side): number {
    return side === 'buy' ? this.#netBuys : this.#netSells;
  }

  /** The exposure of a symbol. */
  of(symbolIndex: number): number {
    return this.#exposures[symbolIndex]!;
  }

  /** The value of a symbol towards a side. */
  towards(side: Side, symbolIndex: number): number {
    return side === 'buy' ? this.#buys[symbolIndex]! : this.#sells[symbolIndex]!;
  }

  #sumUp(closes: Float64Array): void {
    let gross = 0;
    let netBuys = 0;
    let netSells = 0;
    for (let symbol = 0; symbol < this.#exposures.length; symbol++) {
      this.#refresh(symbol, closes[symbol]!);
      gross += this.#exposures[symbol]!;
      netBuys += this.#buys[symbol]!;
      netSells += this.#sells[symbol]!;
    }
    this.#gross = gross;
    this.#netBuys = netBuys;
    this.#netSells = netSells;
  }

  /** Values a symbol anew where anything differs from what was kept. A value that is NaN always differs. */
  #refresh(symbol: number, close: number): void {
    const held = this.#account.quantity(symbol);
    const version = this.#book.version(symbol);
    const value = Math.abs(close * this.#account.worth(symbol));
    if (value === this.#values[symbol] && held === this.#held[symbol] && version === this.#versions[symbol]) {
      return;
    }
    this.#values[symbol] = value;
    this.#held[symbol] = held;
    this.#versions[symbol] = version;
    const worst = this.#worst;
    worst.take(symbol);
    const buys = valueAt(value, worst.buys);
    const sells = valueAt(value, worst.sells);
    const exposure = valueAt(value, Math.max(worst.buys, worst.sells));
    this.#gross += exposure - this.#exposures[symbol]!;
    this.#netBuys += buys - this.#buys[symbol]!;
    this.#netSells += sells - this.#sells[symbol]!;
    this.#exposures[symbol] = exposure;
    this.#buys[symbol] = buys;
    this.#sells[symbol] = sells;
  }
}

/** A symbol without a close has no value where it has no units. */
function valueAt(value: number, units: number): number {
  return units === 0 ? 0 : units * value;
}
