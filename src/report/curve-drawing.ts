/** One line of a drawing. */
interface DrawnCurve {
  readonly name: string;
  /** In rising order of x. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** What is drawn. */
export interface CurveDrawing {
  readonly title: string;
  readonly horizontal: string;
  readonly vertical: string;
  readonly curves: readonly DrawnCurve[];
}

const WIDTH = 760;
const HEIGHT = 420;
const LEFT = 70;
const RIGHT = 150;
const TOP = 44;
const BOTTOM = 52;
const TICKS = 5;

/** Told apart by most colour-blind readers (Okabe & Ito 2008), the subject's first. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#666666', '#000000'];

/**
 * Curves over one axis as an SVG document: places on the horizontal axis are evenly apart, in the order of their values; the
 * vertical axis spans the values. Points that are not finite are left out.
 */
export function curveDrawing({ title, horizontal, vertical, curves }: CurveDrawing): string {
  const finite = curves.map(({ name, points }) => ({
    name,
    points: points.filter(({ y }) => Number.isFinite(y)),
  }));
  const places = [...new Set(finite.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const values = finite.flatMap(({ points }) => points.map(({ y }) => y));
  const low = Math.min(...values);
  const high = Math.max(...values);
  const span = high > low ? high - low : 1;
  const xOf = (x: number): number =>
    LEFT + ((WIDTH - LEFT - RIGHT) * places.indexOf(x)) / Math.max(1, places.length - 1);
  const yOf = (y: number): number => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * (y - low)) / span;
  const ticks = Array.from({ length: TICKS }, (_, i) => low + (span * i) / (TICKS - 1));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text(LEFT, 24, title, 'font-size="15" font-weight="600"'),
    ...ticks.flatMap((value) => [
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${fixed(yOf(value))}" y2="${fixed(yOf(value))}" stroke="#dddddd"/>`,
      text(LEFT - 8, yOf(value) + 4, value.toPrecision(4), 'text-anchor="end"'),
    ]),
    ...places.map((x) => text(xOf(x), HEIGHT - BOTTOM + 20, String(x), 'text-anchor="middle"')),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, horizontal, 'text-anchor="middle"'),
    `<g transform="translate(16 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)">${text(0, 0, vertical, 'text-anchor="middle"')}</g>`,
    ...finite.flatMap((curve, i) => curveLines(curve, COLOURS[i % COLOURS.length]!, i, { xOf, yOf })),
    '</svg>',
    '',
  ].join('\n');
}

function curveLines(
  { name, points }: DrawnCurve,
  colour: string,
  place: number,
  { xOf, yOf }: { readonly xOf: (x: number) => number; readonly yOf: (y: number) => number },
): string[] {
  const path = points.map(({ x, y }) => `${fixed(xOf(x))},${fixed(yOf(y))}`).join(' ');
  const legend = TOP + 8 + 20 * place;
  return [
    `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="${place === 0 ? 3 : 1.5}"/>`,
    ...points.map(
      ({ x, y }) => `<circle cx="${fixed(xOf(x))}" cy="${fixed(yOf(y))}" r="3" fill="${colour}"/>`,
    ),
    `<line x1="${WIDTH - RIGHT + 14}" x2="${WIDTH - RIGHT + 34}" y1="${legend}" y2="${legend}" stroke="${colour}" stroke-width="3"/>`,
    text(WIDTH - RIGHT + 40, legend + 4, name, ''),
  ];
}

const fixed = (value: number): string => value.toFixed(1);

function text(x: number, y: number, words: string, attributes: string): string {
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<text x="${fixed(x)}" y="${fixed(y)}" ${attributes}>${escaped}</text>`;
}
