import { RegimetaError } from '../model/regimeta-error.ts';
import type { Connection, SqlStatement, SqlValue } from './connection.ts';

/** Inserts rows into a table; table and columns are constants of this folder. */
export class TableInsert {
  readonly #connection: Connection;
  readonly #table: string;
  readonly #columns: readonly string[];
  /** By the number of columns that they fill. */
  readonly #statements = new Map<number, SqlStatement>();

  constructor(connection: Connection, table: string, columns: readonly string[]) {
    this.#connection = connection;
    this.#table = table;
    this.#columns = columns;
  }

  /**
   * Inserts one row, values in the order of the columns, and returns its number; columns without a value are null.
   * Inside a write transaction only. Throws E_INVARIANT for a number that is not finite: SQLite would silently store NaN as
   * NULL.
   */
  run(values: readonly SqlValue[]): number {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (typeof value === 'number' && !Number.isFinite(value)) {
        refuseNumber(this.#table, this.#columns[i]!, value);
      }
    }
    const statement = this.#statements.get(values.length) ?? this.#compile(values.length);
    return statement.run(values).lastInsertRowid as number;
  }

  #compile(count: number): SqlStatement {
    const filled = this.#columns.slice(0, count);
    const names = filled.map((column) => `"${column}"`).join(', ');
    const marks = filled.map(() => '?').join(', ');
    const statement = this.#connection.prepare(`INSERT INTO ${this.#table} (${names}) VALUES (${marks})`);
    this.#statements.set(count, statement);
    return statement;
  }
}

/** Throws E_INVARIANT: SQLite would silently store NaN as NULL. */
export function refuseNumber(table: string, column: string, value: number): never {
  throw new RegimetaError('E_INVARIANT', {
    place: `${table}.${column}`,
    rule: 'the store keeps finite numbers only',
    found: String(value),
  });
}
