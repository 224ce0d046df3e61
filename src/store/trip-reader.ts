import type { TripRow, TripTable } from '../model/run-record.ts';
import type { Connection, SqlRow, SqlStatement } from './connection.ts';

/** Round trips that are read from each end of an arm's list at most, and the largest gains and losses besides. */
const ENDS_MAX = 1000;
const EXTREMES = 10;

/** Reads round trips with the adaptation that was in force when each entry was decided. Inside a read transaction only. */
export class TripReader {
  readonly #count: SqlStatement;
  readonly #trips: SqlStatement;
  readonly #adaptations: SqlStatement;
  readonly #entries: SqlStatement;

  constructor(connection: Connection) {
    // They are numbered from zero.
    this.#count = connection.prepare(
      'SELECT coalesce(max(position) + 1, 0) AS count FROM round_trips WHERE arm_id = ?',
    );
    const best = (order: string): string =>
      `SELECT position FROM (SELECT position FROM round_trips WHERE arm_id = ?1 ORDER BY profit ${order}, position LIMIT ${EXTREMES})`;
    this.#trips = connection.prepare(
      `SELECT round_trips.*, symbol FROM round_trips JOIN arm_symbols USING (arm_id, symbol_index)
       WHERE arm_id = ?1 AND (position < ${ENDS_MAX} OR position >= ?2 - ${ENDS_MAX}
         OR position IN (${best('ASC')}) OR position IN (${best('DESC')}))
       ORDER BY position`,
    );
    this.#adaptations = connection
      .prepare(`SELECT sequence FROM adaptations WHERE arm_id = ? AND status <> 'skipped' ORDER BY sequence`)
      .pluck();
    this.#entries = connection.prepare(
      `SELECT fills.symbol_index, fills.time, fills.side, min(orders.sequence) AS decided
       FROM fills JOIN orders USING (arm_id, order_id)
       WHERE fills.arm_id = ?1 AND fills.time BETWEEN ?2 AND ?3
       GROUP BY fills.symbol_index, fills.time, fills.side`,
    );
  }

  /** The round trips of an arm: all of them, or the first and last thousand and the ten largest gains and losses. */
  trips(armId: number): TripTable {
    const { count } = this.#count.get(armId) as unknown as { count: number };
    const rows = this.#trips.all({ 1: armId, 2: count });
    const models = this.#modelsOf(armId, rows);
    return { count, rows: rows.map((row, k) => tripRow(row, models[k]!)) };
  }

  /** The sequence number of the last adaptation before the order that opened each trip was accepted; null where there is none. */
  #modelsOf(armId: number, rows: readonly SqlRow[]): (number | null)[] {
    const adapted = this.#adaptations.all(armId) as unknown as number[];
    if (adapted.length === 0 || rows.length === 0) return rows.map(() => null);
    const times = rows.map((row) => row['entry_time'] as number);
    const range = times.reduce(([low, high], time) => [Math.min(low, time), Math.max(high, time)] as const, [
      times[0]!,
      times[0]!,
    ] as const);
    const decided = new Map<string, number>();
    for (const row of this.#entries.iterate({ 1: armId, 2: range[0], 3: range[1] })) {
      decided.set(entryKey(row['symbol_index'], row['time'], row['side']), row['decided'] as number);
    }
    return rows.map((row) => {
      const side = row['side'] === 'long' ? 'buy' : 'sell';
      const order = decided.get(entryKey(row['symbol_index'], row['entry_time'], side));
      return order === undefined ? null : lastBefore(adapted, order);
    });
  }
}

function entryKey(...parts: readonly unknown[]): string {
  return parts.join(' ');
}

/** The last of some rising numbers that is below a limit. */
function lastBefore(rising: readonly number[], limit: number): number | null {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rising[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return rising[low - 1] ?? null;
}

function tripRow(row: SqlRow, adaptation: number | null): TripRow {
  const number = (column: string) => row[column] as number;
  return {
    position: number('position'),
    symbolIndex: number('symbol_index'),
    symbol: row['symbol'] as string,
    side: row['side'] as TripRow['side'],
    entryTime: number('entry_time'),
    exitTime: number('exit_time'),
    entryIndex: number('entry_index'),
    exitIndex: number('exit_index'),
    quantity: number('quantity'),
    entryPrice: number('entry_price'),
    exitPrice: number('exit_price'),
    commission: number('commission'),
    profit: number('profit'),
    currencyProfit: number('currency_profit'),
    adaptation,
  };
}
