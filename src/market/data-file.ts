import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, readFileSync, readSync, type Stats, statSync } from 'node:fs';
import { createGunzip, gunzipSync } from 'node:zlib';
import { RegimetaError } from '../model/regimeta-error.ts';

const BLOCK_BYTES = 1_048_576;

/** The most bytes that a file may have on disk. */
const FILE_BYTES_MAX = 4_294_967_296;

/** The most bytes that a compressed file may grow to in all, and for each of its own bytes. */
const INFLATED_BYTES_MAX = 536_870_912;
const INFLATION_RATIO_MAX = 100;

/** Growth that is always allowed, since a small file may well repeat itself. */
const INFLATED_BYTES_FREE = 1_048_576;

/**
 * What is at a path of the data.
 *
 * @throws RegimetaError E_DATA_NOT_FOUND where there is nothing, or nothing that may be read.
 */
export function statData(path: string): Stats {
  try {
    return statSync(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/**
 * Hands the text of a file to `take` block by block, inflated where its name ends in `.gz`. `take` returns how many
 * bytes it is done with; the rest comes again at the head of the next block. The last block is marked.
 *
 * @throws RegimetaError E_DATA_NOT_FOUND, E_DATA_LIMIT, or E_DATA_ENC where gzip data are damaged.
 */
export function readBlocks(path: string, take: (bytes: Buffer, last: boolean) => number): void {
  checkSize(path);
  if (isCompressed(path)) {
    take(inflate(path), true);
    return;
  }
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  withFile(path, (file) => {
    let filled = 0;
    for (;;) {
      const count = readSync(file, block, filled, BLOCK_BYTES - filled, null);
      filled += count;
      const done = take(block.subarray(0, filled), count === 0);
      if (count === 0) return;
      block.copyWithin(0, done, filled);
      filled -= done;
    }
  });
}

/**
 * The same as `readBlocks` with an inflated file never in memory as a whole, so that it may grow beyond what that allows;
 * each block waits for `pause`.
 *
 * @throws RegimetaError as `readBlocks` does, and what `pause` throws.
 */
export async function streamBlocks(
  path: string,
  take: (bytes: Buffer, last: boolean) => number,
  pause: () => Promise<void>,
): Promise<void> {
  checkSize(path);
  const allowed = Math.max(INFLATED_BYTES_FREE, statData(path).size * INFLATION_RATIO_MAX);
  let rest = Buffer.alloc(0);
  let total = 0;
  for await (const chunk of textOf(path)) {
    total += chunk.length;
    if (isCompressed(path) && total > allowed) throw inflatedTooFar(path);
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    rest = Buffer.from(bytes.subarray(take(bytes, false)));
    await pause();
  }
  take(rest, true);
}

/** The text of a file in pieces, inflated where need be. */
async function* textOf(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: BLOCK_BYTES });
  const text = isCompressed(path) ? file.pipe(createGunzip({ chunkSize: BLOCK_BYTES })) : file;
  // A pipe hands on data and not errors.
  file.on('error', (error) => text.destroy(error));
  try {
    yield* text as AsyncIterable<Buffer>;
  } catch (cause) {
    if (isSystemError(cause) && cause.code.startsWith('Z_')) throw damaged(path, cause);
    throw unreadable(path, cause);
  } finally {
    file.destroy();
  }
}

/** Whether the file is compressed by its name. */
export function isCompressed(path: string): boolean {
  return path.toLowerCase().endsWith('.gz');
}

/** The SHA-256 of a file as it is on disk, hexadecimal. */
export function hashFile(path: string): string {
  checkSize(path);
  const hash = createHash('sha256');
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  withFile(path, (file) => {
    for (let count = readSync(file, block); count > 0; count = readSync(file, block)) {
      hash.update(block.subarray(0, count));
    }
  });
  return hash.digest('hex');
}

/** The whole of a small text file, of at most `bytesMax` bytes. */
export function readTextFile(path: string, bytesMax: number): string {
  checkSize(path, bytesMax);
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function checkSize(path: string, bytesMax = FILE_BYTES_MAX): void {
  const stats = statData(path);
  if (!stats.isFile()) throw unreadable(path);
  if (stats.size > bytesMax) {
    throw new RegimetaError('E_DATA_LIMIT', {
      place: path,
      rule: `a file has at most ${bytesMax} bytes`,
      found: String(stats.size),
      repair: 'Split the file',
    });
  }
}

function withFile(path: string, work: (file: number) => void): void {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (cause) {
    throw unreadable(path, cause);
  }
  try {
    work(file);
  } catch (cause) {
    throw isSystemError(cause) ? unreadable(path, cause) : cause;
  } finally {
    closeSync(file);
  }
}

function inflate(path: string): Buffer {
  const compressed = readCompressed(path);
  const allowed = Math.max(INFLATED_BYTES_FREE, compressed.length * INFLATION_RATIO_MAX);
  try {
    return gunzipSync(compressed, { maxOutputLength: Math.min(INFLATED_BYTES_MAX, allowed) });
  } catch (cause) {
    if (isSystemError(cause) && cause.code === 'ERR_BUFFER_TOO_LARGE') throw inflatedTooFar(path);
    throw damaged(path, cause);
  }
}

function damaged(path: string, cause: unknown): RegimetaError {
  return new RegimetaError('E_DATA_ENC', {
    place: path,
    rule: 'a file whose name ends in .gz holds intact gzip data',
    repair: 'Fetch or compress the file again',
    cause,
  });
}

function readCompressed(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function isSystemError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && !(error instanceof RegimetaError);
}

function inflatedTooFar(path: string): RegimetaError {
  return new RegimetaError('E_DATA_LIMIT', {
    place: path,
    rule: `a compressed file grows to at most ${INFLATED_BYTES_MAX} bytes and ${INFLATION_RATIO_MAX} times its size`,
    repair: 'Decompress the file and split it',
  });
}

function unreadable(path: string, cause?: unknown): RegimetaError {
  return new RegimetaError('E_DATA_NOT_FOUND', {
    place: path,
    rule: 'data are a file or a folder that exists and may be read',
    repair: 'Check the path',
    cause,
  });
}
