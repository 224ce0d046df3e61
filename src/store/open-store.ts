import {
  accessSync,
  constants,
  existsSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import Database from 'better-sqlite3';
import { RegimetaError } from '../model/regimeta-error.ts';
import { Connection } from './connection.ts';
import { bringUpToDate, requireKnownSchema, requirePresentSchema } from './migrations.ts';
import { storeError } from './sqlite-errors.ts';
import { storeAt } from './store-header.ts';

/** How a store is opened for writing. */
export interface OpenOptions {
  readonly processId: number;
  /** How long to wait for another writer; 5,000 ms if not given. */
  readonly busyTimeoutMs?: number;
  /** The largest size that the file may grow to; no limit if not given. */
  readonly bytesMax?: number;
}

const BUSY_TIMEOUT_MS = 5000;

/** The log goes into the file itself from 16 MB on: each time waits for the disk twice. */
const CHECKPOINT_PAGES = 4096;

/**
 * Up to this size a store is looked through at each start, at about 10 ms a megabyte; a larger one only where its
 * log lies beside it, so where the last writer did not close it. What is damaged all the same is found when it is read.
 */
const CHECKED_BYTES_MAX = 32 * 1024 * 1024;

/** What SQLite keeps beside a database; none of it may lie beside a file that is yet to be made. */
const COMPANIONS = ['-wal', '-shm', '-journal'];

/** Bytes 18 and 19 of the header: 2 means write-ahead log, 1 means none. */
const WAL_VERSION_OFFSETS = [18, 19];

/**
 * Opens the store for writing, in WAL mode with `synchronous=NORMAL`: safe from a kill at any time, while a power cut
 * can take the last commits. A missing file is created, an older one migrated; damage in its structure is looked for.
 * Throws E_STORE_FOREIGN, E_STORE_OPEN, E_STORE_SCHEMA, E_STORE_CORRUPT, E_STORE_BUSY or E_STORE_FULL.
 */
export function openForWriting(path: string, options: OpenOptions): Connection {
  const state = storeAt(path);
  if (state === 'nothing') create(path, options.processId);
  else requireWritable(path);
  // As other programs make one to reserve a name; it becomes a store where it lies, step by step.
  if (state === 'empty') requireNoCompanions(path);
  const suspect = existsSync(`${path}-wal`) || statSync(path).size <= CHECKED_BYTES_MAX;
  return configured(openFile(path, { timeout: options.busyTimeoutMs ?? BUSY_TIMEOUT_MS }), (connection) => {
    requireKnownSchema(connection);
    connection.pragma('journal_mode = WAL');
    prepareWriting(connection, {});
    if (suspect) requireWhole(connection);
    bringUpToDate(connection);
    if (options.bytesMax !== undefined) limitSize(connection, options.bytesMax);
  });
}

/**
 * Opens a store that another connection of this process has opened for writing and keeps open, for writing as well. Throws E_STORE_OPEN,
 * E_STORE_CORRUPT or E_STORE_BUSY.
 */
export function openBeside(path: string, options: Omit<OpenOptions, 'processId'>): Connection {
  const timeout = options.busyTimeoutMs ?? BUSY_TIMEOUT_MS;
  return configured(openFile(path, { timeout, fileMustExist: true }), (connection) =>
    prepareWriting(connection, options),
  );
}

function prepareWriting(connection: Connection, { bytesMax }: Omit<OpenOptions, 'processId'>): void {
  connection.pragma('synchronous = NORMAL');
  connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  connection.pragma('foreign_keys = ON');
  if (bytesMax !== undefined) limitSize(connection, bytesMax);
}

/** Opens a store of this schema or an older one, as it is, for bringing it up to date. Throws the errors of reading. */
export function openForUpgrade(path: string): Connection {
  requireStore(path);
  requireWritable(path);
  return configured(openFile(path, { timeout: BUSY_TIMEOUT_MS, fileMustExist: true }), (connection) => {
    requireKnownSchema(connection);
    requireWhole(connection);
  });
}

/**
 * Opens the store for reading; nothing in it can change through this connection. Throws E_STORE_OPEN where there is
 * none, and the same errors as for writing.
 */
export function openForReading(path: string): Connection {
  requireStore(path);
  try {
    return configured(openFile(path, { readonly: true, timeout: BUSY_TIMEOUT_MS }), requirePresentSchema);
  } catch (error) {
    if (!(error instanceof RegimetaError && isUnwritableFolder(error, path))) throw error;
    return configured(openCopy(path), requirePresentSchema);
  }
}

/**
 * Makes the store complete under another name and then gives it its own, so that there is never half a store at
 * `path`, and of two processes that make it at once one wins and both use the same.
 */
function create(path: string, processId: number): void {
  requireNoCompanions(path);
  const draft = `${path}.${processId}.new`;
  try {
    rmSync(draft, { force: true });
    configured(openFile(draft, {}, path), (connection) => {
      // Nobody reads a draft, so its steps need not wait for the disk one by one: the last setting writes all of it down.
      connection.pragma('journal_mode = MEMORY');
      connection.pragma('synchronous = OFF');
      bringUpToDate(connection);
      connection.pragma('synchronous = FULL');
      connection.pragma('journal_mode = WAL');
    }).close();
    publish(draft, path);
  } catch (error) {
    throw storeError(error, path);
  } finally {
    for (const suffix of ['', ...COMPANIONS]) rmSync(draft + suffix, { force: true });
  }
}

function requireStore(path: string): void {
  const state = storeAt(path);
  if (state === 'store') return;
  throw new RegimetaError('E_STORE_OPEN', {
    place: path,
    rule: 'there must be a store to read',
    found: state === 'empty' ? 'an empty file' : 'no file',
    repair: 'Record a run first, or choose another path',
  });
}

function publish(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    // Some file systems have no hard links; there two processes that create the same store at once can still collide.
    if (!existsSync(path)) renameSync(draft, path);
  }
}

