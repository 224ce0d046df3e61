import type { AdaptationRow, ArmRecord, RunReport } from '../model/run-record.ts';
import { type ArmMarker, armLabel } from './arm-marker.ts';
import { dataTable, figureCell, numberCell, numberHead, textCell, textHead } from './data-table.ts';
import { type Content, html, type Markup } from './html.ts';
import {
  durationText,
  numberText,
  percentText,
  shortHash,
  significantText,
  storedNumber,
  timeText,
} from './number-text.ts';
import { type SectionContent, sectionContent } from './section-frame.ts';
import { limitRows } from './table-limit.ts';
import { taskMaps } from './task-map.ts';

/** Every adaptation of every arm that adapts, and every one that was due and did not happen. */
export function adaptationSection(report: RunReport, markers: readonly ArmMarker[]): SectionContent {
  const adapting = report.arms.filter((arm) => arm.adaptations.length > 0);
  if (adapting.length === 0) {
    return sectionContent(null, html`<p class="empty">No arm adapted in this run.</p>`);
  }
  const blocks = adapting.map((arm) => {
    const limited = limitRows(arm.adaptations, adapting.length);
    return html`<h3>${armLabel(arm, markers[report.arms.indexOf(arm)])}</h3>
<p>${adaptationSummary(arm.adaptations)}</p>
${adaptationTable(arm, limited.rows)}${limited.note}`;
  });
  const mapped = adapting.map((arm) => ({ arm, slot: markers[report.arms.indexOf(arm)]?.slot ?? '4' }));
  return sectionContent(labelCheck(adapting), [...blocks, taskMaps(mapped)]);
}

/** Says whether every label was known in time, by the rows themselves, and says it loudly where one was not. */
function labelCheck(arms: readonly ArmRecord[]): Markup {
  const windows = arms.flatMap((arm) => arm.adaptations).filter((row) => row.labelsKnownAt !== null);
  const early = windows.filter((row) => row.labelsKnownAt! > row.time);
  if (early.length > 0) {
    return html`<strong class="negative">Look-ahead: ${numberText(early.length, 0)} of ${numberText(windows.length, 0)} support windows hold a label that was not yet known when the learner adapted.</strong>`;
  }
  return html`In all ${numberText(windows.length, 0)} support windows the last label was known when the learner adapted or before.`;
}

function adaptationSummary(rows: readonly AdaptationRow[]): Markup {
  const adapted = rows.filter((row) => row.status === 'adapted');
  const reverted = rows.filter((row) => row.status === 'reverted').length;
  const skipped = rows.length - adapted.length - reverted;
  const fallen = adapted.filter(
    (row) => row.lossBefore !== null && row.lossAfter !== null && row.lossAfter < row.lossBefore,
  );
  const diverged = rows.filter((row) => row.reason === 'diverged').length;
  const ran = diverged > 0 ? `, of which ${numberText(diverged, 0)} diverged` : '';
  const back = reverted > 0 ? `, ${numberText(reverted, 0)} taken back as false alarms` : '';
  const counts = `${numberText(adapted.length, 0)} adapted, ${numberText(skipped, 0)} skipped${ran}${back}.`;
  if (adapted.length === 0) return html`${counts}`;
  const share = percentText(fallen.length / adapted.length, 0);
  const wall = medianOf(adapted.map((row) => row.wallMs));
  const time = wall === null ? '' : ` Median wall time ${durationText(wall)}.`;
  return html`${counts} The support loss fell in ${numberText(fallen.length, 0)} of ${numberText(adapted.length, 0)} (${share}); median ${medianText(adapted.map((row) => row.lossBefore))} before, ${medianText(adapted.map((row) => row.lossAfter))} after.${time}`;
}

function medianText(values: readonly (number | null)[]): string {
  const median = medianOf(values);
  return median === null ? 'n/a' : significantText(median, 4);
}

function medianOf(values: readonly (number | null)[]): number | null {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function adaptationTable(arm: ArmRecord, rows: readonly AdaptationRow[]): Markup {
  return dataTable({
    label: `Adaptations of ${arm.name}`,
    caption:
      'Loss is the mean over the support rows. The gradient norm is that of the first step. The weight is the part of the adapted model in predictions, past tasks are those that lent rows.',
    heads: [
      textHead('Time'),
      textHead('Trigger'),
      textHead('Support from'),
      textHead('to'),
      numberHead('Rows'),
      numberHead('Past tasks'),
      textHead('Labels known'),
      textHead('Support hash'),
      numberHead('Steps'),
      numberHead('Loss before'),
      numberHead('after'),
      numberHead('Gradient norm'),
      numberHead('Weight'),
      numberHead('Wall time'),
    ],
    rows: rows.map(adaptationRow),
  });
}

function adaptationRow(row: AdaptationRow): Markup {
  const common = html`<th scope="row">${timeText(row.time)}</th>${textCell(triggerText(row))}`;
  if (row.status === 'skipped') {
    return html`<tr class="skipped">${common}<td colspan="12">Skipped: ${row.reason ?? 'no reason was recorded'} (${numberText(row.supportRows, 0)} support rows)</td></tr>
`;
  }
  return html`<tr>${common}
${textCell(optional(row.supportFrom, timeText))}
${textCell(optional(row.supportTo, timeText))}
${numberCell(row.supportRows, (value) => numberText(value, 0))}
${numberCell(row.pastTasks, (value) => numberText(value, 0))}
${textCell(optional(row.labelsKnownAt, timeText))}
${textCell(optional(row.supportHash, shortHash))}
${numberCell(row.steps, (value) => numberText(value, 0))}
${numberCell(row.lossBefore, (value) => significantText(value, 4))}
${lossAfterCell(row)}
${numberCell(row.gradientNorm, (value) => significantText(value, 3))}
${numberCell(row.weight, (value) => significantText(value, 3))}
${numberCell(row.wallMs, durationText)}</tr>
`;
}

function triggerText(row: AdaptationRow): string {
  return row.trigger.replace(/-/g, ' ');
}

/** A loss that rose is marked: an adaptation that does not fit its own support set deserves a look. */
function lossAfterCell(row: AdaptationRow): Markup {
  if (row.lossAfter === null || row.lossBefore === null || row.lossAfter <= row.lossBefore) {
    return numberCell(row.lossAfter, (value) => significantText(value, 4));
  }
  return figureCell(
    html`<span class="negative">${storedNumber(row.lossAfter, (value) => `${significantText(value, 4)} \u2191`)}</span>`,
  );
}

function optional<Value>(value: Value | null, content: (value: Value) => Content): Content {
  return value === null ? 'n/a' : content(value);
}
