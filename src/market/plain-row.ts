import type { CsvLayout } from './csv-header.ts';
import { POWERS_OF_TEN, parseDecimal } from './decimal.ts';
import type { TimestampParser } from './timestamp.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const POINT = 0x2e;
const ZERO = 0x30;

/** As many digits as a 32-bit integer holds whatever they are. */
const INTEGER_DIGITS = 9;

const TIME = 0;

/**
 * Reads rows as nearly all of them are: numbers of digits with at most one point, a time, and nothing else around them. One pass over the bytes, which
 * leaves whatever is otherwise, and so every error, to the parser that knows all of the format: it reads the same row again.
 */
export class PlainRow {
  readonly #delimiter: number;
  readonly #times: TimestampParser;
  /** The field of each column, -1 for one that is left alone. */
  readonly #fieldOf: Int16Array;
  readonly #row: Float64Array;

  /** `row` takes the values of the fields; those that have no column stand in it from the beginning. */
  constructor(layout: CsvLayout, delimiter: number, times: TimestampParser, row: Float64Array) {
    this.#delimiter = delimiter;
    this.#times = times;
    this.#row = row;
    this.#fieldOf = new Int16Array(layout.columns).fill(-1);
    layout.columnOf.forEach((column, field) => {
      if (column >= 0) this.#fieldOf[column] = field;
      else row[field] = layout.kind.absent[layout.kind.fields[field]];
    });
  }

  /** Reads the row at `start`, whose line feed is among the bytes, and returns where that is; -1 where the row is not plain. */
  read(bytes: Buffer, start: number): number {
    const fieldOf = this.#fieldOf;
    const last = fieldOf.length - 1;
    let position = start;
    for (let column = 0; column <= last; column++) {
      const field = fieldOf[column];
      position = field > TIME ? this.#number(bytes, position, field) : this.#text(bytes, position, field);
      if (position < 0) return -1;
      if (column < last && bytes[position++] !== this.#delimiter) return -1;
    }
    if (bytes[position] === CARRIAGE_RETURN) position++;
    return bytes[position] === LINE_FEED ? position : -1;
  }

  /** Reads a number and returns where it ends; the same double as `parseDecimal` gives. */
  #number(bytes: Buffer, start: number, field: number): number {
    let position = start;
    let integer = 0;
    let digit = bytes[position] - ZERO;
    while (digit >= 0 && digit <= 9) {
      integer = (integer * 10 + digit) | 0;
      digit = bytes[++position] - ZERO;
    }
    let digits = position - start;
    let scale = 0;
    if (bytes[position] === POINT) {
      const fractionStart = ++position;
      digit = bytes[position] - ZERO;
      while (digit >= 0 && digit <= 9) {
        integer = (integer * 10 + digit) | 0;
        digit = bytes[++position] - ZERO;
      }
      scale = position - fractionStart;
      digits += scale;
    }
    if (digits === 0) return -1;
    this.#row[field] =
      digits <= INTEGER_DIGITS ? integer / POWERS_OF_TEN[scale] : parseDecimal(bytes, start, position);
    return position;
  }

  /** Passes over a cell that is left alone, or reads the time, and returns where it ends. */
  #text(bytes: Buffer, start: number, field: number): number {
    const delimiter = this.#delimiter;
    let end = start;
    for (; ; end++) {
      const byte = bytes[end];
      if (byte === delimiter || byte === LINE_FEED || byte === CARRIAGE_RETURN) break;
      if (byte === QUOTE) return -1;
    }
    if (field !== TIME) return end;
    const time = this.#times.parse(bytes, start, end);
    if (Number.isNaN(time)) return -1;
    this.#row[TIME] = time;
    return end;
  }
}
