import { AFTER, type DetectorFigures } from './regime-figures.ts';
import { NOISES, SHIFTS } from './regime-noise.ts';

const WIDTH = 960;
const ROW = 26;
const TOP = 64;
const PANEL = { left: 130, width: 250, gap: 24 };
const COLOURS = { mean: '#1d4ed8', variance: '#c2410c', correlation: '#15803d' } as const;

/** A panel for each noise, a row for each detector, a dot for each kind of change: how late it is found. */
export function delayPicture(figures: readonly DetectorFigures[]): string {
  const height = TOP + ROW * figures.length + 44;
  const label = `Mean delay of detection in bars at 2 false alarms per 1,000 bars, ${figures.length} detectors`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${label}" font-family="system-ui, sans-serif" font-size="12">
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
<text x="16" y="24" font-size="15" font-weight="600" fill="#1c2430">Bars until a change is confirmed, at 2 false alarms in 1,000 bars</text>
${legend()}
${figures.map(({ name }, row) => `<text x="${PANEL.left - 10}" y="${yOf(row) + 4}" text-anchor="end" fill="#1c2430">${name}</text>`).join('\n')}
${NOISES.map((noise, panel) => panelOf(figures, noise, panel)).join('\n')}
</svg>
`;
}

const yOf = (row: number): number => TOP + ROW * (row + 0.5);

const xOf = (panel: number, delay: number): number =>
  Math.round(10 * (PANEL.left + panel * (PANEL.width + PANEL.gap) + (delay / AFTER) * PANEL.width)) / 10;

function panelOf(figures: readonly DetectorFigures[], noise: (typeof NOISES)[number], panel: number): string {
  const bottom = TOP + ROW * figures.length;
  const grid = [0, 50, 100, 150, 200, 250].map(
    (delay) =>
      `<line x1="${xOf(panel, delay)}" x2="${xOf(panel, delay)}" y1="${TOP}" y2="${bottom}" stroke="#dde3ea"/><text x="${xOf(panel, delay)}" y="${bottom + 16}" text-anchor="middle" fill="#55606e">${delay}</text>`,
  );
  const dots = figures.flatMap(({ delays }, row) =>
    SHIFTS.map(
      (shift) =>
        `<circle cx="${xOf(panel, delays[noise][shift])}" cy="${yOf(row)}" r="5" fill="${COLOURS[shift]}" fill-opacity="0.8"/>`,
    ),
  );
  const title = `<text x="${xOf(panel, 0)}" y="${TOP - 8}" font-weight="600" fill="#1c2430">${noise} noise</text>`;
  return [title, ...grid, ...dots].join('\n');
}

function legend(): string {
  return SHIFTS.map((shift, k) => {
    const x = 600 + k * 120;
    return `<circle cx="${x}" cy="20" r="5" fill="${COLOURS[shift]}"/><text x="${x + 10}" y="24" fill="#1c2430">${shift}</text>`;
  }).join('\n');
}
