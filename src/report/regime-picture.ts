import { ticksBetween } from './axis-ticks.ts';
import { html, type Markup, trusted } from './html.ts';
import { numberText } from './number-text.ts';
import { thinnedIndexes } from './thinned-indexes.ts';

/** What a picture of detected regimes is drawn from; arrays have one entry a slice. */
export interface PicturedRegimes {
  readonly data: string;
  readonly symbols: readonly string[];
  readonly detector: { readonly name: string };
  readonly times: readonly number[];
  readonly levels: readonly number[];
  readonly probabilities: readonly number[];
  readonly changes: readonly {
    readonly confirmedAt: number;
    readonly changedAt: number;
    readonly regime: number;
  }[];
}

const WIDTH = 960;
const HEIGHT = 420;
const LEFT = 52;
const RIGHT = 948;
const PLOT = { top: 44, bottom: 290 };
const STRIP = { top: 312, bottom: 380 };
const POINTS_MAX = 2_000;

const STYLE = `
.regimes { font: 12px system-ui, sans-serif; background: #fff; }
.regimes .title { font-size: 15px; font-weight: 600; fill: #1c2430; }
.regimes text { fill: #55606e; }
.regimes .band-odd { fill: #eef2f8; }
.regimes .confirmed { stroke: #c2410c; stroke-width: 1.5; }
.regimes .changed { stroke: #c2410c; stroke-width: 1; stroke-dasharray: 3 3; opacity: 0.6; }
.regimes .level { fill: none; stroke: #1d4ed8; stroke-width: 1.2; }
.regimes .probability { fill: #c2410c; opacity: 0.35; }
.regimes .axis { stroke: #c9d1db; }`;

/**
 * The market as a line, the regimes as bands from their estimated beginning on (dashed) with the confirmation (solid) at which they were known, and the change
 * probability below, as an SVG document or as an HTML page around it.
 */
export function regimePicture(regimes: PicturedRegimes, format: 'svg' | 'html'): string {
  const svg = drawing(regimes);
  if (format === 'svg') return `${svg.toString()}\n`;
  const title = `Regimes of ${regimes.data}`;
  const page = html`<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body>${svg}</body></html>`;
  return `<!doctype html>\n${page.toString()}\n`;
}

function drawing(regimes: PicturedRegimes): Markup {
  const { times, levels, changes, detector, data, symbols } = regimes;
  const first = times[0]!;
  const span = Math.max(1, times.at(-1)! - first);
  const x = (time: number): number => rounded(LEFT + (Math.max(0, time - first) / span) * (RIGHT - LEFT));
  const low = levels.reduce((least, level) => Math.min(least, level), Number.POSITIVE_INFINITY);
  const high = levels.reduce((most, level) => Math.max(most, level), Number.NEGATIVE_INFINITY);
  const y = (level: number): number =>
    rounded(PLOT.bottom - ((level - low) / Math.max(1e-12, high - low)) * (PLOT.bottom - PLOT.top));
  const label = `${data}: ${changes.length} changes confirmed by ${detector.name}`;
  const who = symbols.length > 4 ? `${symbols.length} symbols` : symbols.join(', ');
  return html`<svg xmlns="http://www.w3.org/2000/svg" class="regimes" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${label}">
<style>${trusted(STYLE)}</style>
<text class="title" x="${LEFT}" y="20">${data}, ${who}: ${changes.length} changes confirmed by ${detector.name}</text>
${bands(regimes, x)}
${levelAxis(low, high, y)}
<path class="level" d="${linePath(regimes, x, y)}"/>
${changes.map(({ changedAt, confirmedAt }) => html`<line class="changed" x1="${x(changedAt)}" x2="${x(changedAt)}" y1="${PLOT.top}" y2="${PLOT.bottom}"/><line class="confirmed" x1="${x(confirmedAt)}" x2="${x(confirmedAt)}" y1="${PLOT.top}" y2="${STRIP.bottom}"><title>${dateOf(confirmedAt)}, since ${dateOf(changedAt)}</title></line>`)}
<path class="probability" d="${stripPath(regimes, x)}"/>
<line class="axis" x1="${LEFT}" x2="${RIGHT}" y1="${STRIP.bottom}" y2="${STRIP.bottom}"/>
<text x="${LEFT - 6}" y="${STRIP.top + 4}" text-anchor="end">1</text><text x="${LEFT - 6}" y="${STRIP.bottom + 4}" text-anchor="end">0</text>
<text x="${LEFT}" y="${STRIP.top - 6}">change probability; above it the sum of the equal-weight log returns. Solid: confirmed; dashed: where the change is put.</text>
${timeAxis(first, span, x)}
</svg>`;
}

function bands({ times, changes }: PicturedRegimes, x: (time: number) => number): Markup[] {
  const starts = [times[0]!, ...changes.map(({ changedAt }) => changedAt)];
  return starts.flatMap((start, k) => {
    const end = starts[k + 1] ?? times.at(-1)!;
    if (k % 2 === 0 || end <= start) return [];
    const width = rounded(x(end) - x(start));
    return [
      html`<rect class="band-odd" x="${x(start)}" y="${PLOT.top}" width="${width}" height="${PLOT.bottom - PLOT.top}"/>`,
    ];
  });
}

function levelAxis(low: number, high: number, y: (level: number) => number): Markup[] {
  const axis = ticksBetween(low, high > low ? high : low + 1, 5);
  return axis.values.map(
    (value) =>
      html`<line class="axis" x1="${LEFT}" x2="${RIGHT}" y1="${y(value)}" y2="${y(value)}"/><text x="${LEFT - 6}" y="${y(value) + 4}" text-anchor="end">${numberText(value, axis.decimals)}</text>`,
  );
}

const TIME_LABELS = 7;

function timeAxis(first: number, span: number, x: (time: number) => number): Markup[] {
  return Array.from({ length: TIME_LABELS }, (_, k) => {
    const time = first + (span * k) / (TIME_LABELS - 1);
    const anchor = k === 0 ? 'start' : k === TIME_LABELS - 1 ? 'end' : 'middle';
    return html`<text x="${x(time)}" y="${HEIGHT - 16}" text-anchor="${anchor}">${dateOf(time)}</text>`;
  });
}

function linePath(
  { times, levels }: PicturedRegimes,
  x: (time: number) => number,
  y: (level: number) => number,
): string {
  const indexes = Array.from(
    levels.length <= POINTS_MAX
      ? levels.keys()
      : thinnedIndexes([Float64Array.from(levels)], levels.length, POINTS_MAX / 2),
  );
  return indexes.map((at, k) => `${k === 0 ? 'M' : 'L'}${x(times[at]!)} ${y(levels[at]!)}`).join('');
}

/** The highest change probability of each column of the picture. */
function stripPath({ times, probabilities }: PicturedRegimes, x: (time: number) => number): string {
  const highest = new Map<number, number>();
  times.forEach((time, at) => {
    const column = Math.round(x(time));
    highest.set(column, Math.max(highest.get(column) ?? 0, probabilities[at]!));
  });
  const points = [...highest].map(
    ([column, probability]) =>
      `L${column} ${rounded(STRIP.bottom - probability * (STRIP.bottom - STRIP.top))}`,
  );
  return `M${LEFT} ${STRIP.bottom}${points.join('')}L${RIGHT} ${STRIP.bottom}Z`;
}

const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

const rounded = (value: number): number => Math.round(value * 10) / 10;
