import { BAR_FAULTS, type BarFault, priceFault } from './bar-fault.ts';
import { BAR_FIELDS } from './bar-fields.ts';

const [TIME, OPEN, HIGH, LOW, CLOSE, VOLUME] = BAR_FIELDS.keys();

/** Takes the bars of a file as they are read: rows in the order of `BAR_FIELDS`, whose values are finite. */
export interface BarSink {
  /** Bars kept so far. */
  readonly count: number;
  /** Bars that repeated the one before them in every field and were kept once. */
  readonly duplicates: number;
  /** Takes a row: null, or the rule that it breaks, and then nothing of it is kept. */
  append(row: Float64Array): BarFault | null;
}

/** What is wrong with the prices and the volume of a row; null where nothing is. */
export function shapeFault(row: Float64Array, allowNegativePrices: boolean): BarFault | null {
  const open = row[OPEN];
  const high = row[HIGH];
  const low = row[LOW];
  const close = row[CLOSE];
  if (!allowNegativePrices && !(open > 0 && high > 0 && low > 0 && close > 0)) {
    return priceFault(row.findIndex((value, field) => field >= OPEN && field <= CLOSE && !(value > 0)));
  }
  if (high < open || high < close || high < low) return BAR_FAULTS.high;
  if (low > open || low > close) return BAR_FAULTS.low;
  return row[VOLUME] < 0 ? BAR_FAULTS.volume : null;
}

/** What is wrong with a row that is no later than the one before it, `values` from `last` on; null where it repeats that one. */
export function repetitionFault(row: Float64Array, values: Float64Array, last: number): BarFault | null {
  if (row[TIME] < values[last + TIME]) return BAR_FAULTS.order;
  return row.some((value, field) => value !== values[last + field]) ? BAR_FAULTS.duplicate : null;
}
