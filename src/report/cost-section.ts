import { METRIC_CATALOG, type MetricName } from '../model/metric-catalog.ts';
import type { ArmRecord, RunReport } from '../model/run-record.ts';
import { type ArmMarker, armLabel, subjectOf } from './arm-marker.ts';
import { currencyTable } from './currency-table.ts';
import { dataTable, numberCell, numberHead, rowHead, textHead } from './data-table.ts';
import { html, type Markup } from './html.ts';
import { metricText, numberText } from './number-text.ts';
import { sectionFrame } from './section-frame.ts';

const COST_METRICS: readonly MetricName[] = ['turnover_annual', 'commission_total', 'slippage_total'];

/** What trading cost each arm, and which orders were refused and why. */
export function costSection(report: RunReport, markers: readonly ArmMarker[]): Markup {
  if (report.arms.length === 0) {
    return sectionFrame('costs', null, html`<p class="empty">The run has no arm.</p>`);
  }
  const reasons = reasonsOf(report.arms);
  const entries = METRIC_CATALOG.filter((entry) => COST_METRICS.includes(entry.name));
  const subject = subjectOf(report.arms);
  const table = dataTable({
    label: 'Costs and refused orders of all arms',
    caption: 'Commission and slippage in the currency of the account, over the whole test period.',
    heads: [
      textHead('Arm'),
      ...entries.map((entry) => numberHead(entry.label)),
      ...reasons.map((reason) => numberHead(`Refused: ${reason.replace(/-/g, ' ')}`)),
      numberHead('Refused in all'),
    ],
    rows: report.arms.map((arm, index) => {
      const costs = entries.map((entry) =>
        numberCell(arm.metrics[entry.name]?.value ?? null, (value) => metricText(value, entry.unit)),
      );
      const className = arm === subject ? html` class="subject"` : null;
      return html`<tr${className}>${rowHead(armLabel(arm, markers[index]))}${costs}${refusalCells(arm, reasons)}</tr>
`;
    }),
  });
  const introduction =
    reasons.length === 0
      ? 'No order was refused in any arm.'
      : 'Orders that risk or the broker refused are counted by their reason.';
  const currencies = currencyTable(report.arms, markers);
  return sectionFrame('costs', introduction, currencies === null ? table : html`${table}${currencies}`);
}

type Reason = keyof ArmRecord['refusals'];

function reasonsOf(arms: readonly ArmRecord[]): readonly Reason[] {
  const found = arms.flatMap((arm) => Object.keys(arm.refusals) as Reason[]);
  return [...new Set(found)].filter((reason) => arms.some((arm) => (arm.refusals[reason] ?? 0) > 0)).sort();
}

function refusalCells(arm: ArmRecord, reasons: readonly Reason[]): readonly Markup[] {
  const counts = reasons.map((reason) => arm.refusals[reason] ?? 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return [...counts, total].map((count) => numberCell(count, (value) => numberText(value, 0)));
}
