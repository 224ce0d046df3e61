import { METRIC_CATALOG, type MetricName } from '../model/metric-catalog.ts';
import type { ArmRecord, OrderOutcome, OrderOutcomeKind, RunReport } from '../model/run-record.ts';
import { type ArmMarker, armLabel, subjectOf } from './arm-marker.ts';
import { currencyTable } from './currency-table.ts';
import { dataTable, numberCell, numberHead, rowHead, textCell, textHead } from './data-table.ts';
import { html, type Markup } from './html.ts';
import { metricText, numberText } from './number-text.ts';
import { type SectionContent, sectionContent } from './section-frame.ts';

const COST_METRICS: readonly MetricName[] = ['turnover_annual', 'commission_total', 'slippage_total'];

const OUTCOMES: Readonly<Record<OrderOutcomeKind, string>> = {
  refused: 'Refused',
  shrunk: 'Made smaller',
  expired: 'Expired',
  cancelled: 'Cancelled',
  late: 'Came too late',
};

/** What trading cost each arm, and what became of orders that were not filled as they were wanted, by reason. */
export function costSection(report: RunReport, markers: readonly ArmMarker[]): SectionContent {
  const { arms } = report;
  if (arms.length === 0) {
    return sectionContent(null, html`<p class="empty">The run has no arm.</p>`);
  }
  const ends = endsOf(arms);
  const introduction =
    ends.length === 0
      ? 'Every order of every arm was filled as it was wanted.'
      : 'Orders that were not filled as they were wanted are counted by what became of them and why.';
  const outcomes = ends.length === 0 ? null : outcomeTable(arms, markers, ends);
  return sectionContent(
    introduction,
    html`${costTable(arms, markers)}${currencyTable(arms, markers)}${outcomes}`,
  );
}

function costTable(arms: readonly ArmRecord[], markers: readonly ArmMarker[]): Markup {
  const entries = METRIC_CATALOG.filter((entry) => COST_METRICS.includes(entry.name));
  const subject = subjectOf(arms);
  return dataTable({
    label: 'Costs of all arms',
    caption: 'Commission and slippage in the currency of the account, over the whole test period.',
    heads: [textHead('Arm'), ...entries.map((entry) => numberHead(entry.label))],
    rows: arms.map((arm, index) => {
      const costs = entries.map((entry) =>
        numberCell(arm.metrics[entry.name]?.value ?? null, (value) => metricText(value, entry.unit)),
      );
      const className = arm === subject ? html` class="subject"` : null;
      return html`<tr${className}>${rowHead(armLabel(arm, markers[index]))}${costs}</tr>
`;
    }),
  });
}

type End = Pick<OrderOutcome, 'kind' | 'reason'>;

function outcomeTable(
  arms: readonly ArmRecord[],
  markers: readonly ArmMarker[],
  ends: readonly End[],
): Markup {
  return dataTable({
    label: 'What became of orders, by reason',
    caption: 'Orders and requests by outcome and reason; each is an event of the journal.',
    heads: [
      textHead('Outcome'),
      textHead('Reason'),
      ...arms.map((arm, index) => numberHead(armLabel(arm, markers[index]))),
    ],
    rows: ends.map((end) => {
      const counts = arms.map((arm) => numberCell(countOf(arm, end), (value) => numberText(value, 0)));
      return html`<tr>${rowHead(OUTCOMES[end.kind])}${textCell(end.reason.replace(/-/g, ' '))}${counts}</tr>
`;
    }),
  });
}

/** Outcomes that any arm had, in the order of the kinds above. */
function endsOf(arms: readonly ArmRecord[]): readonly End[] {
  return (Object.keys(OUTCOMES) as OrderOutcomeKind[]).flatMap((kind) => {
    const found = arms.flatMap(({ outcomes }) => outcomes.filter((outcome) => outcome.kind === kind));
    return [...new Set(found.map(({ reason }) => reason))].sort().map((reason) => ({ kind, reason }));
  });
}

function countOf({ outcomes }: ArmRecord, { kind, reason }: End): number {
  return outcomes.find((outcome) => outcome.kind === kind && outcome.reason === reason)?.orders ?? 0;
}
