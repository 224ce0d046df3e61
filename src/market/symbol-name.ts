import { basename } from 'node:path';
import { RegimetaError } from '../model/regimeta-error.ts';
import { printedText } from './cell-printing.ts';

/** What a symbol looks like; anything else could mislead a path, a query or a terminal. */
export const SYMBOL_PATTERN = /^[A-Z0-9._:/-]{1,32}$/;

const DATA_FILE_PATTERN = /\.csv(?:\.gz)?$/i;

/** Whether the name is that of a data file: it ends in `.csv` or `.csv.gz` and is not hidden. */
export function isDataFileName(name: string): boolean {
  return DATA_FILE_PATTERN.test(name) && !name.startsWith('.');
}

/**
 * The symbol that the name of a data file gives: the name without its ending, in upper case.
 *
 * @throws RegimetaError E_DATA_SYMBOL where that is not a symbol.
 */
export function symbolOfFile(path: string): string {
  const name = basename(path).replace(DATA_FILE_PATTERN, '');
  const symbol = name.replace(/[a-z]/g, (letter) => letter.toUpperCase());
  if (SYMBOL_PATTERN.test(symbol)) return symbol;
  throw new RegimetaError('E_DATA_SYMBOL', {
    place: path,
    rule: 'a symbol has 1 to 32 of the characters A–Z, 0–9 and . _ : / -',
    found: printedText(name),
    repair: 'Rename the file',
  });
}
