import type { BarSeries } from '../model/bar-series.ts';
import { type BarSink, repetitionFault, shapeFault } from './bar-check.ts';
import { BAR_FAULTS, BARS_PER_FILE_MAX, type BarFault } from './bar-fault.ts';
import { BAR_FIELDS } from './bar-fields.ts';

const TIME = BAR_FIELDS.indexOf('time');
const FIELDS = BAR_FIELDS.length;
const CAPACITY_FIRST = 1024;

/**
 * The bars of one symbol while they are read: a growing table, bar after bar, that only ever holds valid bars in
 * strictly rising time order. Values that come in are finite.
 */
export class BarTable implements BarSink {
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
    const fault = shapeFault(row, this.#allowNegativePrices);
    if (fault !== null) return fault;
    const at = this.#count * FIELDS;
    if (at > 0 && !(row[TIME] > this.#values[at - FIELDS + TIME])) return this.#repeat(row);
    if (at === this.#values.length && !this.#grow()) return BAR_FAULTS.count;
    for (let field = 0; field < FIELDS; field++) this.#values[at + field] = row[field];
    this.#count++;
    return null;
  }

  /** The bars as a series of exactly their number. */
  toSeries(symbol: string): BarSeries {
    const [time, open, high, low, close, volume] = BAR_FIELDS.map((_, field) => this.#column(field));
    const hasVolume = volume.some((units) => units > 0);
    return { symbol, time, open, high, low, close, volume, ...(!hasVolume && { hasVolume }) };
  }

  #column(field: number): Float64Array {
    const column = new Float64Array(this.#count);
    for (let bar = 0; bar < column.length; bar++) column[bar] = this.#values[bar * FIELDS + field];
    return column;
  }

  #repeat(row: Float64Array): BarFault | null {
    const fault = repetitionFault(row, this.#values, (this.#count - 1) * FIELDS);
    if (fault === null) this.#duplicates++;
    return fault;
  }

  #grow(): boolean {
    if (this.#count >= BARS_PER_FILE_MAX) return false;
    const grown = new Float64Array(Math.min(BARS_PER_FILE_MAX, this.#count * 2) * FIELDS);
    grown.set(this.#values);
    this.#values = grown;
    return true;
  }
}
