import { createHash, type Hash } from 'node:crypto';
import type { SqlValue } from './connection.ts';
import { journalDigest } from './journal-hash.ts';
import { float64Bytes } from './mark-bytes.ts';

const REQUEST =
  'symbol_index side type quantity limit_price stop_price origin bracket_stop_price bracket_limit_price tag';
const TERMS = 'trail_unit trail_distance reduce_only oco_group time_in_force good_till';
const SUPPORT = 'support_from support_to labels_known_at support_rows support_hash';
const FIT = 'steps loss_before loss_after gradient_norm parameters_before parameters_after';

const columns = (...names: readonly string[]): readonly string[] =>
  ['sequence', 'time', ...names].join(' ').split(' ');

/** The tables and views whose rows made up the journal of an arm up to schema 7, with the columns that its hash covers. */
export const FORM_ONE_TABLES: Readonly<Record<string, readonly string[]>> = {
  orders: columns('order_id', REQUEST, 'accepted_at accepted_index parent_id', TERMS),
  order_events: columns('kind order_id reason quantity_approved', REQUEST, 'not_finite', TERMS),
  fills: columns(
    'order_id symbol_index side quantity price reference_price commission ambiguous profit_realised',
    'opposite_profit_difference',
  ),
  positions: columns('symbol_index quantity price'),
  regime_events: columns('regime_from regime_to changed_at lag_bars probability detector'),
  adaptations: columns('trigger regime_sequence learner status reason', SUPPORT, FIT),
  late_requests: columns('order_id request'),
  account_events: columns('kind equity'),
  market_actions: columns('symbol_index kind value position_quantity position_price cash'),
  cash_adjustments: columns('kind amount'),
};

/**
 * The journal hash of an arm that was written up to schema 7, so that what was sealed then can still be checked: over a line
 * for each row, its table and a JSON array of the columns without the nulls at its end, and over the little-endian float64 of
 * the six numbers of each mark.
 */
export class JournalFormOne {
  readonly #events: Hash = createHash('sha256');
  readonly #marks: Hash = createHash('sha256');

  /** Takes rows in the order of their sequence numbers, those of one event in the order of the tables. */
  addRow(table: string, values: readonly SqlValue[]): void {
    let end = values.length;
    while (values[end - 1] === null) end--;
    this.#events.update(`${table}${JSON.stringify(values.slice(0, end))}\n`);
  }

  /** Takes a mark: six numbers, without minus zeros. */
  addMark(numbers: Float64Array): void {
    this.#marks.update(float64Bytes(numbers, numbers.length));
  }

  /** The hash in hexadecimal; nothing can be added afterwards. */
  digest(): string {
    return journalDigest(this.#events, this.#marks);
  }
}
