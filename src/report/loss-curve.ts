import { ticksBetween } from './axis-ticks.ts';
import { html, type Markup } from './html.ts';
import { numberText } from './number-text.ts';
import { thinnedIndexes } from './thinned-indexes.ts';

const WIDTH = 440;
const HEIGHT = 230;
const PLOT = { left: 50, right: 432, top: 10, bottom: 186 };
const POINTS_MAX = 2000;

/** The loss over the recorded meta-steps, as a line. Values that are not finite are left out and break the line. */
export function lossCurvePlot(curve: readonly number[]): Markup {
  const losses = Float64Array.from(curve, (loss) => (Number.isFinite(loss) ? loss : Number.NaN));
  const finite = losses.filter((loss) => !Number.isNaN(loss));
  if (finite.length === 0) return html`<p class="empty">No loss was recorded.</p>`;
  const [low, high] = lossRange(finite);
  const x = (step: number): number =>
    round(PLOT.left + (step / Math.max(1, losses.length - 1)) * (PLOT.right - PLOT.left));
  const y = (loss: number): number =>
    round(PLOT.bottom - ((loss - low) / (high - low)) * (PLOT.bottom - PLOT.top));
  const lossAxis = ticksBetween(low, high, 5);
  const steps = ticksBetween(0, Math.max(1, losses.length - 1), 6);
  const label = `Loss curve: ${losses.length} values, first ${finite[0]}, last ${finite.at(-1)}`;
  return html`<svg class="curve" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${label}">
${lossAxis.values.map((value) => html`<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y(value)}" y2="${y(value)}"/><text class="tick" x="${PLOT.left - 8}" y="${y(value) + 4}" text-anchor="end">${numberText(value, lossAxis.decimals)}</text>`)}
${steps.values.filter(Number.isInteger).map((value) => html`<text class="tick" x="${x(value)}" y="${PLOT.bottom + 18}" text-anchor="middle">${numberText(value, 0)}</text>`)}
<text class="tick" x="${PLOT.right}" y="${HEIGHT - 6}" text-anchor="end">record of meta-training</text>
<path class="curve-line" d="${linePath(losses, x, y)}"/>
${finite.length === 1 ? html`<circle class="curve-point" cx="${x(0)}" cy="${y(finite[0]!)}" r="3"/>` : null}
</svg>`;
}

function lossRange(finite: Float64Array): readonly [number, number] {
  let low = finite[0]!;
  let high = finite[0]!;
  for (const loss of finite) {
    if (loss < low) low = loss;
    if (loss > high) high = loss;
  }
  const margin = high > low ? (high - low) * 0.05 : Math.max(1e-9, Math.abs(high) * 0.05);
  return [low - margin, high + margin];
}

function linePath(losses: Float64Array, x: (step: number) => number, y: (loss: number) => number): string {
  const indexes =
    losses.length <= POINTS_MAX
      ? Uint32Array.from(losses, (_, index) => index)
      : thinnedIndexes([losses], losses.length, POINTS_MAX / 2);
  let path = '';
  let pen = 'M';
  for (const index of indexes) {
    const loss = losses[index]!;
    if (Number.isNaN(loss)) pen = 'M';
    else {
      path += `${pen}${x(index)} ${y(loss)}`;
      pen = 'L';
    }
  }
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
