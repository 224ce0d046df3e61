import type { Rewording } from './connection.ts';

/**
 * The step to checks of JSON that let null pass in each version of SQLite: before 3.45 `json_valid(NULL)` was 0, so that a
 * look through a sound store with the SQLite of, say, Python 3.11 told of rows that break the schema. Rows stay as they are.
 */
export const JSON_CHECK_REWORDINGS: readonly Rewording[] = [
  ['calendars', 'definition'],
  ['order_steps', 'not_finite'],
  ['adaptations', 'embedding'],
].map(([table, column]) => ({
  table: table!,
  before: `CHECK (json_valid(${column}))`,
  after: `CHECK (${column} IS NULL OR json_valid(${column}))`,
}));
