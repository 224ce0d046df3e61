import type { RunReport } from '../model/run-record.ts';
import { type ArmMarker, armSwatch } from './arm-marker.ts';
import { type ChartData, regimesOf } from './chart-data.ts';
import { html, type Markup } from './html.ts';
import { nameOf, numberText } from './number-text.ts';
import { packedJson } from './packed-json.ts';
import { periodNoun } from './period-noun.ts';
import { type SectionContent, sectionContent } from './section-frame.ts';

/** Equity and drawdown of all arms on one time axis: the frame that the browser draws its charts into. */
export function equitySection(
  report: RunReport,
  data: ChartData,
  markers: readonly ArmMarker[],
): SectionContent {
  if (data.time.length === 0) {
    return sectionContent(null, html`<p class="empty">The run recorded no equity.</p>`);
  }
  const introduction =
    'Drag across a chart to zoom, double-click to see all again. All charts share one time axis and one cursor; the buttons of the arms show their figures there, and hide an arm when pressed. Times are UTC.';
  const body = html`<div class="chart-tools" hidden>
<div class="buttons">
<button type="button" id="log-scale" aria-pressed="false">Log scale</button>
<button type="button" id="regime-bands" aria-pressed="true">Regimes</button>
<button type="button" id="net-exposure" aria-pressed="false" hidden>Net exposure</button>
<span class="button-group"><button type="button" id="zoom-in" aria-label="Zoom in">+</button><button type="button" id="zoom-out" aria-label="Zoom out">\u2212</button></span>
<button type="button" id="zoom-reset" disabled>Reset zoom</button>
</div>
<output id="cursor-time" class="cursor-time" aria-live="off"></output>
</div>
<div class="legend" role="group" aria-label="Arms: press to hide or show">
${report.arms.map((arm, index) => legendButton(arm.name, index, markers[index]))}
</div>
<div class="charts" id="charts" tabindex="0" role="group" aria-label="Charts of equity, drawdown, exposure and turnover. Arrow keys move the cursor, plus and minus zoom, zero shows all." >
<h3 class="chart-title">Equity</h3>
<div id="equity-chart" class="chart"></div>
<h3 class="chart-title">Drawdown</h3>
<div id="drawdown-chart" class="chart"></div>
<h3 class="chart-title">Exposure: position values over equity</h3>
<div id="exposure-chart" class="chart"></div>
${turnoverFrame(data)}
</div>
<noscript><p class="empty">The charts need scripts, which are switched off here. The tables below have all figures.</p></noscript>
<p class="note">${chartNote(report, data)}</p>
<script type="application/json" id="chart-data">${packedJson(data)}</script>`;
  return sectionContent(introduction, body);
}

function turnoverFrame({ arms }: ChartData): Markup {
  if (arms.every(({ turnover }) => turnover === null)) {
    return html`<p class="note">Turnover: n/a, because the run kept no fills.</p>`;
  }
  return html`<h3 class="chart-title">Turnover by month, one way: half of the money traded over the mean equity</h3>
<div id="turnover-chart" class="chart"></div>`;
}

function legendButton(name: string, index: number, marker: ArmMarker | undefined): Markup {
  return html`<button type="button" class="legend-arm" data-arm="${index}" aria-pressed="true">
<span class="legend-name">${marker ? armSwatch(marker) : null}${nameOf(name)}</span>
<span class="legend-value" data-equity="${index}"></span><span class="legend-drawdown" data-drawdown="${index}"></span>
<span class="legend-term">exposure</span><span class="legend-drawdown" id="exposure-${index}"></span>
<span class="legend-term">turnover</span><span class="legend-drawdown" id="turnover-${index}"></span>
</button>`;
}

function chartNote(report: RunReport, data: ChartData): Markup {
  const source = regimesOf(report.arms);
  const regimes =
    source === null
      ? 'No regime change was confirmed.'
      : html`Shaded and clear bands alternate at each change that ${nameOf(source.name)} confirmed, from the time of its confirmation.`;
  const marks = data.arms.some((arm) => arm.adapted.length + arm.skipped.length > 0)
    ? 'Triangles under the equity are adaptations in the colour of their arm, hollow where one was skipped.'
    : null;
  const thinned =
    data.time.length < data.marks
      ? `Drawn from ${numberText(data.time.length, 0)} of ${numberText(data.marks, 0)} ${periodNoun(report.run.periodsPerYear).plural}: each stretch keeps the highest and the lowest value of every arm.`
      : null;
  return html`${regimes} ${marks} ${thinned}`;
}
