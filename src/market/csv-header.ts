import { RegimetaError } from '../model/regimeta-error.ts';
import { BAR_FIELDS, type BarField } from './bar-fields.ts';
import { printedText } from './cell-printing.ts';

const COMMA = 0x2c;
const SEMICOLON = 0x3b;
const TAB = 0x09;
const QUOTE = 0x22;

/** The most columns that a data file may have. */
export const COLUMNS_MAX = 256;

/** Header names, lower case and without spaces and punctuation, and the field that each one means. */
const FIELD_BY_NAME: ReadonlyMap<string, BarField> = new Map([
  ['date', 'time'],
  ['time', 'time'],
  ['timestamp', 'time'],
  ['datetime', 'time'],
  ['open', 'open'],
  ['high', 'high'],
  ['low', 'low'],
  ['close', 'close'],
  ['volume', 'volume'],
]);

const ADJUSTED_CLOSE_NAMES: ReadonlySet<string> = new Set([
  'adjclose',
  'adjustedclose',
  'closeadj',
  'closeadjusted',
]);

/** Where the fields of a bar stand in the rows of a file. */
export interface CsvLayout {
  readonly columns: number;
  /** The column of each field in the order of `BAR_FIELDS`; -1 for the volume where there is none. */
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
 * punctuation; other columns are left alone. `placeOf` tells where a column stands.
 *
 * @throws RegimetaError E_DATA_HEADER where a field has no column or two; E_DATA_LIMIT beyond 256 columns.
 */
export function layoutOf(names: readonly string[], placeOf: (column: number) => string): CsvLayout {
  if (names.length > COLUMNS_MAX) {
    throw new RegimetaError('E_DATA_LIMIT', {
      place: placeOf(COLUMNS_MAX),
      rule: `a file has at most ${COLUMNS_MAX} columns`,
      found: String(names.length),
      repair: 'Leave out the columns that are not needed',
    });
  }
  const columnOf = new Int16Array(BAR_FIELDS.length).fill(-1);
  let hasAdjustedClose = false;
  names.forEach((name, column) => {
    const key = name.toLowerCase().replace(/[\s_.*<>-]/g, '');
    if (ADJUSTED_CLOSE_NAMES.has(key)) hasAdjustedClose = true;
    const field = FIELD_BY_NAME.get(key);
    if (field === undefined) return;
    const index = BAR_FIELDS.indexOf(field);
    if (columnOf[index] >= 0) throw repeatedColumn(field, name, placeOf(column));
    columnOf[index] = column;
  });
  const missing = BAR_FIELDS.find((field, index) => field !== 'volume' && columnOf[index] < 0);
  if (missing !== undefined) throw missingColumn(missing, names, placeOf(0));
  return { columns: names.length, columnOf, hasAdjustedClose };
}

function missingColumn(field: BarField, names: readonly string[], place: string): RegimetaError {
  return new RegimetaError('E_DATA_HEADER', {
    place,
    rule: `the first line names a column for the ${field} of each bar`,
    found: printedText(names.join(', ')),
    repair: 'Begin the file with a line such as date,open,high,low,close,volume',
  });
}

function repeatedColumn(field: BarField, name: string, place: string): RegimetaError {
  return new RegimetaError('E_DATA_HEADER', {
    place,
    rule: `one column alone gives the ${field} of a bar`,
    found: `${printedText(name)} as a second one`,
    repair: 'Keep the right column and rename the other',
  });
}
