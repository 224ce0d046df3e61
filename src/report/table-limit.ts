import { html, type Markup } from './html.ts';
import { numberText } from './number-text.ts';

/** Rows that the tables of one section print at most, so that the page stays small for a run of a million bars. */
const SECTION_ROWS_MAX = 600;

/** The first and the last rows of a list that is too long to print. */
export interface LimitedRows<Row> {
  readonly rows: readonly Row[];
  /** Says what was left out; null where nothing was. */
  readonly note: Markup | null;
}

/** As many rows as a table may have where a section has `tables` of them: half from the start, half from the end. */
export function limitRows<Row>(rows: readonly Row[], tables: number): LimitedRows<Row> {
  const half = Math.floor(SECTION_ROWS_MAX / Math.max(1, tables) / 2);
  if (rows.length <= 2 * half) return { rows, note: null };
  const left = numberText(rows.length - 2 * half, 0);
  return {
    rows: [...rows.slice(0, half), ...rows.slice(rows.length - half)],
    note: html`<p class="note">Only the first and the last ${numberText(half, 0)} of ${numberText(rows.length, 0)} rows are printed; the ${left} between them are in the store.</p>`,
  };
}
