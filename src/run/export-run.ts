import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EXPORT_TABLES, type ExportColumn, type ExportTableName } from '../model/export-table.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import { exportColumns } from '../store/export-reader.ts';
import type { Store } from '../store/store.ts';
import { requireWritable } from './output-folder.ts';
import { readStore } from './read-store.ts';
import { csvWriter, type ExportFormat, jsonWriter, type TableWriter } from './table-writer.ts';

/** Tables of a recorded run that a user wants as files. */
export interface ExportRequest {
  readonly storePath: string;
  readonly runId: number;
  /** All of them if not given. */
  readonly tables?: readonly ExportTableName[];
  readonly format: ExportFormat;
  /** The folder of the files, which is made where there is none. */
  readonly folder: string;
  /** Whether files that are there already are replaced. */
  readonly replaces: boolean;
}

/** A file of an export. */
export interface ExportedFile {
  readonly table: ExportTableName;
  readonly path: string;
  readonly rows: number;
}

/**
 * Writes tables of a run as files, one a table, all from one snapshot of the store. The files appear when all of them are
 * written. Throws E_RUN_UNKNOWN, E_OUTPUT_EXISTS where there is a file already, and E_OUTPUT_UNWRITABLE.
 */
export async function exportRun(request: ExportRequest): Promise<readonly ExportedFile[]> {
  const { storePath, runId, tables = EXPORT_TABLES, format, folder } = request;
  const makeWriter = await writerOf(format);
  return readStore(storePath, (store) => {
    store.run(runId);
    const files = tables.map((table) => ({ table, path: join(resolve(folder), `${table}.${format}`) }));
    requireWritable(folder);
    for (const { path } of files) requireFree(path, request.replaces);
    return writeFiles(store, files, { ...request, makeWriter });
  });
}

type WriterFactory = (path: string, columns: readonly ExportColumn[]) => TableWriter;

/** The writer of Parquet is loaded only where it is wanted. */
async function writerOf(format: ExportFormat): Promise<WriterFactory> {
  if (format === 'csv') return csvWriter;
  return format === 'json' ? jsonWriter : (await import('./parquet-writer.ts')).parquetWriter;
}

function writeFiles(
  store: Store,
  files: readonly { readonly table: ExportTableName; readonly path: string }[],
  { runId, folder, makeWriter }: ExportRequest & { readonly makeWriter: WriterFactory },
): ExportedFile[] {
  const draft = mkdtempSync(join(resolve(folder), '.export-'));
  try {
    const written = files.map(({ table, path }, k) => {
      const writer = makeWriter(join(draft, String(k)), exportColumns(table));
      let rows = 0;
      store.eachExportRow(runId, table, (values) => {
        writer.write(values);
        rows++;
      });
      writer.close();
      return { table, path, rows };
    });
    for (const [k, { path }] of files.entries()) renameSync(join(draft, String(k)), path);
    return written;
  } catch (error) {
    throw error instanceof RegimetaError ? error : unwritable(folder, error);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function requireFree(path: string, replaces: boolean): void {
  if (replaces || !existsSync(path)) return;
  throw new RegimetaError('E_OUTPUT_EXISTS', {
    place: path,
    rule: 'an export replaces no file unless it is told to',
    found: 'a file of that name',
    repair: 'Name another folder with --out, or add --force',
  });
}

function unwritable(folder: string, cause: unknown): RegimetaError {
  return new RegimetaError('E_OUTPUT_UNWRITABLE', {
    place: folder,
    rule: 'the files of an export must be written whole',
    found: cause instanceof Error ? cause.message : String(cause),
    repair: 'Make room, or name another folder with --out',
    cause,
  });
}
