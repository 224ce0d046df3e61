import Database from 'better-sqlite3';
import { storeError } from './sqlite-errors.ts';

/** A value as SQLite keeps it. */
export type SqlValue = number | string | null | Uint8Array;

/** A row as a reader gets it, by column name. */
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** A compiled statement. */
export type SqlStatement = Database.Statement<unknown[], SqlRow>;

/** A constraint in the text of a table that is to read otherwise. */
export interface Rewording {
  readonly table: string;
  readonly before: string;
  readonly after: string;
}

/**
 * An open store file. Every error of SQLite leaves it as a coded error that names the file, provided that statements
 * run inside `read` or `write`.
 */
export class Connection {
  readonly path: string;
  readonly #database: Database.Database;
  #isChecking = true;
  #settle: () => void = () => undefined;

  constructor(database: Database.Database, path: string) {
    this.#database = database;
    this.path = path;
  }

  /** Has `settle` called before each `read` and `write`: it waits until no other connection of this process writes. */
  settleFirst(settle: () => void): void {
    this.#settle = settle;
  }

  /** Compiles a statement. */
  prepare(sql: string): SqlStatement {
    return this.#guard(() => this.#database.prepare<unknown[], SqlRow>(sql));
  }

  /** Runs statements that give no rows; for constants of this folder only. */
  execute(sql: string): void {
    this.#guard(() => this.#database.exec(sql));
  }

  /**
   * Rewrites a CHECK in the text of a table, inside a transaction, and leaves its rows alone: the way that SQLite gives for a change that does
   * not touch how rows are stored (lang_altertable, section 7), where a table with its rows made anew would take as long as it is large.
   */
  reword({ table, before, after }: Rewording): void {
    const version = this.pragma('schema_version') as number;
    this.#guard(() => {
      this.#database.unsafeMode(true);
      try {
        this.#database.exec('PRAGMA writable_schema = ON');
        this.#database
          .prepare(`UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?`)
          .run(before, after, table);
        this.#database.exec(`PRAGMA schema_version = ${version + 1}; PRAGMA writable_schema = RESET`);
      } finally {
        this.#database.unsafeMode(false);
      }
    });
  }

  /** The value of a pragma, or of setting one; for constants of this folder only. */
  pragma(text: string): unknown {
    return this.#guard(() => this.#database.pragma(text, { simple: true }));
  }

  /** Runs `action` on one snapshot of the store. */
  read<Result>(action: () => Result): Result {
    this.#settle();
    return this.#guard(() => this.#database.transaction(action).deferred());
  }

  /** Runs `action` in one transaction that holds the write lock from its start: all of it is kept, or nothing. */
  write<Result>(action: () => Result): Result {
    this.#settle();
    this.#check(true);
    return this.#guard(() => this.#database.transaction(action).immediate());
  }

  /** Closes the file; what was committed is in it. Safe to call twice. */
  close(): void {
    this.#guard(() => this.#database.close());
  }

  /**
   * Runs `action` like `write`, but without foreign keys and CHECKs: for the many rows of a journal, which this program made
   * itself of events whose kinds and numbers are checked. The rows obey them all the same, as every reader may check. Whoever
   * settles calls it, so that it settles nothing itself.
   */
  append<Result>(action: () => Result): Result {
    this.#check(false);
    return this.#guard(() => this.#database.transaction(action).immediate());
  }

  /** Setting them makes SQLite compile its statements again, so they are left as they are until it matters. */
  #check(isChecking: boolean): void {
    if (this.#isChecking === isChecking) return;
    this.pragma(`foreign_keys = ${isChecking ? 'ON' : 'OFF'}`);
    this.pragma(`ignore_check_constraints = ${isChecking ? 'OFF' : 'ON'}`);
    this.#isChecking = isChecking;
  }

  #guard<Result>(action: () => Result): Result {
    try {
      return action();
    } catch (error) {
      throw error instanceof Database.SqliteError ? storeError(error, this.path) : error;
    }
  }
}
