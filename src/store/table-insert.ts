import { RegimetaError } from '../model/regimeta-error.ts';
import type { Connection, SqlStatement, SqlValue } from './connection.ts';

/** A compiled INSERT of one row: table and columns are constants of this folder. */
export class TableInsert {
  readonly #table: string;
  readonly #columns: readonly string[];
  readonly #statement: SqlStatement;

  constructor(connection: Connection, table: string, columns: readonly string[]) {
    this.#table = table;
    this.#columns = columns;
    const names = columns.map((column) => `"${column}"`).join(', ');
    const marks = columns.map(() => '?').join(', ');
    this.#statement = connection.prepare(`INSERT INTO ${table} (${names}) VALUES (${marks})`);
  }

  /**
   * Inserts one row, values in the order of the columns, and returns its number. Inside a write transaction only. Throws
   * E_INVARIANT for a number that is not finite: SQLite would silently store NaN as NULL.
   */
  run(values: readonly SqlValue[]): number {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (typeof value === 'number' && !Number.isFinite(value)) this.#refuse(i, value);
    }
    // A number, as the connection does not ask for bigints.
    return this.#statement.run(values).lastInsertRowid as number;
  }

  #refuse(column: number, value: number): never {
    throw new RegimetaError('E_INVARIANT', {
      place: `${this.#table}.${this.#columns[column]}`,
      rule: 'the store keeps finite numbers only',
      found: String(value),
    });
  }
}
