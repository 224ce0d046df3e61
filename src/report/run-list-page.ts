import type { RunOverview } from '../model/run-overview.ts';
import type { RunStatus } from '../model/run-record.ts';
import { dataTable, numberCell, numberHead, rowHead, textCell, textHead } from './data-table.ts';
import { html, type Markup } from './html.ts';
import { nameOf, numberText, percentText, timeText } from './number-text.ts';
import { PROGRESS_SCRIPT } from './progress-script.ts';
import { type ServedPage, servedPage } from './served-page.ts';
import { verdictBadge } from './verdict-section.ts';

/** What a reader asked the list for; empty texts ask for nothing. */
export interface RunListFilter {
  /** Part of the name of the strategy or of the data. */
  readonly text: string;
  readonly status: string;
  readonly kind: string;
}

const STATUSES: readonly RunStatus[] = ['running', 'complete', 'failed', 'interrupted', 'crashed'];
const KINDS = ['backtest', 'compare', 'sweep'] as const;

/** Rows of the list at most. */
const RUNS_MAX = 500;

/** All runs of a store that pass a filter, newest first, with a way to open each and to compare two. */
export function runListPage(
  runs: readonly RunOverview[],
  filter: RunListFilter,
  storePath: string,
): ServedPage {
  const found = runs.filter((each) => passes(each, filter));
  const shown = found.slice(0, RUNS_MAX);
  return servedPage({
    title: 'Runs',
    scripts: [PROGRESS_SCRIPT],
    body: html`<header class="head"><p class="eyebrow">Store</p>
<h1>${numberText(runs.length, 0)} ${runs.length === 1 ? 'run' : 'runs'} <span class="on">in ${nameOf(storePath)}</span></h1></header>
${filterForm(filter)}
${shown.length === 0 ? html`<p class="empty">No run passes the filter.</p>` : runForm(shown)}
${found.length > shown.length ? html`<p class="note">The newest ${numberText(RUNS_MAX, 0)} of ${numberText(found.length, 0)} are listed.</p>` : null}`,
  });
}

function passes({ run }: RunOverview, { text, status, kind }: RunListFilter): boolean {
  const words = `${run.strategyName} ${run.dataName} ${run.strategyPath}`.toLowerCase();
  return (
    words.includes(text.toLowerCase()) &&
    (status === '' || run.status === status) &&
    (kind === '' || run.kind === kind)
  );
}

function filterForm({ text, status, kind }: RunListFilter): Markup {
  return html`<form class="filters" action="/" method="get" role="search">
<label class="choice">Strategy or data <input type="search" name="text" value="${text}"></label>
${choice('status', 'Status', STATUSES, status)}${choice('kind', 'Kind', KINDS, kind)}
<button type="submit">Filter</button>
</form>`;
}

function choice(name: string, label: string, values: readonly string[], chosen: string): Markup {
  const options = ['', ...values].map(
    (value) =>
      html`<option value="${value}"${value === chosen ? html` selected` : null}>${value === '' ? 'any' : value}</option>`,
  );
  return html`<label class="choice">${label} <select name="${name}">${options}</select></label>`;
}

function runForm(runs: readonly RunOverview[]): Markup {
  const table = dataTable({
    label: 'Runs of the store',
    caption: 'Newest first. Sharpe and return are those of the subject. Times are UTC.',
    heads: [
      textHead('Compare'),
      numberHead('Run'),
      textHead('Started'),
      textHead('Kind'),
      textHead('Strategy'),
      textHead('Data'),
      numberHead('Seed'),
      textHead('Status'),
      textHead('Verdict'),
      numberHead('Sharpe'),
      numberHead('Return'),
    ],
    rows: runs.map(runRow),
  });
  return html`<form action="/compare" method="get">
<div class="buttons"><button type="submit">Compare two runs</button></div>
${table}
</form>`;
}

function runRow({ run, verdict, sharpe, totalReturn }: RunOverview): Markup {
  const { runId, status } = run;
  return html`<tr data-run="${runId}" data-status="${status}">${rowHead(html`<input type="checkbox" name="run" value="${runId}" aria-label="Compare run ${runId}">`)}
<td class="number"><a href="/runs/${runId}">${runId}</a></td>${textCell(timeText(Math.floor(run.startedAt / 1000) * 1000))}${textCell(run.kind)}
<td><a href="/runs/${runId}">${nameOf(run.strategyName)}</a></td>${textCell(nameOf(run.dataName))}<td class="number">${run.seed}</td>
<td><span class="status ${status}">${status}</span>${status === 'running' ? html` <progress max="1" value="0" aria-label="How far run ${runId} has come"></progress>` : null}</td>
${textCell(verdict === null ? '\u2013' : verdictBadge(verdict))}${numberCell(sharpe, (value) => numberText(value, 2))}${numberCell(totalReturn, (value) => percentText(value, 1))}</tr>
`;
}
