import type { RunProgress } from '../model/run-overview.ts';
import type { RunRecord } from '../model/run-record.ts';
import { numberHead, textHead } from './data-table.ts';
import { html } from './html.ts';
import { nameOf, timeText } from './number-text.ts';
import { PROGRESS_SCRIPT } from './progress-script.ts';
import { type ServedPage, servedPage } from './served-page.ts';

/** A run that is being written: how far each of its arms has come, kept up to date by the browser. */
export function progressPage(run: RunRecord, { leaseAt }: RunProgress): ServedPage {
  return servedPage({
    title: `Run ${run.runId} is running`,
    scripts: [PROGRESS_SCRIPT],
    body: html`<header class="head" data-run="${run.runId}" data-status="running"><p class="eyebrow">Running <span class="muted">run ${run.runId}</span></p>
<h1>${nameOf(run.strategyName)} <span class="on">on ${nameOf(run.dataName)}</span></h1>
<p class="muted">${run.kind} \u00B7 ${timeText(run.testFrom)} to ${timeText(run.testTo)} \u00B7 seed ${run.seed} \u00B7 began ${timeText(Math.floor(run.startedAt / 1000) * 1000)} UTC \u00B7 last sign of life ${timeText(Math.floor(leaseAt / 1000) * 1000)} UTC</p></header>
<section aria-label="Progress"><p><progress class="whole" max="1" value="0" aria-label="How much of the run is done"></progress> <span id="progress-step" class="muted">not begun</span></p><div class="scroll"><table>
<caption>What is written so far. The page follows by itself, and shows the report at the end.</caption>
<thead><tr>${textHead('Arm')}${textHead('Share of the test period')}${textHead('Day')}${numberHead('Equity')}</tr></thead>
<tbody id="progress-rows"></tbody>
</table></div>
<p class="note"><a href="/runs/${run.runId}/report">The report so far</a>: none of its figures is a result.</p></section>`,
  });
}
