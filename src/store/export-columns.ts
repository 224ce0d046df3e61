import type { ExportColumn, ExportTableName, ExportType } from '../model/export-table.ts';

/** A table as it is read for an export. `from` follows the columns; the run is the only parameter. */
export interface ExportSource {
  readonly columns: readonly ExportColumn[];
  /** Null for the marks, which are packed. */
  readonly sql: string | null;
}

const ARM = 'arm text, seed integer';
const EVENT = `${ARM}, sequence integer, time time`;

const MARKS = `${EVENT}, cash number, equity number, gross number, net number`;

/** By table: its columns with their types, and where they come from. Columns of the same name are the same as in the store. */
const SOURCES: Readonly<Record<ExportTableName, readonly [columns: string, from: string | null]>> = {
  equity: [MARKS, null],
  orders: [
    `${EVENT}, order_id integer, symbol text, side text, type text, quantity number, limit_price number, stop_price number,
     bracket_stop_price number, bracket_limit_price number, trail_unit text, trail_distance number, origin text, parent_id integer, tag text, time_in_force text, good_till time, reduce_only flag, oco_group text,
     status text, reason text, status_time time`,
    `orders LEFT JOIN (
       SELECT steps.arm_id AS last_arm, steps.order_id AS last_order, kind AS status, reason, time AS status_time
       FROM order_events AS steps JOIN (
         SELECT arm_id, order_id, max(sequence) AS last FROM order_events WHERE order_id IS NOT NULL GROUP BY arm_id, order_id
       ) AS ends ON ends.arm_id = steps.arm_id AND ends.last = steps.sequence
     ) ON last_arm = orders.arm_id AND last_order = orders.order_id`,
  ],
  fills: [
    `${EVENT}, fill_id integer, order_id integer, symbol text, side text, quantity number, price number, reference_price number,
     commission number, profit_realised number, ends_order flag, ambiguous flag, position_quantity number,
     position_price number, exchange_rate number`,
    'fills',
  ],
  'round-trips': [
    `${ARM}, position integer, symbol text, side text, entry_time time, exit_time time, quantity number, entry_price number,
     exit_price number, commission number, profit number, currency_profit number`,
    'round_trips',
  ],
  'regime-changes': [
    `${EVENT}, regime_from integer, regime_to integer, changed_at time, lag_bars integer, probability number, detector text`,
    'regime_events',
  ],
  adaptations: [
    `${EVENT}, trigger text, regime_sequence integer, learner text, status text, reason text, support_from time,
     support_to time, labels_known_at time, support_rows integer, support_hash text, steps integer, loss_before number,
     loss_after number, gradient_norm number, parameters_before text, parameters_after text, wall_ms number`,
    'adaptations',
  ],
  metrics: [`${ARM}, name text, value number, reason text`, 'metrics'],
};

/** What an exported table is read from. */
export function exportSource(table: ExportTableName): ExportSource {
  const [list, from] = SOURCES[table];
  const columns = list.split(',').map((entry) => {
    const [name, type] = entry.trim().split(/\s+/);
    return { name: name!, type: type as ExportType };
  });
  if (from === null) return { columns, sql: null };
  const names = columns.map(({ name }) => sourceOf(table, name));
  const symbols = columns.some(({ name }) => name === 'symbol')
    ? `JOIN arm_symbols ON arm_symbols.arm_id = ${tableOf(from)}.arm_id AND arm_symbols.symbol_index = ${tableOf(from)}.symbol_index`
    : '';
  const order = columns.some(({ name }) => name === 'sequence') ? 'sequence' : '3';
  const sql = `SELECT ${names.join(', ')} FROM ${from}
    JOIN arms ON arms.arm_id = ${tableOf(from)}.arm_id ${symbols}
    WHERE arms.run_id = ? ORDER BY arms.arm_id, ${order}`;
  return { columns, sql };
}

const tableOf = (from: string): string => /^\w+/.exec(from)![0];

function sourceOf(table: ExportTableName, name: string): string {
  if (name === 'arm') return 'arms.name AS arm';
  if (name === 'seed') return 'arms.seed';
  if (name === 'symbol') return 'arm_symbols.symbol';
  if (name.startsWith('status') && table === 'orders') return name;
  if (name === 'reason' && table === 'orders') return name;
  return `${tableOf(SOURCES[table][1]!)}."${name}"`;
}
