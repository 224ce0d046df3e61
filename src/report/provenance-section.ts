import type { RunReport } from '../model/run-record.ts';
import { dataTable, numberCell, numberHead, rowHead, textCell, textHead } from './data-table.ts';
import { type Fact, factList, settingFacts } from './fact-list.ts';
import { html, type Markup } from './html.ts';
import { nameOf, numberText, timeText } from './number-text.ts';
import { type SectionContent, sectionContent } from './section-frame.ts';
import { limitRows } from './table-limit.ts';

/** The data with their notes, all settings and hashes, and the command that repeats the run. */
export function provenanceSection(report: RunReport): SectionContent {
  const { run } = report;
  const notes =
    run.dataNotes.length === 0
      ? html`<p class="empty">The data came without notes on licence, adjustments or survivorship.</p>`
      : html`<ul class="notes">${run.dataNotes.map((note) => html`<li>${note}</li>`)}</ul>`;
  const settings = settingFacts(run.settings);
  const parameters = settingFacts(run.parameters);
  return sectionContent(
    null,
    html`<h3>Repeat this run</h3>
<pre class="command" tabindex="0"><code>${run.command}</code></pre>
<h3>Identity</h3>
${factList(identityFacts(report))}
<h3>Data: ${nameOf(run.dataName)}</h3>
${notes}
${symbolTable(report)}
<div class="columns">
<div><h3>Strategy parameters</h3>${parameters.length === 0 ? html`<p class="empty">The strategy has no parameters.</p>` : factList(parameters)}</div>
<div><h3>Settings</h3>${settings.length === 0 ? html`<p class="empty">No settings were recorded.</p>` : factList(settings)}</div>
</div>`,
  );
}

function identityFacts({ run, arms }: RunReport): readonly Fact[] {
  const finished = run.finishedAt === null ? 'not finished' : timeText(run.finishedAt);
  return [
    ['Strategy', html`${nameOf(run.strategyName)} <code>${run.strategyPath}</code>`],
    ['Status', run.status],
    ['Started', `${timeText(run.startedAt)} UTC`],
    ['Finished', run.finishedAt === null ? finished : `${finished} UTC`],
    ['Periods a year', numberText(run.periodsPerYear, Number.isInteger(run.periodsPerYear) ? 0 : 2)],
    ['Seed', String(run.seed)],
    ['Code', run.codeVersion],
    ['Node', run.nodeVersion],
    ['Strategy hash', hashText(run.strategyHash)],
    ['Data hash', hashText(run.dataHash)],
    ['Configuration hash', hashText(run.configHash)],
    ['Journal hash', hashText(run.journalHash)],
    ...arms.map((arm): Fact => [`Journal of ${arm.name}`, hashText(arm.journalHash)]),
  ];
}

function hashText(hash: string | null): Markup {
  return hash === null ? html`<span class="missing">n/a: not sealed</span>` : html`<code>${hash}</code>`;
}

function symbolTable({ run }: RunReport): Markup {
  if (run.symbols.length === 0) return html`<p class="empty">No symbols were recorded.</p>`;
  const limited = limitRows(run.symbols, 1);
  const table = dataTable({
    label: 'Symbols, the part they play and their range',
    caption: 'What each symbol was used for, and the bars that the run read of it.',
    heads: [textHead('Symbol'), textHead('Part'), textHead('From'), textHead('To'), numberHead('Bars')],
    rows: limited.rows.map(
      (
        symbol,
      ) => html`<tr>${rowHead(nameOf(symbol.symbol))}${textCell(symbol.part)}${textCell(timeText(symbol.from))}${textCell(timeText(symbol.to))}${numberCell(symbol.bars, (value) => numberText(value, 0))}</tr>
`,
    ),
  });
  return html`${table}${limited.note}`;
}
