import type { BarKind } from '../model/bar-series.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import { fieldLabel } from './bar-fields.ts';
import { printedText } from './cell-printing.ts';
import { INPUT_KINDS, type InputKind } from './input-kind.ts';

const COMMA = 0x2c;
const SEMICOLON = 0x3b;
const TAB = 0x09;
const QUOTE = 0x22;

/** The most columns that a data file may have. */
export const COLUMNS_MAX = 256;

/** Header names, lower case and without spaces and punctuation, and the field that each one means, by the kind of file. */
const FIELDS_BY_NAME: Readonly<Record<BarKind, ReadonlyMap<string, string>>> = {
  bars: namesOf({ open: 'open', high: 'high', low: 'low', close: 'close', volume: 'volume' }),
  'bid-ask-bars': namesOf({
    bidOpen: 'bidopen openbid',
    bidHigh: 'bidhigh highbid',
    bidLow: 'bidlow lowbid',
    bidClose: 'bidclose closebid',
    askOpen: 'askopen openask',
    askHigh: 'askhigh highask',
    askLow: 'asklow lowask',
    askClose: 'askclose closeask',
    volume: 'volume',
  }),
  quotes: namesOf({
    bid: 'bid bidprice bestbid',
    ask: 'ask askprice bestask offer offerprice',
    bidSize: 'bidsize bidqty bidquantity bidvolume',
    askSize: 'asksize askqty askquantity askvolume offersize',
  }),
  trades: namesOf({
    price: 'price tradeprice lastprice',
    size: 'size qty quantity amount volume tradesize',
  }),
};

/** In the order in which a header that fits several is taken. */
const KINDS: readonly BarKind[] = ['bars', 'bid-ask-bars', 'quotes', 'trades'];

function namesOf(fields: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const all = { time: 'date time timestamp datetime', ...fields };
  return new Map(
    Object.entries(all).flatMap(([field, names]) => names.split(' ').map((name) => [name, field] as const)),
  );
}

const ADJUSTED_CLOSE_NAMES: ReadonlySet<string> = new Set([
  'adjclose',
  'adjustedclose',
  'closeadj',
  'closeadjusted',
]);

/** What the rows of a file are, and where their fields stand. */
export interface CsvLayout {
  readonly kind: InputKind;
  readonly columns: number;
  /** The column of each field in the order of the kind; -1 for one that is not there and need not be. */
  readonly columnOf: Int16Array;
  /** Whether there is a column of adjusted closes, which is not used. */
  readonly hasAdjustedClose: boolean;
}

/** The byte that separates the cells: the most frequent of comma, semicolon and tab outside of quotes; comma on a tie. */
export function detectDelimiter(header: Buffer): number {
  const counts = new Map([COMMA, SEMICOLON, TAB].map((byte) => [byte, 0]));
  let quoted = false;
  for (const byte of header) {
    if (byte === QUOTE) quoted = !quoted;
    const count = quoted ? undefined : counts.get(byte);
    if (count !== undefined) counts.set(byte, count + 1);
  }
  return [...counts].reduce((best, candidate) => (candidate[1] > best[1] ? candidate : best))[0];
}

/**
 * The layout that the names of a header give. Names are matched without regard to case, order, spaces or
 * punctuation; other columns are left alone. `placeOf` tells where a column stands. What the rows are is `stated`, or else
 * what the header is whole for: bars before all others; one of several others has to be stated.
 *
 * @throws RegimetaError E_DATA_HEADER where a field has no column or two, or where the kind is not clear; E_DATA_LIMIT
 * beyond 256 columns.
 */
export function layoutOf(
  names: readonly string[],
  placeOf: (column: number) => string,
  stated?: BarKind,
): CsvLayout {
  if (names.length > COLUMNS_MAX) {
    throw new RegimetaError('E_DATA_LIMIT', {
      place: placeOf(COLUMNS_MAX),
      rule: `a file has at most ${COLUMNS_MAX} columns`,
      found: String(names.length),
      repair: 'Leave out the columns that are not needed',
    });
  }
  const keys = names.map((name) => name.toLowerCase().replace(/[\s_.*<>-]/g, ''));
  const kind = INPUT_KINDS[stated ?? kindOfHeader(keys, names, placeOf(0))];
  const columnOf = new Int16Array(kind.fields.length).fill(-1);
  keys.forEach((key, column) => {
    const field = FIELDS_BY_NAME[kind.name].get(key);
    if (field === undefined) return;
    const index = kind.fields.indexOf(field);
    if (columnOf[index] >= 0) throw repeatedColumn(field, names[column], kind, placeOf(column));
    columnOf[index] = column;
  });
  const missing = missingField(kind, (index) => columnOf[index] >= 0);
  if (missing !== null) throw missingColumn(missing, names, kind, placeOf(0));
  const hasAdjustedClose = kind.name === 'bars' && keys.some((key) => ADJUSTED_CLOSE_NAMES.has(key));
  return { kind, columns: names.length, columnOf, hasAdjustedClose };
}

/** What a header is for; where it is whole for nothing, what it has most fields of. */
function kindOfHeader(keys: readonly string[], names: readonly string[], place: string): BarKind {
  const found = KINDS.map((name) => new Set(keys.map((key) => FIELDS_BY_NAME[name].get(key))));
  const whole = KINDS.filter((name, at) => {
    const { fields } = INPUT_KINDS[name];
    return missingField(INPUT_KINDS[name], (index) => found[at].has(fields[index])) === null;
  });
  if (whole[0] === 'bars' || whole.length === 1) return whole[0];
  if (whole.length === 0) return KINDS.reduce((best, name) => (shareOf(name) > shareOf(best) ? name : best));
  throw new RegimetaError('E_DATA_HEADER', {
    place,
    rule: 'the first line tells what the rows are: bars, bid-ask bars, quotes or trades',
    found: `${printedText(names.join(', '))}, which may be ${whole.join(' or ')}`,
    repair: 'State the kind of the file in the manifest',
  });

  function shareOf(name: BarKind): number {
    const fields = found[KINDS.indexOf(name)];
    return INPUT_KINDS[name].fields.filter((field, index) => index > 0 && fields.has(field)).length;
  }
}

/** The first field that must be there and is not. Of two sizes both are there or none. */
function missingField({ fields, absent, name }: InputKind, has: (index: number) => boolean): string | null {
  const isSized = name === 'quotes' && (has(3) || has(4));
  return fields.find((field, index) => !has(index) && (!(field in absent) || isSized)) ?? null;
}

const EXAMPLES: Readonly<Record<BarKind, string>> = {
  bars: 'date,open,high,low,close,volume',
  'bid-ask-bars': 'time,bid_open,bid_high,bid_low,bid_close,ask_open,ask_high,ask_low,ask_close',
  quotes: 'time,bid,ask,bid_size,ask_size',
  trades: 'time,price,size',
};

function missingColumn(
  field: string,
  names: readonly string[],
  { name, noun }: InputKind,
  place: string,
): RegimetaError {
  return new RegimetaError('E_DATA_HEADER', {
    place,
    rule: `the first line names a column for the ${fieldLabel(field)} of each ${noun}`,
    found: printedText(names.join(', ')),
    repair: `Begin the file with a line such as ${EXAMPLES[name]}`,
  });
}

function repeatedColumn(field: string, name: string, { noun }: InputKind, place: string): RegimetaError {
  return new RegimetaError('E_DATA_HEADER', {
    place,
    rule: `one column alone gives the ${fieldLabel(field)} of a ${noun}`,
    found: `${printedText(name)} as a second one`,
    repair: 'Keep the right column and rename the other',
  });
}
