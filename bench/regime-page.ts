import { readFileSync, writeFileSync } from 'node:fs';
import type { DetectorFigures, LabelledScore } from './regime-figures.ts';
import { NOISES, SHIFTS } from './regime-noise.ts';
import { delayPicture } from './regime-picture.ts';

const PAGE = 'docs/detectors.md';
const PICTURE = 'docs/detectors.svg';
const MARKS = ['<!-- figures of the benchmark -->', '<!-- end of the figures -->'] as const;
const LABELLED_MARKS = ['<!-- scores on labelled series -->', '<!-- end of the scores -->'] as const;

/** Puts the figures into the page between its marks, and draws the picture beside it. */
export function writeDetectorPage(figures: readonly DetectorFigures[]): void {
  putBetween(MARKS, `${alarmTable(figures)}\n\n${delayTable(figures)}`);
  writeFileSync(PICTURE, delayPicture(figures));
}

/** Puts the scores on labelled series into the page, by detector. */
export function writeLabelledTable(scores: ReadonlyMap<string, readonly LabelledScore[]>): void {
  const names = [...scores.values()][0]!.map(({ series }) => series.replaceAll('_', ' '));
  const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
  const rows = [...scores].map(([name, found]) => {
    const means = [mean(found.map(({ f1 }) => f1)), mean(found.map(({ covering }) => covering))];
    const cells = found.map(({ f1, covering }) => `${f1.toFixed(2)}, ${covering.toFixed(2)}`);
    return `| ${name} | ${means.map((value) => value.toFixed(3)).join(', ')} | ${cells.join(' | ')} |`;
  });
  const head = `| F1, covering | mean | ${names.join(' | ')} |`;
  putBetween(LABELLED_MARKS, [head, `|---|${'--:|'.repeat(names.length + 1)}`, ...rows].join('\n'));
}

function putBetween(marks: readonly [string, string], text: string): void {
  const page = readFileSync(PAGE, 'utf8');
  const [start, end] = marks.map((mark) => page.indexOf(mark));
  if (start! < 0 || end! < start!) throw new Error(`${PAGE} has not the marks ${marks.join(' and ')}`);
  writeFileSync(PAGE, `${page.slice(0, start! + marks[0].length)}\n${text}\n${page.slice(end!)}`);
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
