import { join } from 'node:path';
import { RegimetaError } from '../model/regimeta-error.ts';
import { STORE_FILE } from './run-options.ts';

/** The store that the options of a command name: `--store`, or the usual file in the report folder. */
export function storeOption(options: Readonly<Record<string, unknown>>): string {
  return typeof options['store'] === 'string'
    ? options['store']
    : join(String(options['reports']), STORE_FILE);
}

/** The number of a run as a word of the command line. */
export function parseRunId(word: string): number {
  if (/^[1-9]\d{0,14}$/.test(word)) return Number(word);
  throw new RegimetaError('E_USAGE', {
    place: '<run>',
    rule: 'a run is named by its number, 1 or more',
    found: JSON.stringify(word),
    repair: 'See regimeta runs list',
  });
}
