import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { RegimetaError } from '../model/regimeta-error.ts';
import { APPLICATION_ID } from './schema.ts';
import { storeError } from './sqlite-errors.ts';

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
/** Offset of the big-endian application identifier (https://www.sqlite.org/fileformat.html, section 1.3). */
const APPLICATION_ID_OFFSET = 68;

/**
 * What there is at `path`, from the bytes of its header alone: even opening somebody else's database can change files beside it.
 * An empty file has nothing to lose and can become a store. Throws E_STORE_FOREIGN for any other file that is not ours, and
 * E_STORE_OPEN for what cannot be read or is no file.
 */
export function storeAt(path: string): 'store' | 'empty' | 'nothing' {
  const header = readHeader(path);
  if (header === null) return 'nothing';
  if (header.length === 0) return 'empty';
  const isDatabase = header.length === HEADER_BYTES && header.toString('latin1', 0, MAGIC.length) === MAGIC;
  if (isDatabase && header.readUInt32BE(APPLICATION_ID_OFFSET) === APPLICATION_ID) return 'store';
  throw new RegimetaError('E_STORE_FOREIGN', {
    place: path,
    rule: 'the file must be a store of Regimeta',
    found: foundInstead(isDatabase),
    repair: 'Choose another path; the file was not touched',
  });
}

function foundInstead(isDatabase: boolean): string {
  return isDatabase ? 'a SQLite database of another program' : 'a file that is no SQLite database';
}

/** The first bytes of the file; null where there is none. */
function readHeader(path: string): Buffer | null {
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined) return null;
    // Before opening it: to open a pipe is to wait for its writer.
    if (!status.isFile()) throw new Error('not a regular file');
    return readStart(path);
  } catch (error) {
    throw storeError(error, path);
  }
}

function readStart(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    return header.subarray(0, readSync(file, header, 0, HEADER_BYTES, 0));
  } finally {
    closeSync(file);
  }
}
