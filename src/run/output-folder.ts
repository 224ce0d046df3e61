import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { RegimetaError } from '../model/regimeta-error.ts';

/** Makes the folder where there is none; throws E_OUTPUT_UNWRITABLE unless it can then be written. */
export function requireWritable(path: string): void {
  const folder = resolve(path);
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new RegimetaError('E_OUTPUT_UNWRITABLE', {
      place: folder,
      rule: 'the output folder must be a folder that can be written',
      found: (error as NodeJS.ErrnoException).code ?? String(error),
      repair: 'Choose another folder, or change its permissions',
      cause: error,
    });
  }
}

/** Folder by folder: `mkdirSync` with `recursive` never comes back from a place such as `/proc`. */
function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(folder)) throw error;
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
