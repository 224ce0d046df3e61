import type { Comparison } from '../model/comparison.ts';
import type { RunReport } from '../model/run-record.ts';
import { type ArmMarker, armLabel } from './arm-marker.ts';
import { dataTable, figureCell, numberCell, numberHead, rowHead, textCell, textHead } from './data-table.ts';
import { forestPlot } from './forest-plot.ts';
import { html, type Markup } from './html.ts';
import {
  nameOf,
  numberText,
  percentText,
  signedPercentText,
  signedText,
  storedNumber,
} from './number-text.ts';
import { periodNoun } from './period-noun.ts';
import { type SectionContent, sectionContent } from './section-frame.ts';
import { decidingComparisons, VERDICT_LABELS, verdictBadge } from './verdict-section.ts';

/** The paired comparisons of the subject with each other arm, as a forest plot and as a table. */
export function differenceSection(report: RunReport, markers: readonly ArmMarker[]): SectionContent {
  const comparisons =
    report.comparisons.length > 0 ? report.comparisons : (report.verdict?.comparisons ?? []);
  if (comparisons.length === 0) {
    const why =
      report.run.kind === 'backtest'
        ? 'A backtest compares nothing.'
        : 'The run holds no comparison: it did not come to its end, or it has no second arm.';
    return sectionContent(null, html`<p class="empty">${why}</p>`);
  }
  const slots = new Map(report.arms.map((arm, i) => [arm.name, markers[i]?.slot ?? '4']));
  const rows = comparisons.map((comparison) => ({
    comparison,
    slot: slots.get(comparison.against) ?? '4',
  }));
  const introduction = html`Annualised Sharpe ratio of ${nameOf(comparisons[0]!.subject)} minus that of each other arm, paired over the same ${periodNoun(report.run.periodsPerYear).plural}. Square: estimate. Line: confidence interval. Grey band: differences too small to be seen in four runs of five with this much data (minimum detectable effect). ${decidingText(report, comparisons)}`;
  const plot = html`<figure class="plot">${forestPlot(rows, summaryOf(comparisons))}</figure>`;
  return sectionContent(introduction, html`${plot}${differenceTable(report, comparisons, markers)}`);
}

function decidingText(report: RunReport, comparisons: readonly Comparison[]): string {
  const deciding = decidingComparisons(report.arms, comparisons);
  if (deciding.comparisons.length === comparisons.length) return 'All of them decide the verdict.';
  return `The ${deciding.noun}s decide the verdict: ${deciding.comparisons.map((each) => each.against).join(', ')}.`;
}

function summaryOf(comparisons: readonly Comparison[]): string {
  const parts = comparisons.map(
    (each) =>
      `against ${each.against}: ${signedText(each.sharpeDifference, 2)}, from ${signedText(each.sharpeLow, 2)} to ${signedText(each.sharpeHigh, 2)}, ${VERDICT_LABELS[each.verdict].word.toLowerCase()}`,
  );
  return `Sharpe differences ${parts.join('; ')}`;
}

function differenceTable(
  report: RunReport,
  comparisons: readonly Comparison[],
  markers: readonly ArmMarker[],
): Markup {
  return dataTable({
    label: 'Differences of the subject and each other arm',
    caption:
      'Subject minus other. Intervals are two-sided at the stated level, which is corrected for the number of comparisons and of trials. Bootstrap over blocks of consecutive returns of the mean length shown.',
    heads: [
      textHead('Against'),
      textHead('Verdict'),
      numberHead('Sharpe difference'),
      numberHead('Interval'),
      numberHead('Level'),
      numberHead('MDE'),
      numberHead('Return a year'),
      numberHead('Interval'),
      numberHead('Correlation'),
      numberHead(periodNoun(report.run.periodsPerYear).title),
      numberHead('Mean block'),
      numberHead('Resamples'),
    ],
    rows: comparisons.map((comparison) => differenceRow(report, comparison, markers)),
  });
}

function differenceRow(report: RunReport, comparison: Comparison, markers: readonly ArmMarker[]): Markup {
  const index = report.arms.findIndex((arm) => arm.name === comparison.against);
  const arm = report.arms[index];
  const label = arm === undefined ? nameOf(comparison.against) : armLabel(arm, markers[index]);
  return html`<tr>${rowHead(label)}
${textCell(verdictBadge(comparison.verdict))}
${numberCell(comparison.sharpeDifference, (value) => signedText(value, 3))}
${intervalCell(comparison.sharpeLow, comparison.sharpeHigh, (value) => signedText(value, 3))}
${numberCell(comparison.level, levelText)}
${numberCell(comparison.minimumDetectable, (value) => numberText(value, 3))}
${numberCell(comparison.returnDifference, (value) => signedPercentText(value, 2))}
${intervalCell(comparison.returnLow, comparison.returnHigh, (value) => signedPercentText(value, 2))}
${numberCell(comparison.correlation, (value) => numberText(value, 3))}
${numberCell(comparison.observations, (value) => numberText(value, 0))}
${numberCell(comparison.blockLength, (value) => numberText(value, Number.isInteger(value) ? 0 : 1))}
${numberCell(comparison.resamples, (value) => numberText(value, 0))}
</tr>
`;
}

function intervalCell(low: number, high: number, text: (value: number) => string): Markup {
  return figureCell(html`[${storedNumber(low, text)}, ${storedNumber(high, text)}]`);
}

/** A level such as 0.99375 loses its point if it is rounded to whole percent. */
function levelText(level: number): string {
  return percentText(level, level > 0.999 ? 3 : 2).replace(/\.?0+%$/, '%');
}
