import type { ArmMarker } from './arm-marker.ts';
import { ticksBetween } from './axis-ticks.ts';
import type { MeanPath } from './change-paths.ts';
import { html, type Markup } from './html.ts';
import { signedText } from './number-text.ts';

const WIDTH = 440;
const HEIGHT = 270;
const PLOT = { left: 50, right: 432, top: 12, bottom: 226 };

/** A path with the look of its arm. */
export interface PlottedPath {
  readonly path: MeanPath;
  readonly marker: ArmMarker | undefined;
  /** Whether its interval is drawn. */
  readonly banded: boolean;
}

/** What a plot of paths says of itself. */
export interface PathPlotTexts {
  readonly summary: string;
  /** What is counted to the right. */
  readonly axis: string;
}

/** Mean paths in event time as lines in percent, with the intervals of those that are banded. */
export function pathPlot(paths: readonly PlottedPath[], { summary, axis }: PathPlotTexts): Markup {
  const [low, high] = rangeOf(paths);
  const length = paths[0]!.path.mean.length - 1;
  const x = (step: number): number => round(PLOT.left + (step / length) * (PLOT.right - PLOT.left));
  const y = (value: number): number =>
    round(PLOT.bottom - ((value - low) / (high - low)) * (PLOT.bottom - PLOT.top));
  const levels = ticksBetween(low * 100, high * 100, 5);
  const steps = ticksBetween(0, length, 6);
  return html`<svg class="curve" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${summary}">
${levels.values.map((value) => html`<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y(value / 100)}" y2="${y(value / 100)}"/><text class="tick" x="${PLOT.left - 8}" y="${y(value / 100) + 4}" text-anchor="end">${signedText(value, levels.decimals)}%</text>`)}
${steps.values.map((value) => html`<text class="tick" x="${x(value)}" y="${PLOT.bottom + 18}" text-anchor="middle">${value}</text>`)}
<text class="tick" x="${PLOT.right}" y="${HEIGHT - 6}" text-anchor="end">${axis}</text>
${paths.map((each) => (each.banded ? bandOf(each, x, y) : null))}
<line class="zero-line" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y(0)}" y2="${y(0)}"/>
${paths.map((each) => lineOf(each, x, y)).reverse()}
</svg>`;
}

type Scale = (value: number) => number;

function bandOf({ path: { low, high }, marker }: PlottedPath, x: Scale, y: Scale): Markup | null {
  if (low === null || high === null) return null;
  const upper = Array.from(high, (value, step) => `${x(step)} ${y(value)}`);
  const lower = Array.from(low, (value, step) => `${x(step)} ${y(value)}`).reverse();
  return html`<path class="path-band arm-${marker?.slot ?? '4'}" d="M${[...upper, ...lower].join('L')}Z"/>
`;
}

function lineOf({ path: { mean }, marker }: PlottedPath, x: Scale, y: Scale): Markup {
  const points = Array.from(mean, (value, step) => `${x(step)} ${y(value)}`);
  const dash = marker && marker.dash.length > 0 ? html` stroke-dasharray="${marker.dash.join(' ')}"` : null;
  return html`<path class="path-line arm-${marker?.slot ?? '4'}" stroke-width="${marker?.width ?? 1.25}"${dash} d="M${points.join('L')}"/>
`;
}

function rangeOf(paths: readonly PlottedPath[]): readonly [number, number] {
  let [low, high] = [0, 0];
  for (const { path, banded } of paths) {
    for (const values of [path.mean, ...(banded ? [path.low, path.high] : [])]) {
      for (const value of values ?? []) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }
  const margin = high > low ? (high - low) * 0.06 : 0.01;
  return [low - margin, high + margin];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
