import { type Content, html, type Markup } from './html.ts';
import { numberText, storedNumber } from './number-text.ts';

/** Tables longer than this are folded. */
const ROWS_UNFOLDED_MAX = 60;

/** What a table shows. `heads` and `rows` are whole cells and whole rows. */
export interface TableParts {
  readonly caption: Content;
  /** The caption as plain text, for the name of the region that scrolls. */
  readonly label: string;
  readonly heads: readonly Markup[];
  readonly rows: readonly Markup[];
}

/** A table that scrolls inside its own container, which the keyboard can reach. Folded where it is long. */
export function dataTable(parts: TableParts): Markup {
  const table = html`<div class="scroll" role="region" tabindex="0" aria-label="${parts.label}"><table>
<caption>${parts.caption}</caption>
<thead><tr>${parts.heads}</tr></thead>
<tbody>
${parts.rows}</tbody>
</table></div>`;
  if (parts.rows.length <= ROWS_UNFOLDED_MAX) return table;
  const count = numberText(parts.rows.length, 0);
  return html`<details class="fold"><summary>Show the table (${count} rows): ${parts.label}</summary>${table}</details>`;
}

/** The head of a column of text. */
export function textHead(label: Content): Markup {
  return html`<th scope="col">${label}</th>`;
}

/** The head of a column of numbers, aligned like them. */
export function numberHead(label: Content): Markup {
  return html`<th scope="col" class="number">${label}</th>`;
}

/** The head of a row. */
export function rowHead(label: Content): Markup {
  return html`<th scope="row">${label}</th>`;
}

/** A cell of text. */
export function textCell(content: Content): Markup {
  return html`<td>${content}</td>`;
}

/** A cell with a number; null and what is not finite: `n/a`. */
export function numberCell(value: number | null, text: (value: number) => string): Markup {
  if (value === null || !Number.isFinite(value)) return html`<td class="number missing">n/a</td>`;
  return html`<td class="number">${storedNumber(value, text)}</td>`;
}

/** A cell that belongs in a column of numbers but is not one number. */
export function figureCell(content: Content): Markup {
  return html`<td class="number">${content}</td>`;
}
