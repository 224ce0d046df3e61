import { RegimetaError } from '../model/regimeta-error.ts';

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
