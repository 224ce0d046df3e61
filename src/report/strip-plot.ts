import { ticksBetween } from './axis-ticks.ts';
import { html, type Markup } from './html.ts';

const WIDTH = 440;
const ROW_HEIGHT = 34;
const PLOT = { left: 128, right: 428, top: 14 };

/** The values of one row of a strip plot. */
export interface StripRow {
  readonly label: string;
  /** The colour slot of its arm. */
  readonly slot: string;
  readonly values: readonly number[];
}

/** What a strip plot says of itself, and how it writes a value with so many decimals. */
export interface StripTexts {
  readonly summary: string;
  readonly text: (value: number, decimals: number) => string;
}

/** Each value as a dot on the line of its row, the mean as a bar across it, and a line at zero where it is in sight. */
export function stripPlot(rows: readonly StripRow[], { summary, text }: StripTexts): Markup | null {
  const all = rows.flatMap(({ values }) => values);
  if (all.length === 0) return null;
  const [low, high] = rangeOf(all);
  const x = (value: number): number =>
    round(PLOT.left + ((value - low) / (high - low)) * (PLOT.right - PLOT.left));
  const bottom = PLOT.top + rows.length * ROW_HEIGHT;
  const ticks = ticksBetween(low, high, 5);
  const zero =
    low < 0 && high > 0
      ? html`<line class="zero-line" x1="${x(0)}" x2="${x(0)}" y1="${PLOT.top - 6}" y2="${bottom}"/>`
      : null;
  return html`<svg class="curve" viewBox="0 0 ${WIDTH} ${bottom + 26}" width="${WIDTH}" height="${bottom + 26}" role="img" aria-label="${summary}">
${ticks.values.map((value) => html`<line class="grid" x1="${x(value)}" x2="${x(value)}" y1="${PLOT.top - 6}" y2="${bottom}"/><text class="tick" x="${x(value)}" y="${bottom + 18}" text-anchor="middle">${text(value, ticks.decimals)}</text>`)}
${zero}
${rows.map((row, k) => stripRow(row, PLOT.top + k * ROW_HEIGHT + ROW_HEIGHT / 2, { x, text }))}
</svg>`;
}

function stripRow(
  { label, slot, values }: StripRow,
  y: number,
  { x, text }: Pick<StripTexts, 'text'> & { readonly x: (value: number) => number },
): Markup {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const bar =
    values.length === 0
      ? null
      : html`<line class="strip-mean" x1="${x(mean)}" x2="${x(mean)}" y1="${y - 11}" y2="${y + 11}"/>`;
  return html`<g class="arm-${slot}"><text class="label" x="0" y="${y + 4}">${shortened(label)}</text>
${values.map((value) => html`<circle class="map-point" cx="${x(value)}" cy="${y}" r="4.5"><title>${label}: ${text(value, 3)}</title></circle>`)}${bar}</g>
`;
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  let [low, high] = [values[0]!, values[0]!];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const margin = high > low ? (high - low) * 0.08 : Math.max(0.1, Math.abs(high) * 0.1);
  return [low - margin, high + margin];
}

/** An SVG text cannot wrap, so a long name is cut; the table has all of it. */
function shortened(text: string): string {
  const characters = Array.from(text);
  return characters.length <= 18 ? text : `${characters.slice(0, 17).join('')}\u2026`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
