import { METRIC_CATALOG, METRIC_GROUPS, type MetricUnit } from '../model/metric-catalog.ts';
import type { MetricValue } from '../model/metric-value.ts';
import type { ArmRecord, RunReport } from '../model/run-record.ts';
import { type ArmMarker, armLabel, subjectOf } from './arm-marker.ts';
import { dataTable, numberHead, rowHead, textHead } from './data-table.ts';
import { html, type Markup } from './html.ts';
import { metricText, nameOf, storedNumber } from './number-text.ts';
import { type SectionContent, sectionContent } from './section-frame.ts';

/** A column of a table. */
interface MetricColumn {
  readonly unit: MetricUnit;
  readonly head: Markup;
  readonly of: (arm: ArmRecord) => MetricValue | undefined;
}

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
  const shipped = groups.map(({ name: group, label }) => ({
    label,
    columns: known
      .filter((entry) => entry.group === group)
      .map(
        ({ name, unit, label: head }): MetricColumn => ({
          unit,
          head: numberHead(head),
          of: ({ metrics }) => metrics[name],
        }),
      ),
  }));
  const tables = [...shipped, ...declaredGroup(report)].map(({ label, columns }, place) => {
    const rows = report.arms.map((arm, index) =>
      metricsRow(arm, markers[index], { columns, subject, reasons }),
    );
    const caption = place === 0 ? `${label}. ${CAPTION}` : `${label}.`;
    const heads = [textHead('Arm'), ...columns.map(({ head }) => head)];
    return dataTable({ label: `${label} of all arms`, caption, heads, rows });
  });
  const descriptions = report.arms.map(
    (arm, index) =>
      html`<div><dt>${armLabel(arm, markers[index])} <span class="role">${arm.role}</span></dt><dd>${arm.description}</dd></div>`,
  );
  return sectionContent(
    null,
    html`${tables}${declaredMeanings(report)}${footnotes(reasons)}<dl class="descriptions">${descriptions}</dl>${leftOut(report)}`,
  );
}

/** The metrics that the strategy declares; none where it declares none. */
function declaredGroup({
  run,
}: RunReport): { readonly label: string; readonly columns: readonly MetricColumn[] }[] {
  if (run.customMetrics.length === 0) return [];
  const columns = run.customMetrics.map(
    ({ name, unit }): MetricColumn => ({
      unit,
      head: numberHead(nameOf(name)),
      of: ({ customMetrics }) => customMetrics[name],
    }),
  );
  return [{ label: 'Metrics of the strategy', columns }];
}

/** What these metrics measure, by their strategy. */
function declaredMeanings({ run }: RunReport): Markup | null {
  if (run.customMetrics.length === 0) return null;
  const meanings = run.customMetrics.map(
    ({ name, description, better }) =>
      html`<li>${nameOf(name)}: <bdi>${description}</bdi>${better === 'neither' ? '' : ` (${better} is better)`}</li>`,
  );
  return html`<ul class="notes note" aria-label="What the metrics of the strategy measure">${meanings}</ul>`;
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
    readonly columns: readonly MetricColumn[];
    readonly subject: ArmRecord | null;
    readonly reasons: string[];
  },
): Markup {
  const cells = shared.columns.map((column) => metricCell(arm, column, shared.reasons));
  const className = arm === shared.subject ? html` class="subject"` : null;
  return html`<tr${className}>${rowHead(armLabel(arm, marker))}${cells}</tr>
`;
}

function metricCell(arm: ArmRecord, { unit, of }: MetricColumn, reasons: string[]): Markup {
  const metric = of(arm) ?? { value: null, reason: 'not recorded for this arm' };
  if (metric.value !== null) {
    return html`<td class="number">${storedNumber(metric.value, (value) => metricText(value, unit))}</td>`;
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
