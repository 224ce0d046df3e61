import { readFileSync, writeFileSync } from 'node:fs';
import type { DetectorFigures } from './regime-figures.ts';
import { NOISES, SHIFTS } from './regime-noise.ts';
import { delayPicture } from './regime-picture.ts';

const PAGE = 'docs/detectors.md';
const PICTURE = 'docs/detectors.svg';
const MARKS = ['<!-- figures of the benchmark -->', '<!-- end of the figures -->'] as const;

/** Puts the figures into the page between its marks, and draws the picture beside it. */
export function writeDetectorPage(figures: readonly DetectorFigures[]): void {
  const page = readFileSync(PAGE, 'utf8');
  const [start, end] = MARKS.map((mark) => page.indexOf(mark));
  if (start! < 0 || end! < start!) throw new Error(`${PAGE} has not the marks ${MARKS.join(' and ')}`);
  const tables = `${alarmTable(figures)}\n\n${delayTable(figures)}`;
  writeFileSync(PAGE, `${page.slice(0, start! + MARKS[0].length)}\n${tables}\n${page.slice(end!)}`);
  writeFileSync(PICTURE, delayPicture(figures));
}

function alarmTable(figures: readonly DetectorFigures[]): string {
  const rows = figures.map(
    ({ name, nsPerUpdate, falseAlarms }) =>
      `| ${name} | ${NOISES.map((noise) => falseAlarms[noise].toFixed(1)).join(' | ')} | ${Math.round(nsPerUpdate).toLocaleString('en-US')} |`,
  );
  return [
    `| false alarms per 1,000 bars, as they come | ${NOISES.join(' | ')} | ns an update |`,
    '|---|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

function delayTable(figures: readonly DetectorFigures[]): string {
  const columns = NOISES.flatMap((noise) => SHIFTS.map((shift) => `${shift}, ${noise}`));
  const rows = figures.map(({ name, delays }) => {
    const cells = NOISES.flatMap((noise) => SHIFTS.map((shift) => delays[noise][shift].toFixed(0)));
    return `| ${name} | ${cells.join(' | ')} |`;
  });
  return [
    `| mean delay in bars, at 2 false alarms per 1,000 | ${columns.join(' | ')} |`,
    `|---|${columns.map(() => '--:|').join('')}`,
    ...rows,
  ].join('\n');
}
