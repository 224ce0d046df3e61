import { isUtf8 } from 'node:buffer';
import Papa from 'papaparse';

const LINE_FEED = 0x0a;
const QUOTE = 0x22;

/** The most bytes that a record may have. */
export const RECORD_BYTES_MAX = 65_536;

/** Where the record at `start` ends: the first line feed outside of quotes, or the end of the bytes. */
export function recordEnd(bytes: Buffer, start: number): number {
  let quoted = false;
  for (let position = start; position < bytes.length; position++) {
    const byte = bytes[position];
    if (byte === QUOTE) quoted = !quoted;
    else if (byte === LINE_FEED && !quoted) return position;
  }
  return bytes.length;
}

/** The cells of one record, freed of their quotes; null where quotes do not enclose whole cells. */
export function splitRecord(text: string, delimiter: number): string[] | null {
  const separator = String.fromCharCode(delimiter);
  if (!text.includes('"')) return text.split(separator);
  const parsed = Papa.parse<string[]>(text, { delimiter: separator, newline: '\n' });
  return parsed.errors.length === 0 && parsed.data.length === 1 ? parsed.data[0] : null;
}

/** A position in a text file, counted from 1; columns count characters, not bytes. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Where the cell of a given number begins in a record whose first line is `firstLine`. */
export function cellPosition(
  record: Buffer,
  delimiter: number,
  cell: number,
  firstLine: number,
): TextPosition {
  let quoted = false;
  let remaining = cell;
  let line = firstLine;
  let column = 1;
  for (const byte of record) {
    if (remaining === 0) break;
    if ((byte & 0xc0) !== 0x80) column++;
    if (byte === QUOTE) quoted = !quoted;
    else if (byte === delimiter && !quoted) remaining--;
    else if (byte === LINE_FEED) {
      line++;
      column = 1;
    }
  }
  return { line, column };
}

/** The number of line feeds in the bytes. */
export function countLineFeeds(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines++;
  return lines;
}

/**
 * The first place in the bytes that is no UTF-8, where `firstLine` is the line that they begin with; null where all
 * is well. A line is searched up to the record limit and reported there at the latest.
 */
export function invalidTextPosition(bytes: Buffer, firstLine: number): TextPosition | null {
  if (isUtf8(bytes)) return null;
  let line = firstLine;
  let start = 0;
  for (;;) {
    const next = bytes.indexOf(LINE_FEED, start);
    const end = next < 0 ? bytes.length : next;
    if (!isUtf8(bytes.subarray(start, end)))
      return { line, column: invalidColumn(bytes.subarray(start, end)) };
    start = end + 1;
    line++;
  }
}

function invalidColumn(line: Buffer): number {
  let column = 1;
  for (let position = 0; position < Math.min(line.length, RECORD_BYTES_MAX); column++) {
    const lead = line[position];
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (!isUtf8(line.subarray(position, position + length))) break;
    position += length;
  }
  return column;
}
