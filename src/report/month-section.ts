import type { ArmRecord, RunReport } from '../model/run-record.ts';
import { type ArmMarker, armLabel, subjectOf } from './arm-marker.ts';
import { dataTable, numberHead, rowHead, textHead } from './data-table.ts';
import { html, type Markup } from './html.ts';
import { initialEquity } from './initial-equity.ts';
import { monthlyReturns, type YearReturns } from './monthly-returns.ts';
import { nameOf, percentText, signedPercentText, storedNumber } from './number-text.ts';
import { type SectionContent, sectionContent } from './section-frame.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Returns of this size and more have the next deeper shade. */
const SHADES = [0.005, 0.02, 0.05];

/** A heat map of the returns of each calendar month, for the subject, and folded for each other arm. */
export function monthSection(report: RunReport, markers: readonly ArmMarker[]): SectionContent | null {
  const subject = subjectOf(report.arms);
  const maps = report.arms.flatMap((arm, index) => {
    const years = monthlyReturns(arm.equity, initialEquity(report.run, arm));
    return years.length === 0 ? [] : [{ arm, marker: markers[index], years }];
  });
  const own = maps.find(({ arm }) => arm === subject);
  if (own === undefined) return null;
  const others = maps.filter((map) => map !== own);
  return sectionContent(
    html`Return of each calendar month after all costs, UTC. ${monthSummary(own.arm, own.years)}`,
    html`${heatTable(own.arm, own.years)}${others.map(
      ({ arm, marker, years }) =>
        html`<details class="fold"><summary>${armLabel(arm, marker)}</summary>${heatTable(arm, years)}</details>`,
    )}`,
  );
}

function monthSummary(arm: ArmRecord, years: readonly YearReturns[]): Markup {
  const months = years.flatMap(({ months: all }) => all).filter((value) => value !== null);
  const gains = months.filter((value) => value > 0).length;
  const share = percentText(gains / months.length, 0);
  return html`${nameOf(arm.name)} gained in ${gains} of ${months.length} months (${share}); the best made ${signedPercentText(Math.max(...months), 1)}, the worst ${signedPercentText(Math.min(...months), 1)}.`;
}

function heatTable(arm: ArmRecord, years: readonly YearReturns[]): Markup {
  return dataTable({
    label: `Returns of ${arm.name} by month`,
    caption: html`${nameOf(arm.name)}. Deeper shades from 0.5%, 2% and 5% on.`,
    heads: [textHead('Year'), ...MONTHS.map((month) => numberHead(month)), numberHead('Year')],
    rows: years.map(
      ({ year, months, total }) =>
        html`<tr class="heat">${rowHead(String(year))}${months.map((value) => heatCell(value))}${heatCell(total, 'total')}</tr>
`,
    ),
  });
}

function heatCell(value: number | null, extra = ''): Markup {
  if (value === null) return html`<td class="number missing ${extra}">\u2013</td>`;
  const shade = SHADES.filter((least) => Math.abs(value) >= least).length;
  const tone = shade === 0 ? '' : `${value < 0 ? 'loss' : 'gain'}-${shade}`;
  return html`<td class="number ${tone} ${extra}">${storedNumber(value, (each) => signedPercentText(each, 1))}</td>`;
}