/** Throws E_STORE_OPEN where the log of a lost store lies at hand: SQLite would play it into the new one. */
function requireNoCompanions(path: string): void {
  const stray = COMPANIONS.map((suffix) => path + suffix).find((companion) => existsSync(companion));
  if (stray === undefined) return;
  throw new RegimetaError('E_STORE_OPEN', {
    place: path,
    rule: 'a new store must not lie beside the log of an old one',
    found: stray,
    repair: 'Put the old store back, or delete its log',
  });
}

/** Throws E_STORE_OPEN for a file without the right to write: SQLite would open it for reading without a word. */
function requireWritable(path: string): void {
  try {
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw storeError(error, path);
  }
}

/** Throws E_STORE_CORRUPT where a page, an index or a row breaks the structure or the schema of a store. Reads all of it, changes no row. */
export function requireWholeStore(path: string): void {
  // Not as a reader: for those SQLite leaves out the CHECKs of a schema.
  configured(openFile(path, { timeout: BUSY_TIMEOUT_MS, fileMustExist: true }), (connection) => {
    connection.pragma('query_only = ON');
    requireWhole(connection);
  }).close();
}

/** Throws E_STORE_CORRUPT where a page or an index contradicts another, or on a connection for writing a row breaks a CHECK. */
function requireWhole(connection: Connection): void {
  const found = connection.pragma('quick_check(1)');
  if (found === 'ok') return;
  throw new RegimetaError('E_STORE_CORRUPT', {
    place: connection.path,
    rule: 'the store must be whole',
    found: String(found),
    repair: 'Restore a copy, or save what is left with the .recover command of the sqlite3 shell',
  });
}

function limitSize(connection: Connection, bytesMax: number): void {
  const pageBytes = connection.pragma('page_size') as number;
  connection.pragma(`max_page_count = ${Math.max(1, Math.floor(bytesMax / pageBytes))}`);
}

/** Errors of the connection name `path`, which is the file itself unless that is a draft. */
function openFile(file: string, options: Database.Options, path = file): Connection {
  try {
    return new Connection(new Database(file, options), path);
  } catch (error) {
    throw storeError(error, path);
  }
}

/** The connection after `configure`, or its error with the file closed again. */
function configured(connection: Connection, configure: (connection: Connection) => void): Connection {
  try {
    configure(connection);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** A reader of a WAL file must write beside it; where it may not and there is no log to read, a copy serves as well. */
function isUnwritableFolder(error: RegimetaError, path: string): boolean {
  return (error.code === 'E_STORE_OPEN' || error.code === 'E_STORE_FULL') && !existsSync(`${path}-wal`);
}

/** The store read into memory, where nothing is written beside the file. Throws E_STORE_OPEN where it cannot be read. */
export function openCopy(path: string): Connection {
  try {
    const bytes = readFileSync(path);
    for (const offset of WAL_VERSION_OFFSETS) bytes[offset] = 1;
    return new Connection(new Database(bytes, { readonly: true }), path);
  } catch (error) {
    throw storeError(error, path);
  }
}
