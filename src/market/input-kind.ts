import type { BarKind } from '../model/bar-series.ts';
import { BAR_FAULTS, type BarFault, priceFault } from './bar-fault.ts';
import { BAR_FIELDS, BID_ASK_FIELDS, QUOTE_FIELDS, TRADE_FIELDS } from './bar-fields.ts';

/**
 * How the rows of a kind of file are read, checked and kept. A row holds the values of `fields`, all finite but for
 * sizes that the file does not have, which are NaN; the time comes first.
 */
export interface InputKind {
  readonly name: BarKind;
  /** One of them, in messages. */
  readonly noun: string;
  /** The fields of a row as a file has it. */
  readonly fields: readonly string[];
  /** Fields that a file may lack, and what then stands for them. */
  readonly absent: Readonly<Record<string, number>>;
  /** Columns that are kept of a row. */
  readonly columns: number;
  /** What is wrong with a row; null where nothing is. */
  faultOf(row: Float64Array, allowNegativePrices: boolean): BarFault | null;
  /** Writes what is kept of a row to `into` from `at` on, a column every `stride`. */
  keep(row: Float64Array, into: Float64Array, at: number, stride: number): void;
  /** Takes a row of the same time as the one kept last, in `last`; the rule that it breaks, or whether it changed that one. */
  join(row: Float64Array, last: Float64Array): BarFault | 'repeated' | 'joined';
}

/** Whether a price may not be one. */
function isNoPrice(price: number, allowNegativePrices: boolean): boolean {
  return !(allowNegativePrices || price > 0);
}

/** What is wrong with the four prices from field `at` on; null where nothing is. */
function shapeFault(row: Float64Array, at: number, kind: InputKind, negative: boolean): BarFault | null {
  const open = row[at];
  const high = row[at + 1];
  const low = row[at + 2];
  const close = row[at + 3];
  if (!negative && !(open > 0 && high > 0 && low > 0 && close > 0)) {
    return priceFault(kind.fields[row.findIndex((value, field) => field >= at && !(value > 0))]);
  }
  if (high < open || high < close || high < low) return { ...BAR_FAULTS.high, field: kind.fields[at + 1] };
  if (low > open || low > close) return { ...BAR_FAULTS.low, field: kind.fields[at + 2] };
  return null;
}

function keepAll(row: Float64Array, into: Float64Array, at: number, stride: number): void {
  for (let field = 0; field < row.length; field++) into[at + field * stride] = row[field];
}

/** Bars of one time are one bar that was given twice, or a contradiction. */
function joinBars(row: Float64Array, last: Float64Array): BarFault | 'repeated' {
  return row.some((value, field) => value !== last[field]) ? BAR_FAULTS.duplicate : 'repeated';
}

const BARS: InputKind = {
  name: 'bars',
  noun: 'bar',
  fields: BAR_FIELDS,
  absent: { volume: 0 },
  columns: BAR_FIELDS.length,
  faultOf(row, negative) {
    return shapeFault(row, 1, BARS, negative) ?? (row[5] < 0 ? BAR_FAULTS.volume : null);
  },
  keep: keepAll,
  join: joinBars,
};

const BID_ASK_BARS: InputKind = {
  name: 'bid-ask-bars',
  noun: 'bar',
  fields: BID_ASK_FIELDS,
  absent: { volume: 0 },
  columns: BID_ASK_FIELDS.length,
  faultOf(row, negative) {
    const fault = shapeFault(row, 1, BID_ASK_BARS, negative) ?? shapeFault(row, 5, BID_ASK_BARS, negative);
    if (fault !== null) return fault;
    for (let bid = 1; bid <= 4; bid++) {
      if (row[bid] > row[bid + 4]) return { ...BAR_FAULTS.crossed, field: BID_ASK_FIELDS[bid + 4] };
    }
    return row[9] < 0 ? BAR_FAULTS.volume : null;
  },
  keep: keepAll,
  join: joinBars,
};

const QUOTES: InputKind = {
  name: 'quotes',
  noun: 'quote',
  fields: QUOTE_FIELDS,
  absent: { bidSize: Number.NaN, askSize: Number.NaN },
  columns: QUOTE_FIELDS.length,
  faultOf(row, negative) {
    if (isNoPrice(row[1], negative)) return priceFault('bid');
    if (isNoPrice(row[2], negative)) return priceFault('ask');
    if (row[1] > row[2]) return BAR_FAULTS.crossed;
    if (row[3] <= 0) return { ...BAR_FAULTS.size, field: 'bidSize' };
    return row[4] <= 0 ? { ...BAR_FAULTS.size, field: 'askSize' } : null;
  },
  keep: keepAll,
  join(row, last) {
    last.set(row);
    return 'joined';
  },
};

const [TIME, PRICE, SIZE] = TRADE_FIELDS.keys();

/** Trades are kept as bars, so that several of one time are one. */
const TRADES: InputKind = {
  name: 'trades',
  noun: 'trade',
  fields: TRADE_FIELDS,
  absent: {},
  columns: BAR_FIELDS.length,
  faultOf(row, negative) {
    if (isNoPrice(row[PRICE], negative)) return priceFault('price');
    return row[SIZE] > 0 ? null : BAR_FAULTS.size;
  },
  keep(row, into, at, stride) {
    into[at] = row[TIME];
    for (let price = 1; price <= 4; price++) into[at + price * stride] = row[PRICE];
    into[at + 5 * stride] = row[SIZE];
  },
  join(row, last) {
    last[2] = Math.max(last[2], row[PRICE]);
    last[3] = Math.min(last[3], row[PRICE]);
    last[4] = row[PRICE];
    last[5] += row[SIZE];
    return 'joined';
  },
};

/** All kinds, by their names. */
export const INPUT_KINDS: Readonly<Record<BarKind, InputKind>> = {
  bars: BARS,
  'bid-ask-bars': BID_ASK_BARS,
  quotes: QUOTES,
  trades: TRADES,
};
