import type { BarKind, BarSeries } from '../model/bar-series.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import { type BarFault, numberFault, TIME_FAULTS } from './bar-fault.ts';
import type { BarSink } from './bar-sink.ts';
import { BarTable } from './bar-table.ts';
import { printedText } from './cell-printing.ts';
import { COLUMNS_MAX, type CsvLayout, detectDelimiter, layoutOf } from './csv-header.ts';
import {
  cellPosition,
  countLineFeeds,
  invalidTextPosition,
  RECORD_BYTES_MAX,
  recordEnd,
  splitRecord,
  type TextPosition,
} from './csv-record.ts';
import { readBlocks } from './data-file.ts';
import { parseDecimal } from './decimal.ts';
import { PlainRow } from './plain-row.ts';
import { TimestampParser } from './timestamp.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const BYTE_ORDER_MARK = Buffer.of(0xef, 0xbb, 0xbf);

const TIME = 0;

/** What a user may say about the bars of a file. */
export interface BarFileOptions {
  /** Prices may be zero or negative, as those of spreads and of some futures. Default false. */
  readonly allowNegativePrices?: boolean;
  /** What the rows are; found by the header if not given. */
  readonly kind?: BarKind | undefined;
  /** The zone of times of day that have none; such times are refused if it is not given. */
  readonly timeZone?: string | undefined;
}

/** What a reader must know of how the bars of a file were read. */
export interface BarFileFacts {
  /** Rows that repeated the bar before them in every field; each was kept once. */
  readonly duplicates: number;
  /** Quotes and trades that were joined with the one before them, which bears the same time. */
  readonly joined: number;
  /** What the rows are. */
  readonly kind: BarKind;
  /** Whether the file has a column of adjusted closes; it is not used. */
  readonly hasAdjustedClose: boolean;
  /** The zone by which times were read that have none of their own; null where there was no such time. */
  readonly localZone: string | null;
}

/** The bars of one file with what must be known of them. */
export interface BarFile<Bars = BarSeries> extends BarFileFacts {
  readonly series: Bars;
}

/**
 * Reads the bars of a CSV file, or of a CSV file within gzip where the name ends in `.gz`. The first line names the
 * columns, and by them what the rows are: see `layoutOf`. Comma, semicolon or
 * tab separates; a byte order mark, CRLF, empty lines and spaces around a cell are harmless. Either all bars are
 * valid or none is returned.
 *
 * @throws RegimetaError of kind `data`, with `place` as `file:line:column`.
 */
export function readBarFile(path: string, symbol: string, options: BarFileOptions = {}): BarFile {
  const bars = new BarTable(options.allowNegativePrices ?? false);
  const parser = new CsvBarParser(path, bars.rows, options);
  readBlocks(path, (bytes, last) => parser.push(bytes, last));
  return { ...parser.finish(), series: bars.toSeries(symbol) };
}

/**
 * The parser behind `readBarFile`, for a text that comes in blocks. `file` is what errors call it. Rows are read by
 * `PlainRow` as far as they are plain, and by the rest of this class where they are not; only a record that holds a quote is turned into text.
 */
export class CsvBarParser {
  readonly #file: string;
  readonly #bars: BarSink;
  readonly #times: TimestampParser;
  readonly #kind: BarKind | undefined;
  #row = new Float64Array(0);
  /** Where each cell of the current record begins; the next entry less one is where it ends. */
  readonly #cellStarts = new Int32Array(COLUMNS_MAX + 2);
  #cells = 0;
  #quoted = false;
  #begun = false;
  #line = 1;
  #delimiter = 0;
  #layout: CsvLayout | null = null;
  #plain: PlainRow | null = null;

  /** `bars` takes what is read, and says which prices may be. */
  constructor(
    file: string,
    bars: BarSink,
    { kind, timeZone }: Omit<BarFileOptions, 'allowNegativePrices'> = {},
  ) {
    this.#kind = kind;
    this.#times = new TimestampParser(timeZone);
    this.#file = file;
    this.#bars = bars;
  }

