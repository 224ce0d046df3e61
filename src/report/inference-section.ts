import { FINDING_METHODS, type Finding } from '../model/finding.ts';
import type { RunReport } from '../model/run-record.ts';
import { dataTable, numberCell, numberHead, rowHead, textCell, textHead } from './data-table.ts';
import { html, type Markup } from './html.ts';
import { nameOf, numberText, significantText } from './number-text.ts';
import { type SectionContent, sectionContent } from './section-frame.ts';

/** What statistics say of the run beside its comparisons; null where none was drawn. */
export function inferenceSection({ findings, verdict }: RunReport): SectionContent | null {
  if (findings.length === 0) return null;
  const rows = findings.map(findingRow);
  const table = dataTable({
    label: 'Statistics beside the comparisons',
    caption:
      'p-values are two-sided unless it says otherwise. Each is of one method; none is corrected for the others.',
    heads: [
      textHead('Method'),
      textHead('Arm'),
      textHead('Against'),
      numberHead('Estimate'),
      textHead('of what'),
      numberHead('p'),
      textHead('From'),
    ],
    rows,
  });
  const deciding =
    verdict === null ? '' : ' None of them decides the verdict: the corrected intervals above do.';
  return sectionContent(
    html`The same question by other methods, each with its own assumptions.${deciding}`,
    table,
  );
}

function findingRow({ method, subject, against, estimate, pValue, reason, detail }: Finding): Markup {
  const known = FINDING_METHODS.find(({ name }) => name === method);
  return html`<tr>${rowHead(known?.label ?? method)}
${textCell(subject === null ? 'all' : nameOf(subject))}
${textCell(against === null ? '\u2013' : nameOf(against))}
${numberCell(estimate, (value) => significantText(value, 3))}
${textCell(reason === null ? (known?.estimate ?? '') : `n/a: ${reason}`)}
${numberCell(pValue, (value) => numberText(value, 3))}
${textCell(detailText(detail))}
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
