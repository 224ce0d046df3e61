import { METRIC_CATALOG } from '../model/metric-catalog.ts';
import type { ArmRecord, RunReport } from '../model/run-record.ts';
import { type ArmMarker, armLabel, subjectOf } from './arm-marker.ts';
import { dataTable, numberHead, rowHead, textHead } from './data-table.ts';
import { html, type Markup } from './html.ts';
import { metricText, storedNumber } from './number-text.ts';
import { type SectionContent, sectionContent } from './section-frame.ts';

type CatalogEntry = (typeof METRIC_CATALOG)[number];

/** The metrics of all arms. An undefined one is `n/a` with the number of the footnote that says why. */
export function metricsSection(report: RunReport, markers: readonly ArmMarker[]): SectionContent {
  if (report.arms.length === 0) {
    return sectionContent(null, html`<p class="empty">The run has no arm.</p>`);
  }
  const subject = subjectOf(report.arms);
  const reasons: string[] = [];
  const rows = report.arms.map((arm, index) => metricsRow(arm, markers[index], { subject, reasons }));
  const table = dataTable({
    label: 'Metrics of all arms',
    caption:
      'After all costs. Annual figures are scaled by the periods a year of the run. The stored value of each figure is in the source of this page.',
    heads: [textHead('Arm'), ...METRIC_CATALOG.map((entry) => numberHead(entry.label))],
    rows,
  });
  const descriptions = report.arms.map(
    (arm, index) =>
      html`<div><dt>${armLabel(arm, markers[index])} <span class="role">${arm.role}</span></dt><dd>${arm.description}</dd></div>`,
  );
  return sectionContent(
    null,
    html`${table}${footnotes(reasons)}<dl class="descriptions">${descriptions}</dl>`,
  );
}

function metricsRow(
  arm: ArmRecord,
  marker: ArmMarker | undefined,
  shared: { readonly subject: ArmRecord | null; readonly reasons: string[] },
): Markup {
  const cells = METRIC_CATALOG.map((entry) => metricCell(arm, entry, shared.reasons));
  const className = arm === shared.subject ? html` class="subject"` : null;
  return html`<tr${className}>${rowHead(armLabel(arm, marker))}${cells}</tr>
`;
}

function metricCell(arm: ArmRecord, entry: CatalogEntry, reasons: string[]): Markup {
  const metric = arm.metrics[entry.name] ?? { value: null, reason: 'not recorded for this arm' };
  if (metric.value !== null) {
    return html`<td class="number">${storedNumber(metric.value, (value) => metricText(value, entry.unit))}</td>`;
  }
  if (!reasons.includes(metric.reason)) reasons.push(metric.reason);
  const number = reasons.indexOf(metric.reason) + 1;
  return html`<td class="number missing" title="${metric.reason}">n/a<sup><a href="#reason-${number}">${number}</a></sup></td>`;
}

function footnotes(reasons: readonly string[]): Markup | null {
  if (reasons.length === 0) return null;
  const items = reasons.map((reason, index) => html`<li id="reason-${index + 1}">n/a: ${reason}.</li>`);
  return html`<ol class="footnotes" aria-label="Why some metrics are undefined">${items}</ol>`;
}