  /**
   * Takes the next block and returns how many of its bytes are done with: the rest, an unfinished record, must come
   * again at the head of the next block. All of the `last` block is taken.
   */
  push(bytes: Buffer, last: boolean): number {
    const whole = bytes.lastIndexOf(LINE_FEED) + 1;
    this.#checkText(last ? bytes : bytes.subarray(0, whole));
    let start = !this.#begun && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0;
    this.#begun = true;
    while (start < bytes.length) {
      start = this.#takePlainRows(bytes, start, whole);
      if (start === bytes.length) break;
      const end = this.#layout === null ? this.#scanHeader(bytes, start) : this.#scan(bytes, start);
      if (end - start > RECORD_BYTES_MAX) throw this.#tooLong();
      if (end === bytes.length && !last) break;
      this.#takeRecord(bytes, start, end);
      start = end + 1;
    }
    return Math.min(start, bytes.length);
  }

  /** What must be known of the file, once the last block is taken. Throws E_DATA_EMPTY where it has no bar. */
  finish(): BarFileFacts {
    this.#bars.finish();
    if (this.#bars.count === 0) {
      throw new RegimetaError('E_DATA_EMPTY', {
        place: this.#file,
        rule: 'a data file holds a header and at least one bar',
        repair: 'Remove the file or fill it',
      });
    }
    return {
      duplicates: this.#bars.duplicates,
      joined: this.#bars.joined,
      kind: this.#layout?.kind.name ?? 'bars',
      hasAdjustedClose: this.#layout?.hasAdjustedClose ?? false,
      localZone: this.#times.localZone,
    };
  }

  #checkText(bytes: Buffer): void {
    const position = invalidTextPosition(bytes, this.#line);
    if (position !== null) throw this.#notText(position);
  }

