/**
 * That a column holds one of some words. Not written as IN: for a list of more than two, SQLite builds a temporary
 * table at every insert, which doubles its time.
 */
export function oneOf(column: string, words: readonly string[]): string {
  return words.map((word) => `${column} = '${word}'`).join(' OR ');
}
