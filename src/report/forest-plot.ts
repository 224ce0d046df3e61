import type { Comparison } from '../model/comparison.ts';
import { ticksBetween } from './axis-ticks.ts';
import { html, type Markup } from './html.ts';
import { signedText } from './number-text.ts';

/** One interval of a forest plot with the colour slot of its arm. */
export interface ForestRow {
  readonly comparison: Comparison;
  readonly slot: string;
}

interface ForestLayout {
  readonly width: number;
  readonly rowHeight: number;
  /** Where the axis of differences begins and ends. */
  readonly left: number;
  readonly right: number;
  /** Distance from the top of a row to its label, and to its interval. */
  readonly labelDrop: number;
  readonly markDrop: number;
  readonly labelLengthMax: number;
  readonly tickCount: number;
  readonly className: string;
}

const WIDE: ForestLayout = {
  width: 1116,
  rowHeight: 46,
  left: 200,
  right: 900,
  labelDrop: 27,
  markDrop: 23,
  labelLengthMax: 24,
  tickCount: 9,
  className: 'wide',
};

const NARROW: ForestLayout = {
  width: 340,
  rowHeight: 58,
  left: 12,
  right: 328,
  labelDrop: 15,
  markDrop: 38,
  labelLengthMax: 20,
  tickCount: 5,
  className: 'narrow',
};

const TOP = 30;

/**
 * A forest plot (Lewis & Clarke 2001) of Sharpe differences: for each arm the estimate as a square, the interval as a
 * line, the differences below the minimum detectable one as a band, and a line at zero through all. It is drawn twice,
 * for wide and for narrow screens, of which the style sheet shows one. The table beside it has the same numbers.
 */
export function forestPlot(rows: readonly ForestRow[], summary: string): Markup {
  return html`${forestSvg(rows, WIDE, summary)}${forestSvg(rows, NARROW, summary)}`;
}

function forestSvg(rows: readonly ForestRow[], layout: ForestLayout, summary: string): Markup {
  const [low, high] = differenceRange(rows.map((row) => row.comparison));
  const scale = (value: number): number =>
    round(layout.left + ((value - low) / (high - low)) * (layout.right - layout.left));
  const bottom = TOP + rows.length * layout.rowHeight;
  const ticks = ticksBetween(low, high, layout.tickCount);
  return html`<svg class="forest ${layout.className}" viewBox="0 0 ${layout.width} ${bottom + 34}" width="${layout.width}" height="${bottom + 34}" role="img" aria-label="${summary}">
${sideLabels(scale(0), layout)}
${ticks.values.map((value) => html`<line class="grid" x1="${scale(value)}" x2="${scale(value)}" y1="${TOP}" y2="${bottom}"/><text class="tick" x="${scale(value)}" y="${bottom + 18}" text-anchor="middle">${signedText(value, ticks.decimals)}</text>`)}
${rows.map((row, index) => forestRow(row, TOP + index * layout.rowHeight, scale, layout))}
<line class="zero" x1="${scale(0)}" x2="${scale(0)}" y1="${TOP - 6}" y2="${bottom + 4}"/>
</svg>`;
}

function sideLabels(zero: number, layout: ForestLayout): Markup {
  return html`<text class="side" x="${zero - 10}" y="16" text-anchor="end">\u2190 other better</text><text class="side" x="${zero + 10}" y="16">${layout.className === 'wide' ? 'subject better' : 'subject'} \u2192</text>`;
}

function forestRow(
  { comparison, slot }: ForestRow,
  top: number,
  scale: (value: number) => number,
  layout: ForestLayout,
): Markup {
  const { sharpeLow, sharpeHigh, sharpeDifference } = comparison;
  const known = [sharpeLow, sharpeHigh, sharpeDifference].every(Number.isFinite);
  const interval = `${signedText(sharpeDifference, 2)} [${signedText(sharpeLow, 2)}, ${signedText(sharpeHigh, 2)}]`;
  const middle = top + layout.markDrop;
  return html`<g class="arm-${slot}">
${detectableBand(comparison.minimumDetectable, middle, scale)}
${known ? intervalMarks(comparison, middle, scale) : null}
<text class="label" x="0" y="${top + layout.labelDrop}">${shortened(comparison.against, layout.labelLengthMax)}</text>
<text class="reading" x="${layout.width}" y="${top + layout.labelDrop}" text-anchor="end">${interval}</text>
</g>`;
}

function detectableBand(detectable: number, middle: number, scale: (value: number) => number): Markup | null {
  if (!Number.isFinite(detectable)) return null;
  const [left, right] = [scale(-detectable), scale(detectable)];
  return html`<rect class="detectable" x="${left}" y="${middle - 13}" width="${round(right - left)}" height="26"/>
<path class="detectable-edge" d="M${left} ${middle - 13}v26M${right} ${middle - 13}v26"/>`;
}

function intervalMarks(comparison: Comparison, middle: number, scale: (value: number) => number): Markup {
  const [low, high] = [scale(comparison.sharpeLow), scale(comparison.sharpeHigh)];
  const estimate = scale(comparison.sharpeDifference);
  return html`<path class="interval" d="M${low} ${middle}H${high}M${low} ${middle - 6}v12M${high} ${middle - 6}v12"/>
<rect class="estimate" x="${round(estimate - 5)}" y="${middle - 5}" width="10" height="10"/>`;
}

function differenceRange(comparisons: readonly Comparison[]): readonly [number, number] {
  const values = comparisons
    .flatMap((each) => [
      each.sharpeLow,
      each.sharpeHigh,
      each.sharpeDifference,
      each.minimumDetectable,
      -each.minimumDetectable,
    ])
    .filter(Number.isFinite);
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const margin = high > low ? (high - low) * 0.04 : 1;
  return [low - margin, high + margin];
}

/** An SVG text cannot wrap, so a long name is cut; the table has all of it. */
function shortened(text: string, lengthMax: number): string {
  const characters = Array.from(text);
  return characters.length <= lengthMax ? text : `${characters.slice(0, lengthMax - 1).join('')}\u2026`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
