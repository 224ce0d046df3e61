import type { OrderFilled } from '../../src/model/event.ts';
import type { SliceRow } from '../support/slices.ts';

/** An account by the book: each fill once, positions at average price, marks at the last prices. */
export class NaiveAccount {
  cash: number;
  realised = 0;
  readonly units: number[];
  readonly average: number[];
  readonly marks: number[];
  /** Money that went through the account: the scale of its rounding. */
  turnover: number;

  constructor(symbolCount: number, cash: number) {
    this.cash = cash;
    this.turnover = cash;
    this.units = Array.from({ length: symbolCount }, () => 0);
    this.average = Array.from({ length: symbolCount }, () => 0);
    this.marks = Array.from({ length: symbolCount }, () => 0);
  }

  /** Books a fill and returns what it realised. */
  book({ fill }: OrderFilled): number {
    const { symbolIndex: at, side, quantity, price, commission } = fill;
    const signed = side === 'buy' ? quantity : -quantity;
    const before = this.units[at]!;
    const closing = before * signed < 0 ? Math.min(Math.abs(before), quantity) : 0;
    const gain = closing * (price - this.average[at]!) * Math.sign(before);
    const opening = quantity - closing;
    if (before * signed >= 0) {
      const paid = Math.abs(before) * this.average[at]! + quantity * price;
      this.average[at] = paid / (Math.abs(before) + quantity);
    } else if (opening > 1e-12 * quantity) this.average[at] = price;
    this.units[at] = Math.abs(before + signed) <= 1e-12 * quantity ? 0 : before + signed;
    this.cash -= signed * price;
    this.cash -= commission;
    this.marks[at] = price;
    this.realised += gain;
    this.turnover += quantity * price + commission;
    return gain;
  }

  /** Takes the closes of a row. */
  mark(row: SliceRow): void {
    for (const [symbol, one] of row.entries()) if (one) this.marks[symbol] = one.close;
  }

  equity(): number {
    let sum = this.cash;
    for (const [symbol, held] of this.units.entries()) sum += held * this.marks[symbol]!;
    return sum;
  }
}
