import type { TradedColumns } from '../model/run-record.ts';
import type { Connection, SqlStatement } from './connection.ts';

const DAY_MS = 86_400_000;

/** Sums the money traded of an arm by day from its fills. Inside a read transaction only. */
export class TradedReader {
  readonly #days: SqlStatement;

  constructor(connection: Connection) {
    this.#days = connection.prepare(
      `SELECT fills.time / ${DAY_MS} AS day,
         sum(fills.quantity * abs(fills.price) * coalesce(instruments.multiplier, 1) * coalesce(fills.exchange_rate, 1)) AS traded
       FROM fills
       JOIN arms ON arms.arm_id = fills.arm_id
       LEFT JOIN instruments ON instruments.run_id = arms.run_id AND instruments.symbol_index = fills.symbol_index
       WHERE fills.arm_id = ? GROUP BY day ORDER BY day`,
    );
  }

  /** The sums of all days with a fill. */
  traded(armId: number): TradedColumns {
    const rows = this.#days.all(armId);
    return {
      day: Float64Array.from(rows, (row) => (row['day'] as number) * DAY_MS),
      traded: Float64Array.from(rows, (row) => row['traded'] as number),
    };
  }
}
