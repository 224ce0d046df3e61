import type { SensitivityArm, SensitivityAxis, SensitivityRow } from '../model/experiment.ts';
import type { RunReport } from '../model/run-record.ts';
import { dataTable, numberCell, numberHead, rowHead, textHead } from './data-table.ts';
import { html, type Markup } from './html.ts';
import { nameOf, numberText, signedText } from './number-text.ts';
import { type SectionContent, sectionContent } from './section-frame.ts';

const AXES: Readonly<Record<SensitivityAxis, string>> = {
  costs: 'Costs',
  fill: 'Fill timing',
  detector: 'Detector',
  'ambiguous-fills': 'Ambiguous fills',
};

/** The arms again with one setting changed at a time; null where none was asked for. */
export function sensitivitySection({ experiment: { sensitivity } }: RunReport): SectionContent | null {
  const [first] = sensitivity;
  if (first === undefined) return null;
  const names = first.arms.map(({ arm }) => arm);
  const judged = first.arms.filter(({ role }) => role === 'control').map(({ arm }) => arm);
  const others = names.slice(1);
  const leads = judged.length > 0 ? judged : others;
  const table = dataTable({
    label: 'Sharpe ratios with one setting changed',
    caption: html`Sharpe ratio of each arm, and the lead of ${nameOf(names[0] ?? '')}: its Sharpe ratio minus that of the other, at the same setting.`,
    heads: [
      textHead('Setting'),
      ...names.map((name) => numberHead(nameOf(name))),
      ...leads.map((name) => numberHead(html`lead over ${nameOf(name)}`)),
    ],
    rows: sensitivity.map((row) => sensitivityRow(row, names, leads)),
  });
  return sectionContent(
    'The same arms with one setting changed at a time. A verdict that turns with a small change of costs or timing rests on that assumption.',
    html`${table}${notesOf(sensitivity)}`,
  );
}

function sensitivityRow(row: SensitivityRow, names: readonly string[], leads: readonly string[]): Markup {
  const { axis, setting, isBase, arms } = row;
  const found = (name: string): SensitivityArm | undefined => arms.find(({ arm }) => arm === name);
  const base = isBase ? html` <span class="role">as run</span>` : null;
  return html`<tr${isBase ? html` class="base"` : null}>${rowHead(html`${AXES[axis]} ${setting}${base}`)}
${names.map((name) => numberCell(found(name)?.sharpe ?? null, (value) => numberText(value, 2)))}
${leads.map((name) => numberCell(found(name)?.sharpeDifference ?? null, (value) => signedText(value, 2)))}</tr>
`;
}

function notesOf(rows: readonly SensitivityRow[]): Markup | null {
  const notes = rows.filter(({ note }) => note !== null);
  if (notes.length === 0) return null;
  return html`<ul class="notes note">${notes.map(({ axis, setting, note }) => html`<li>${AXES[axis]} ${setting}: ${note}</li>`)}</ul>`;
}
