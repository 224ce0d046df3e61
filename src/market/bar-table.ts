import type { BarSeries } from '../model/bar-series.ts';
import { BAR_FAULTS, BARS_PER_FILE_MAX, type BarFault, priceFault } from './bar-fault.ts';
import { BAR_FIELDS } from './bar-fields.ts';

const [TIME, OPEN, HIGH, LOW, CLOSE, VOLUME] = BAR_FIELDS.keys();
const FIELDS = BAR_FIELDS.length;
const CAPACITY_FIRST = 1024;

/**
 * The bars of one symbol while they are read: a growing table, bar after bar, that only ever holds valid bars in
 * strictly rising time order. Values that come in are finite.
 */
export class BarTable {
  #count = 0;
  #duplicates = 0;
  #values = new Float64Array(CAPACITY_FIRST * FIELDS);
  readonly #allowNegativePrices: boolean;

  constructor(allowNegativePrices: boolean) {
    this.#allowNegativePrices = allowNegativePrices;
  }

  /** Bars kept so far. */
  get count(): number {
    return this.#count;
  }

  /** Bars that repeated the one before them in every field and were kept once. */
  get duplicates(): number {
    return this.#duplicates;
  }

  /** Takes a row in the order of `BAR_FIELDS`: null, or the rule that it breaks, and then nothing of it is kept. */
  append(row: Float64Array): BarFault | null {
    const fault = this.#shapeFault(row);
    if (fault !== null) return fault;
    const at = this.#count * FIELDS;
    if (at > 0 && !(row[TIME] > this.#values[at - FIELDS + TIME])) return this.#repetitionFault(row);
    if (at === this.#values.length && !this.#grow()) return BAR_FAULTS.count;
    for (let field = 0; field < FIELDS; field++) this.#values[at + field] = row[field];
    this.#count++;
    return null;
  }

  /** The bars as a series of exactly their number. */
  toSeries(symbol: string): BarSeries {
    const [time, open, high, low, close, volume] = BAR_FIELDS.map((_, field) => this.#column(field));
    return { symbol, time, open, high, low, close, volume };
  }

  #column(field: number): Float64Array {
    const column = new Float64Array(this.#count);
    for (let bar = 0; bar < column.length; bar++) column[bar] = this.#values[bar * FIELDS + field];
    return column;
  }

  #shapeFault(row: Float64Array): BarFault | null {
    const open = row[OPEN];
    const high = row[HIGH];
    const low = row[LOW];
    const close = row[CLOSE];
    if (!this.#allowNegativePrices && !(open > 0 && high > 0 && low > 0 && close > 0)) {
      return priceFault(row.findIndex((value, field) => field >= OPEN && field <= CLOSE && !(value > 0)));
    }
    if (high < open || high < close || high < low) return BAR_FAULTS.high;
    if (low > open || low > close) return BAR_FAULTS.low;
    return row[VOLUME] < 0 ? BAR_FAULTS.volume : null;
  }

  #repetitionFault(row: Float64Array): BarFault | null {
    const last = (this.#count - 1) * FIELDS;
    if (row[TIME] < this.#values[last + TIME]) return BAR_FAULTS.order;
    if (row.some((value, field) => value !== this.#values[last + field])) return BAR_FAULTS.duplicate;
    this.#duplicates++;
    return null;
  }

  #grow(): boolean {
    if (this.#count >= BARS_PER_FILE_MAX) return false;
    const grown = new Float64Array(Math.min(BARS_PER_FILE_MAX, this.#count * 2) * FIELDS);
    grown.set(this.#values);
    this.#values = grown;
    return true;
  }
}
