import {
  closeSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { RegimetaError } from '../model/regimeta-error.ts';

/**
 * Writes a report so that a reader finds either the whole of it or what was there before: into a temporary folder
 * beside the target, then by a rename. Folders that are missing are created.
 * Throws E_OUTPUT_UNWRITABLE where the folder or the file cannot be written; then nothing is left behind.
 */
export function writeReport(path: string, page: string): void {
  const folder = dirname(path);
  let temporary: string | null = null;
  try {
    mkdirSync(folder, { recursive: true });
    temporary = mkdtempSync(join(folder, '.report-'));
    const file = join(temporary, basename(path));
    writeDurably(file, page);
    renameSync(file, path);
  } catch (cause) {
    throw new RegimetaError('E_OUTPUT_UNWRITABLE', {
      place: path,
      rule: 'The report needs a folder that can be written and a name that is not a folder',
      found: cause instanceof Error ? cause.message : String(cause),
      repair: 'Name another output file, or make this folder writable',
      cause,
    });
  } finally {
    if (temporary !== null) rmSync(temporary, { recursive: true, force: true });
  }
}

function writeDurably(file: string, text: string): void {
  const descriptor = openSync(file, 'wx');
  try {
    writeFileSync(descriptor, text, 'utf8');
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