  #scanHeader(bytes: Buffer, start: number): number {
    const end = recordEnd(bytes, start);
    this.#quoted = bytes.subarray(start, end).includes(QUOTE);
    return end;
  }

  /** Finds the cells of the record at `start` and returns where it ends. */
  #scan(bytes: Buffer, start: number): number {
    const delimiter = this.#delimiter;
    const starts = this.#cellStarts;
    this.#quoted = false;
    let cells = 0;
    let position = start;
    starts[0] = start;
    for (; position < bytes.length; position++) {
      const byte = bytes[position];
      if (byte === delimiter) {
        if (++cells <= COLUMNS_MAX) starts[cells] = position + 1;
      } else if (byte === LINE_FEED) {
        break;
      } else if (byte === QUOTE) {
        this.#quoted = true;
        return recordEnd(bytes, start);
      }
    }
    this.#cells = cells + 1;
    return position;
  }

  /** Takes rows from `start` on as long as they are plain and sound, and returns where the next one begins; all are whole before `whole`. */
  #takePlainRows(bytes: Buffer, start: number, whole: number): number {
    if (this.#plain === null) return start;
    let next = start;
    while (next < whole) {
      const end = this.#plain.read(bytes, next);
      if (end < 0 || end - next > RECORD_BYTES_MAX || this.#bars.append(this.#row) !== null) break;
      this.#line++;
      next = end + 1;
    }
    return next;
  }

  #takeRecord(bytes: Buffer, start: number, end: number): void {
    const trimmed = end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    if (trimmed > start) {
      if (this.#layout === null) this.#takeHeader(bytes.subarray(start, trimmed));
      else this.#takeBar(bytes, start, trimmed, this.#layout);
    }
    this.#line += 1;
    if (this.#quoted) this.#line += countLineFeeds(bytes.subarray(start, end));
  }

  #takeHeader(record: Buffer): void {
    if (record.includes(0)) throw this.#notText({ line: this.#line, column: 1 });
    this.#delimiter = detectDelimiter(record);
    const names = splitRecord(record.toString(), this.#delimiter);
    if (names === null) throw this.#badQuotes(record);
    this.#layout = layoutOf(names, (column) => this.#placeOf(record, column), this.#kind);
    this.#row = new Float64Array(this.#layout.kind.fields.length);
    this.#plain = new PlainRow(this.#layout, this.#delimiter, this.#times, this.#row);
    this.#bars.begin(this.#layout.kind);
  }

  #takeBar(bytes: Buffer, start: number, end: number, layout: CsvLayout): void {
    let cellBytes = bytes;
    if (this.#quoted) cellBytes = this.#unquote(bytes.subarray(start, end));
    else this.#cellStarts[Math.min(this.#cells, COLUMNS_MAX + 1)] = end + 1;
    if (this.#cells !== layout.columns) throw this.#ragged(bytes.subarray(start, end), layout);
    const fault = this.#readRow(cellBytes, layout) ?? this.#bars.append(this.#row);
    if (fault !== null) throw this.#refusal(fault, bytes.subarray(start, end), cellBytes, layout);
  }

  /** Lays the cells of a record with quotes out as if it had none. */
  #unquote(record: Buffer): Buffer {
    const cells = splitRecord(record.toString(), this.#delimiter);
    if (cells === null) throw this.#badQuotes(record);
    this.#cells = cells.length;
    let start = 0;
    for (let cell = 0; cell <= Math.min(cells.length, COLUMNS_MAX); cell++) {
      this.#cellStarts[cell] = start;
      if (cell < cells.length) start += Buffer.byteLength(cells[cell]) + 1;
    }
    return Buffer.from(cells.join('\n'));
  }

  #readRow(bytes: Buffer, layout: CsvLayout): BarFault | null {
    const row = this.#row;
    for (let field = 0; field < row.length; field++) {
      const column = layout.columnOf[field];
      if (column < 0) {
        row[field] = layout.kind.absent[layout.kind.fields[field]];
        continue;
      }
      let start = this.#cellStarts[column];
      let end = this.#cellStarts[column + 1] - 1;
      while (start < end && bytes[start] === SPACE) start++;
      while (end > start && bytes[end - 1] === SPACE) end--;
      const value = field === TIME ? this.#times.parse(bytes, start, end) : parseDecimal(bytes, start, end);
      if (Number.isNaN(value)) {
        const { fields, noun } = layout.kind;
        return field === TIME ? TIME_FAULTS[this.#times.fault] : numberFault(fields[field], noun);
      }
      row[field] = value;
    }
    return null;
  }

  #placeOf(record: Buffer, cell: number): string {
    const { line, column } = cellPosition(record, this.#delimiter, cell, this.#line);
    return `${this.#file}:${line}:${column}`;
  }

  #refusal(fault: BarFault, record: Buffer, cellBytes: Buffer, layout: CsvLayout): RegimetaError {
    const column = layout.columnOf[layout.kind.fields.indexOf(fault.field)];
    const cell = cellBytes.toString('utf8', this.#cellStarts[column], this.#cellStarts[column + 1] - 1);
    const { code, rule, repair } = fault;
    const found = printedText(code === 'E_DATA_OHLC' || code === 'E_DATA_QUOTE' ? record.toString() : cell);
    return new RegimetaError(code, { place: this.#placeOf(record, column), rule, found, repair });
  }

  #ragged(record: Buffer, layout: CsvLayout): RegimetaError {
    return new RegimetaError('E_DATA_COLS', {
      place: this.#placeOf(record, Math.min(this.#cells, layout.columns + 1) - 1),
      rule: `each row has the ${layout.columns} cells that the header names`,
      found: `${this.#cells}`,
      repair: 'Complete the row; an empty cell still needs its delimiter',
    });
  }

  #badQuotes(record: Buffer): RegimetaError {
    return new RegimetaError('E_DATA_COLS', {
      place: `${this.#file}:${this.#line}:1`,
      rule: 'quotes enclose a whole cell and are closed before the next one',
      found: printedText(record.toString()),
      repair: 'Remove the quotes or close them',
    });
  }

  #notText({ line, column }: TextPosition): RegimetaError {
    return new RegimetaError('E_DATA_ENC', {
      place: `${this.#file}:${line}:${column}`,
      rule: 'a data file is UTF-8 text',
      repair: 'Save the file as UTF-8',
    });
  }

  #tooLong(): RegimetaError {
    return new RegimetaError('E_DATA_LIMIT', {
      place: `${this.#file}:${this.#line}:1`,
      rule: `a record has at most ${RECORD_BYTES_MAX} bytes`,
      repair: 'Look for a quote that is never closed, or for line ends that are missing',
    });
  }
}
