import { closeSync, openSync, writeSync } from 'node:fs';
import type { ExportColumn, ExportValue } from '../model/export-table.ts';

/** The formats of exported tables. */
export const EXPORT_FORMATS = ['csv', 'json', 'parquet'] as const;

/** One of them. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Takes the rows of a table one by one and ends with its file. */
export interface TableWriter {
  /** Values in the order of the columns. */
  write(values: readonly ExportValue[]): void;
  /** Ends the file. Until then it may be incomplete. */
  close(): void;
}

/** Text is collected up to this length before it is written. */
const PIECE_LENGTH = 262_144;

/** CSV with a header (RFC 4180), times as ISO 8601 in UTC, flags as true and false, null as nothing. */
export function csvWriter(path: string, columns: readonly ExportColumn[]): TableWriter {
  const file = new TextFile(path);
  file.append(`${columns.map(({ name }) => name).join(',')}\r\n`);
  return {
    write: (values) =>
      file.append(`${columns.map((column, k) => csvCell(exported(values[k]!, column))).join(',')}\r\n`),
    close: () => file.close(),
  };
}

/** One JSON array of objects, a line each; times as ISO 8601 in UTC. */
export function jsonWriter(path: string, columns: readonly ExportColumn[]): TableWriter {
  const file = new TextFile(path);
  let separator = '[\n';
  return {
    write: (values) => {
      const row = Object.fromEntries(columns.map((column, k) => [column.name, exported(values[k]!, column)]));
      file.append(`${separator}${JSON.stringify(row)}`);
      separator = ',\n';
    },
    close: () => {
      file.append(separator === ',\n' ? '\n]\n' : '[]\n');
      file.close();
    },
  };
}

/** A value as it is written: numbers and texts as they are, times as ISO texts, flags as booleans. */
export function exported(value: ExportValue, { type }: ExportColumn): ExportValue | boolean {
  if (value === null) return null;
  if (type === 'time') return new Date(value).toISOString();
  return type === 'flag' ? value === 1 : value;
}

/** A text that a spreadsheet would take for a formula gets an apostrophe, since names come from strategies and files. */
function csvCell(value: ExportValue | boolean): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

class TextFile {
  readonly #descriptor: number;
  #pending = '';

  constructor(path: string) {
    this.#descriptor = openSync(path, 'wx');
  }

  append(text: string): void {
    this.#pending += text;
    if (this.#pending.length >= PIECE_LENGTH) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#descriptor);
  }

  #flush(): void {
    writeSync(this.#descriptor, this.#pending);
    this.#pending = '';
  }
}
