import { METRIC_CATALOG, METRIC_GROUPS } from '../model/metric-catalog.ts';
import type { ArmRecord, RunReport } from '../model/run-record.ts';
import { type ArmMarker, armLabel, subjectOf } from './arm-marker.ts';
import { dataTable, numberHead, rowHead, textHead } from './data-table.ts';
import { html, type Markup } from './html.ts';
import { metricText, nameOf, storedNumber } from './number-text.ts';
import { type SectionContent, sectionContent } from './section-frame.ts';

type CatalogEntry = (typeof METRIC_CATALOG)[number];

const CAPTION =
  'After all costs. Annual figures are scaled by the periods a year of the run. The stored value of each figure is in the source of this page.';

/** The metrics of all arms, a table for each group. An undefined one is `n/a` with the number of the footnote that says why. */
export function metricsSection(report: RunReport, markers: readonly ArmMarker[]): SectionContent {
  if (report.arms.length === 0) {
    return sectionContent(null, html`<p class="empty">The run has no arm.</p>`);
  }
  const subject = subjectOf(report.arms);
  const reasons: string[] = [];
  // A run of before a metric was known has none of it.
  const known = METRIC_CATALOG.filter(({ name }) => report.arms.some(({ metrics }) => metrics[name]));
  const groups = METRIC_GROUPS.filter(({ name }) => known.some(({ group }) => group === name));
  const tables = groups.map(({ name, label }, place) => {
    const entries = known.filter(({ group }) => group === name);
    const rows = report.arms.map((arm, index) =>
      metricsRow(arm, markers[index], { entries, subject, reasons }),
    );
    const caption = place === 0 ? `${label}. ${CAPTION}` : `${label}.`;
    const heads = [textHead('Arm'), ...entries.map((entry) => numberHead(entry.label))];
    return dataTable({ label: `${label} of all arms`, caption, heads, rows });
  });
  const descriptions = report.arms.map(
    (arm, index) =>
      html`<div><dt>${armLabel(arm, markers[index])} <span class="role">${arm.role}</span></dt><dd>${arm.description}</dd></div>`,
  );
  return sectionContent(
    null,
    html`${tables}${footnotes(reasons)}<dl class="descriptions">${descriptions}</dl>${leftOut(report)}`,
  );
}

function leftOut({ experiment }: RunReport): Markup | null {
  if (experiment.leftOut.length === 0) return null;
  const arms = experiment.leftOut.map(({ arm, reason }) => html`<li>${nameOf(arm)}: ${reason}</li>`);
  return html`<h3>Arms left out</h3><ul class="notes note">${arms}</ul>`;
}

function metricsRow(
  arm: ArmRecord,
  marker: ArmMarker | undefined,
  shared: {
    readonly entries: readonly CatalogEntry[];
    readonly subject: ArmRecord | null;
    readonly reasons: string[];
  },
): Markup {
  const cells = shared.entries.map((entry) => metricCell(arm, entry, shared.reasons));
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
