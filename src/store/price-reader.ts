import type { PriceSample } from '../model/run-record.ts';
import type { Connection, SqlStatement } from './connection.ts';
import { parametersFromBytes } from './parameter-bytes.ts';

/** Reads the closes of the symbols of a run. Inside a read transaction only. */
export class PriceReader {
  readonly #rows: SqlStatement;

  constructor(connection: Connection) {
    this.#rows = connection.prepare(
      'SELECT symbol_index, times, closes FROM symbol_prices WHERE run_id = ? ORDER BY symbol_index',
    );
  }

  /** By symbol index; empty where the run kept none. */
  prices(runId: number): PriceSample[] {
    return this.#rows.all(runId).map((row) => ({
      time: parametersFromBytes(row['times'] as Uint8Array),
      close: parametersFromBytes(row['closes'] as Uint8Array),
    }));
  }
}
