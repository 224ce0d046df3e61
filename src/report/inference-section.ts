import { FINDING_METHODS, type Finding } from '../model/finding.ts';
import type { RunReport } from '../model/run-record.ts';
import { dataTable, numberCell, numberHead, rowHead, textCell, textHead } from './data-table.ts';
import { html, type Markup } from './html.ts';
import { nameOf, numberText, significantText } from './number-text.ts';
import { type SectionContent, sectionContent } from './section-frame.ts';

/** So many rows of a method are told in its line. */
const SUMMARISED = 2;

/** What statistics say of the run beside its comparisons; null where none was drawn. */
export function inferenceSection({ findings, verdict }: RunReport): SectionContent | null {
  if (findings.length === 0) return null;
  const groups = [...new Set(findings.map(({ method }) => method))].map((method) =>
    methodGroup(
      method,
      findings.filter((finding) => finding.method === method),
    ),
  );
  const deciding =
    verdict === null ? '' : ' None of them decides the verdict: the corrected intervals above do.';
  return sectionContent(
    html`The same question by other methods, each with its own assumptions.${deciding} p-values are two-sided unless it says otherwise; none is corrected for the other methods.`,
    html`<div class="methods">${groups}</div>`,
  );
}

/** A method in one line, which opens to all of its rows. */
function methodGroup(method: string, found: readonly Finding[]): Markup {
  const known = FINDING_METHODS.find(({ name }) => name === method);
  const label = known?.label ?? method;
  const table = dataTable({
    label,
    caption: known === undefined ? '' : html`Estimate: ${known.estimate}.`,
    heads: [textHead('Arm'), textHead('Against'), numberHead('Estimate'), numberHead('p'), textHead('From')],
    rows: found.map(findingRow),
  });
  return html`<details class="method"><summary><b>${label}</b> <span>${summaryOf(found)}</span></summary>${table}</details>
`;
}

/** What the first rows of a method come to. */
function summaryOf(found: readonly Finding[]): Markup {
  const parts = found
    .slice(0, SUMMARISED)
    .map((finding, i) => html`${i === 0 ? '' : ', '}${rowSummary(finding)}`);
  return html`${parts}${found.length > SUMMARISED ? ', …' : ''}`;
}

function rowSummary({ subject, against, estimate, pValue, reason }: Finding): Markup {
  const arm = against ?? subject;
  const of = arm === null ? '' : html` (${nameOf(arm)})`;
  if (pValue !== null) return html`p ${pValue < 0.0005 ? 'below 0.001' : numberText(pValue, 3)}${of}`;
  return estimate === null ? html`n/a: ${reason}${of}` : html`${significantText(estimate, 3)}${of}`;
}

function findingRow({ subject, against, estimate, pValue, reason, detail }: Finding): Markup {
  return html`<tr>${rowHead(subject === null ? 'all' : nameOf(subject))}
${textCell(against === null ? '\u2013' : nameOf(against))}
${numberCell(estimate, (value) => significantText(value, 3))}
${numberCell(pValue, (value) => numberText(value, 3))}
${textCell(reason === null ? detailText(detail) : `n/a: ${reason}`)}
</tr>
`;
}

function detailText(detail: Finding['detail']): string {
  return Object.entries(detail)
    .map(([name, value]) => `${spaced(name)} ${significantText(value, 3)}`)
    .join(', ');
}

/** The words of a name: `block length` of `blockLength`. */
const spaced = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
