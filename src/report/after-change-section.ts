import type { ArmRecord, RunReport } from '../model/run-record.ts';
import { type ArmMarker, armLabel, subjectOf } from './arm-marker.ts';
import {
  type ChangePath,
  type ChangePaths,
  changePaths,
  type MeanPath,
  PATH_LENGTH,
} from './change-paths.ts';
import { dataTable, figureCell, numberCell, numberHead, rowHead, textHead } from './data-table.ts';
import { html, type Markup } from './html.ts';
import { nameOf, numberText, signedPercentText, storedNumber } from './number-text.ts';
import { type PlottedPath, pathPlot } from './path-plot.ts';
import { periodNoun } from './period-noun.ts';
import { type SectionContent, sectionContent } from './section-frame.ts';

/** Marks after a change at which the table reads the paths. */
const READINGS = [5, 20, PATH_LENGTH];

/** What all parts of the section share. */
interface Parts {
  readonly report: RunReport;
  readonly subject: ArmRecord;
  readonly paths: ChangePaths;
  readonly markers: readonly ArmMarker[];
  /** Days, or bars. */
  readonly noun: string;
}

/** How each arm went on after the confirmed changes, on average, and how fast it made up for them. */
export function afterChangeSection(report: RunReport, markers: readonly ArmMarker[]): SectionContent | null {
  const subject = subjectOf(report.arms);
  const paths = subject === null ? null : changePaths(report.arms, subject);
  if (subject === null || paths === null) return null;
  const isThinned = report.arms.some((arm) => arm.marks > arm.equity.time.length);
  const noun = isThinned ? 'days' : periodNoun(report.run.periodsPerYear).plural;
  const parts = { report, subject, paths, markers, noun };
  return sectionContent(
    introductionOf(parts),
    html`<div class="columns">${meanFigure(parts)}${leadFigure(parts)}</div>${pathTable(parts)}`,
  );
}

function introductionOf({ paths, subject, noun }: Parts): Markup {
  const cut =
    paths.cut > 0 ? ` ${numberText(paths.cut, 0)} more have fewer ${noun} after them and are left out.` : '';
  return html`The mean over ${numberText(paths.changes, 0)} confirmed changes of the return from the confirmation on, in event time.${cut} Shaded: the 95% interval of the mean at each point, with changes taken as independent; where they follow on each other within ${PATH_LENGTH} ${noun} it is too narrow. Nothing here decides the verdict on ${nameOf(subject.name)}.`;
}

function meanFigure({ report, subject, paths, markers, noun }: Parts): Markup {
  const plotted = paths.arms.map(({ path }, k) => ({
    path,
    marker: markers[k],
    banded: report.arms[k] === subject,
  }));
  return html`<figure><figcaption>Mean return since the confirmation, all arms</figcaption>${pathPlot(
    subjectFirst(plotted, report.arms.indexOf(subject)),
    {
      summary: `Mean return of each arm after a change, over ${PATH_LENGTH} ${noun}`,
      axis: `${noun} after the confirmation`,
    },
  )}</figure>`;
}

/** Lines are drawn from the last to the first, so that the subject lies above all others. */
function subjectFirst(plotted: readonly PlottedPath[], subject: number): readonly PlottedPath[] {
  return [plotted[subject]!, ...plotted.filter((_, k) => k !== subject)];
}

/** The leads over the controls, or over all other arms where there is no control. */
function leadFigure({ report, subject, paths, markers, noun }: Parts): Markup | null {
  const others = report.arms.map((arm, k) => ({ arm, k })).filter(({ arm }) => arm !== subject);
  const controls = others.filter(({ arm }) => arm.role === 'control');
  const shown = controls.length > 0 ? controls : others;
  if (shown.length === 0) return null;
  const plotted = shown.map(({ k }) => ({ path: paths.arms[k]!.lead!, marker: markers[k], banded: true }));
  const names = controls.length > 0 ? 'each control' : 'each other arm';
  return html`<figure><figcaption>${nameOf(subject.name)} minus ${names}, change by change</figcaption>${pathPlot(
    plotted,
    {
      summary: `Mean lead of ${subject.name} after a change, over ${PATH_LENGTH} ${noun}`,
      axis: `${noun} after the confirmation`,
    },
  )}</figure>`;
}

function pathTable({ report, subject, paths, markers, noun }: Parts): Markup {
  return dataTable({
    label: 'Returns after confirmed changes, and how fast each arm recovered',
    caption: html`Mean returns after ${READINGS.join(', ')} ${noun}, with 95% intervals. The lead is ${nameOf(subject.name)} minus the arm. Recovered: equity was again at or above its highest value up to the confirmation; at once where it stood there then.`,
    heads: [
      textHead('Arm'),
      ...READINGS.map((step) => numberHead(`After ${step}`)),
      numberHead('Interval'),
      numberHead(`Lead after ${PATH_LENGTH}`),
      numberHead('Interval'),
      numberHead(html`Median ${noun} to recover`),
      numberHead(`Recovered within ${PATH_LENGTH}`),
    ],
    rows: report.arms.map((arm, k) => {
      const className = arm === subject ? html` class="subject"` : null;
      return html`<tr${className}>${rowHead(armLabel(arm, markers[k]))}${pathCells(paths.arms[k]!)}</tr>
`;
    }),
  });
}

function pathCells({ path, lead, recovery }: ChangePath): Markup {
  const last = PATH_LENGTH;
  const { recovered, changes } = recovery;
  return html`${READINGS.map((step) => numberCell(path.mean[step]!, percent))}${intervalCell(path)}
${lead === null ? figureCell('\u2013') : numberCell(lead.mean[last]!, percent)}${lead === null ? figureCell('\u2013') : intervalCell(lead)}
${recovery.median === null ? figureCell(html`<span class="missing" title="half of the changes were not made up for by the end">n/a</span>`) : numberCell(recovery.median, (value) => numberText(value, Number.isInteger(value) ? 0 : 1))}
${figureCell(html`${storedNumber(recovered, (value) => numberText(value, 0))} of ${numberText(changes, 0)}`)}`;
}

function intervalCell({ low, high }: MeanPath): Markup {
  if (low === null || high === null) {
    return figureCell(html`<span class="missing" title="fewer than five changes">n/a</span>`);
  }
  return figureCell(
    html`[${storedNumber(low[PATH_LENGTH]!, percent)}, ${storedNumber(high[PATH_LENGTH]!, percent)}]`,
  );
}

function percent(value: number): string {
  return signedPercentText(value, 2);
}
