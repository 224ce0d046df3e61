import type { ArmRecord, RunReport } from '../model/run-record.ts';
import { type ArmMarker, armLabel, subjectOf } from './arm-marker.ts';
import { dataTable, figureCell, numberCell, numberHead, rowHead, textHead } from './data-table.ts';
import { type Content, html, type Markup } from './html.ts';
import { nameOf, numberText, signedText, storedNumber } from './number-text.ts';
import { sampleFigures } from './sample-figures.ts';
import { type SectionContent, sectionContent } from './section-frame.ts';
import { stripPlot } from './strip-plot.ts';

/** What an arm came to in one of several repetitions. */
interface Repetition {
  readonly arm: string;
  readonly sharpe: number | null;
  readonly sharpeDifference: number | null;
}

/** The figures of all repetitions with how to speak of them. */
interface Spread {
  readonly repetitions: readonly Repetition[];
  /** `seed`, or `path`. */
  readonly noun: string;
  readonly introduction: Content;
}

/** How far the figures of the arms spread over the seeds; null for a comparison of one seed. */
export function seedSection(report: RunReport, markers: readonly ArmMarker[]): SectionContent | null {
  const { seeds } = report.experiment;
  const count = new Set(seeds.map(({ seed }) => seed)).size;
  if (count < 2) return null;
  return spreadContent(report, markers, {
    noun: 'seed',
    introduction: html`The whole comparison, training included, with ${numberText(count, 0)} seeds: everything else on this page is that of seed ${report.run.seed}. Where the dots of one arm lie as far apart as those of two arms, the difference is one of luck.`,
    repetitions: seeds.map(({ arm, metrics, sharpeDifference }) => ({
      arm,
      sharpe: metrics.sharpe?.value ?? null,
      sharpeDifference,
    })),
  });
}

/** The same over the paths of combinatorial purged cross-validation; null without them. */
export function pathSection(report: RunReport, markers: readonly ArmMarker[]): SectionContent | null {
  const { paths } = report.experiment;
  if (paths.length === 0) return null;
  const count = new Set(paths.map(({ path }) => path)).size;
  return spreadContent(report, markers, {
    noun: 'path',
    introduction: html`Combinatorial purged cross-validation: the period is cut into folds, and each of ${numberText(count, 0)} paths puts together the folds of other trainings. Paths share folds, so they are not independent.`,
    repetitions: paths,
  });
}

function spreadContent(
  report: RunReport,
  markers: readonly ArmMarker[],
  { repetitions, noun, introduction }: Spread,
): SectionContent {
  const subject = subjectOf(report.arms);
  const rows = report.arms.map((arm, k) => {
    const own = repetitions.filter((each) => each.arm === arm.name);
    return {
      arm,
      marker: markers[k],
      label: arm.name,
      slot: markers[k]?.slot ?? '4',
      values: finite(own.map(({ sharpe }) => sharpe)),
      leads: finite(own.map(({ sharpeDifference }) => sharpeDifference)),
    };
  });
  const leads = rows.filter(({ arm }) => arm !== subject).map((row) => ({ ...row, values: row.leads }));
  const name = subject === null ? 'the subject' : nameOf(subject.name);
  return sectionContent(
    introduction,
    html`<div class="columns"><figure><figcaption>Sharpe ratio, a dot a ${noun}, the bar their mean</figcaption>${stripPlot(rows, { summary: `Sharpe ratios by ${noun}`, text: numberText })}</figure>
<figure><figcaption>Sharpe ratio of ${name} minus that of each other arm</figcaption>${stripPlot(leads, { summary: `Sharpe differences by ${noun}`, text: signedText })}</figure></div>
${spreadTable(rows, subject, noun)}`,
  );
}

interface SpreadRow {
  readonly arm: ArmRecord;
  readonly marker: ArmMarker | undefined;
  readonly values: readonly number[];
  readonly leads: readonly number[];
}

function spreadTable(rows: readonly SpreadRow[], subject: ArmRecord | null, noun: string): Markup {
  const figure = (value: number | null): Markup => numberCell(value, (each) => numberText(each, 2));
  return dataTable({
    label: `Sharpe ratios of all arms by ${noun}`,
    caption: html`Over all ${noun}s. The lead is the Sharpe ratio of ${subject === null ? 'the subject' : nameOf(subject.name)} minus that of the arm, with the same ${noun}.`,
    heads: [
      textHead('Arm'),
      numberHead(`${noun === 'seed' ? 'Seeds' : 'Paths'}`),
      numberHead('Mean Sharpe'),
      numberHead('Deviation'),
      numberHead('Lowest'),
      numberHead('Highest'),
      numberHead('Mean lead'),
      numberHead('Deviation'),
      numberHead('Ahead in'),
    ],
    rows: rows.map(({ arm, marker, values, leads }) => {
      const own = sampleFigures(values);
      const lead = sampleFigures(leads);
      const className = arm === subject ? html` class="subject"` : null;
      const ahead =
        arm === subject
          ? figureCell('\u2013')
          : figureCell(
              html`${storedNumber(lead.above, (each) => numberText(each, 0))} of ${numberText(lead.count, 0)}`,
            );
      return html`<tr${className}>${rowHead(armLabel(arm, marker))}${numberCell(own.count, (each) => numberText(each, 0))}${figure(own.mean)}${figure(own.deviation)}${figure(own.lowest)}${figure(own.highest)}
${arm === subject ? figureCell('\u2013') : numberCell(lead.mean, (each) => signedText(each, 2))}${arm === subject ? figureCell('\u2013') : figure(lead.deviation)}${ahead}</tr>
`;
    }),
  });
}

function finite(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null && Number.isFinite(value)) as number[];
}
