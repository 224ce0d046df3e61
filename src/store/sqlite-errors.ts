import Database from 'better-sqlite3';
import type { ErrorCode } from '../model/error-codes.ts';
import { RegimetaError } from '../model/regimeta-error.ts';

interface Kind {
  readonly code: ErrorCode;
  readonly rule: string;
  readonly repair: string | null;
}

const OPEN: Kind = {
  code: 'E_STORE_OPEN',
  rule: 'the store must be a file that can be opened',
  repair: 'Check the path and its permissions',
};

const BUSY: Kind = {
  code: 'E_STORE_BUSY',
  rule: 'the store must be free within the waiting time',
  repair: 'Wait for the other run to end, or give this one a store of its own',
};

const FULL: Kind = {
  code: 'E_STORE_FULL',
  rule: 'the store must be writable and have room to grow',
  repair: 'Make room, or choose another place; everything up to the last commit is kept',
};

const CORRUPT: Kind = {
  code: 'E_STORE_CORRUPT',
  rule: 'the store must be whole',
  repair: 'Restore a copy, or save what is left with the .recover command of the sqlite3 shell',
};

const FOREIGN: Kind = {
  code: 'E_STORE_FOREIGN',
  rule: 'the file must be a store of Regimeta',
  repair: 'Choose another path; the file was not touched',
};

const INVARIANT: Kind = {
  code: 'E_INVARIANT',
  rule: 'every row must keep the constraints of the schema',
  repair: null,
};

/** By the primary result code of SQLite (https://www.sqlite.org/rescode.html); extended codes begin with it. */
const BY_SQLITE_CODE: readonly (readonly [string, Kind])[] = [
  ['SQLITE_BUSY', BUSY],
  ['SQLITE_LOCKED', BUSY],
  ['SQLITE_PROTOCOL', BUSY],
  ['SQLITE_FULL', FULL],
  // What should be in the file and is not, or cannot be read any more.
  ['SQLITE_IOERR_SHORT_READ', CORRUPT],
  ['SQLITE_IOERR_READ', CORRUPT],
  ['SQLITE_IOERR', FULL],
  ['SQLITE_READONLY', FULL],
  ['SQLITE_NOTADB', FOREIGN],
  ['SQLITE_CORRUPT', CORRUPT],
  ['SQLITE_FORMAT', CORRUPT],
  ['SQLITE_SCHEMA', CORRUPT],
  ['SQLITE_ERROR', CORRUPT],
  ['SQLITE_CONSTRAINT', INVARIANT],
  ['SQLITE_MISMATCH', INVARIANT],
  ['SQLITE_RANGE', INVARIANT],
  ['SQLITE_TOOBIG', INVARIANT],
  ['SQLITE_MISUSE', INVARIANT],
];

/** Codes of the file system that mean the same as SQLITE_FULL. */
const FULL_ERRNO: readonly string[] = ['ENOSPC', 'EDQUOT', 'EROFS', 'EFBIG', 'EIO'];

/**
 * The coded error for what SQLite or the file system threw over the store at `path`; a coded error stays as it is.
 * Whatever is neither could only come from opening the file.
 */
export function storeError(error: unknown, path: string): RegimetaError {
  if (error instanceof RegimetaError) return error;
  const { code, rule, repair } = kindOf(error);
  const found = error instanceof Error ? detailOf(error) : String(error);
  return new RegimetaError(code, { place: path, rule, found, repair, cause: error });
}

function kindOf(error: unknown): Kind {
  if (error instanceof Database.SqliteError) {
    return BY_SQLITE_CODE.find(([prefix]) => error.code.startsWith(prefix))?.[1] ?? OPEN;
  }
  return FULL_ERRNO.includes(errnoOf(error)) ? FULL : OPEN;
}

function detailOf(error: Error): string {
  const code = error instanceof Database.SqliteError ? error.code : errnoOf(error);
  return code === '' ? error.message : `${code} (${error.message})`;
}

function errnoOf(error: unknown): string {
  return (error as NodeJS.ErrnoException)?.code ?? '';
}
