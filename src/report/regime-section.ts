import type { RunReport } from '../model/run-record.ts';
import { type ArmMarker, armLabel, subjectOf } from './arm-marker.ts';
import { regimesOf } from './chart-data.ts';
import { dataTable, figureCell, numberCell, numberHead, rowHead, textCell, textHead } from './data-table.ts';
import { html, type Markup } from './html.ts';
import { nameOf, numberText, percentText, signedPercentText, storedNumber, timeText } from './number-text.ts';
import { periodNoun } from './period-noun.ts';
import { type RegimeSegment, regimeSegments } from './regime-segments.ts';
import { type SectionContent, sectionContent } from './section-frame.ts';
import { limitRows } from './table-limit.ts';

/** What each arm earned between the confirmed changes, recomputed from the marks in the report. */
export function regimeSection(report: RunReport, markers: readonly ArmMarker[]): SectionContent {
  const subject = subjectOf(report.arms);
  const segments = subject === null ? [] : regimeSegments(report.arms, subject, report.run.periodsPerYear);
  if (subject === null || segments.length === 0) {
    return sectionContent(null, html`<p class="empty">The run recorded no equity to cut into regimes.</p>`);
  }
  const source = regimesOf(report.arms);
  const introduction =
    source === null
      ? 'No regime change was confirmed: the whole test period is one regime.'
      : html`Confirmed changes of ${nameOf(source.name)}. A regime is counted from the confirmation of its change, since nothing could act on it before, to the confirmation of the next. Its estimated beginning lies earlier, by the lag.`;
  const limited = limitRows(segments, 1);
  const noun = periodNoun(report.run.periodsPerYear);
  const table = dataTable({
    label: 'Regimes and the return of each arm in them',
    caption: html`Total return of each arm within the regime; volatility of ${nameOf(subject.name)}, annualised.`,
    heads: [
      textHead('Regime'),
      textHead('Confirmed'),
      textHead('To'),
      numberHead(noun.title),
      textHead('Began (estimate)'),
      numberHead('Lag'),
      numberHead('Probability'),
      ...report.arms.map((arm, index) => numberHead(armLabel(arm, markers[index]))),
      numberHead('Volatility'),
    ],
    rows: limited.rows.map((segment) => segmentRow(segment, report.arms.indexOf(subject))),
  });
  return sectionContent(introduction, html`${table}${limited.note}`);
}

function segmentRow(segment: RegimeSegment, subjectIndex: number): Markup {
  const { change } = segment;
  const returns = segment.returns.map((value, index) => returnCell(value, index === subjectIndex));
  return html`<tr>${rowHead(numberText(segment.regime, 0))}
${textCell(change === null ? html`${timeText(segment.from)} <span class="muted">start</span>` : timeText(segment.from))}
${textCell(timeText(segment.to))}
${numberCell(segment.periods, (value) => numberText(value, 0))}
${textCell(change === null ? '\u2013' : timeText(change.changedAt))}
${change === null ? figureCell('\u2013') : numberCell(change.lagBars, (value) => numberText(value, 0))}
${change === null ? figureCell('\u2013') : numberCell(change.probability, (value) => numberText(value, 3))}
${returns}${numberCell(segment.volatility, (value) => percentText(value, 1))}</tr>
`;
}

function returnCell(value: number | null, isSubject: boolean): Markup {
  if (value === null) return numberCell(null, String);
  const classes = `number${isSubject ? ' subject' : ''}${value < 0 ? ' negative' : ''}`;
  return html`<td class="${classes}">${storedNumber(value, (each) => signedPercentText(each, 2))}</td>`;
}
