import type { AdaptationRow, ArmRecord, RunReport, TripRow } from '../model/run-record.ts';
import { type ArmMarker, subjectOf } from './arm-marker.ts';
import { dataTable, numberCell, numberHead, rowHead, textCell, textHead } from './data-table.ts';
import { html, type Markup } from './html.ts';
import {
  nameOf,
  numberText,
  signedPercentText,
  signedText,
  significantText,
  timeText,
} from './number-text.ts';
import { packedJson } from './packed-json.ts';
import { type SectionContent, sectionContent } from './section-frame.ts';
import { type TradeData, tradeData } from './trade-data.ts';

/** Trades of each kind in the printed table. */
const EXTREMES = 10;

/** Round trips on the price of their symbol, with the model that stood behind each. */
export function tradeSection(report: RunReport, markers: readonly ArmMarker[]): SectionContent | null {
  const data = tradeData(report, markers);
  if (data === null) return null;
  const subject = subjectOf(report.arms);
  return sectionContent(
    'Positions from flat to flat, on the closes of their symbol. Prices of entries and exits are the averages of all their fills. The model behind a trade is the last adaptation before the order that opened it was accepted.',
    html`${tradeExplorer(data)}${subject === null ? null : extremesTable(subject)}
<script type="application/json" id="trade-data">${packedJson({ ...data, arms: data.arms.map(byColumn) })}</script>`,
  );
}

function tradeExplorer({ arms, symbols }: TradeData): Markup {
  const prices = symbols.every(({ close }) => close.length === 0)
    ? html`<p class="note">Prices: n/a, because the run kept none. Entries and exits are drawn without them.</p>`
    : null;
  return html`<div class="trade-explorer" id="trades-explorer" hidden>
<div class="buttons">
<label class="choice">Arm <select id="trade-arm">${arms.map(({ name }, k) => html`<option value="${k}">${name}</option>`)}</select></label>
<label class="choice">Symbol <select id="trade-symbol"></select></label>
<span class="button-group"><button type="button" id="trade-previous" aria-label="Previous trade">\u2190</button><button type="button" id="trade-next" aria-label="Next trade">\u2192</button></span>
<button type="button" id="trade-reset" disabled>Reset zoom</button>
</div>
<output class="cursor-time" id="trade-reading"></output>
<div class="charts" id="trade-charts" tabindex="0" role="group" aria-label="Price chart with entries and exits. Arrow keys choose a trade, zero shows all.">
<div id="trade-chart" class="chart"></div>
</div>
${prices}
<div class="scroll trade-scroll" role="region" tabindex="0" aria-label="Trades of the chosen arm and symbol"><table>
<caption id="trade-caption"></caption>
<thead><tr>${textHead('Entry')}${textHead('Exit')}${textHead('Side')}${numberHead('Quantity')}${numberHead('Entry price')}${numberHead('Exit price')}${numberHead('Return')}${numberHead('Profit')}${numberHead('Commission')}${textHead('Model behind it')}</tr></thead>
<tbody id="trade-rows"></tbody>
</table></div></div>
<noscript><p class="empty">The chart of trades needs scripts, which are switched off here.</p></noscript>`;
}

/** The largest gains and losses of an arm, as it is printed too. */
function extremesTable(arm: ArmRecord): Markup | null {
  const { rows, count } = arm.trips;
  if (rows.length === 0) return null;
  const ranked = rows.toSorted((a, b) => b.profit - a.profit || a.position - b.position);
  const shown =
    ranked.length <= 2 * EXTREMES ? ranked : [...ranked.slice(0, EXTREMES), ...ranked.slice(-EXTREMES)];
  const trips = count === 1 ? 'round trip' : `${numberText(count, 0)} round trips`;
  const whole = count === 1 ? 'The only' : 'All';
  const part = `The ${EXTREMES} largest gains and the ${EXTREMES} largest losses of`;
  const all = shown.length === count ? whole : part;
  const adaptations = new Map(arm.adaptations.map((row) => [row.sequence, row]));
  return html`<h3>Largest gains and losses</h3>${dataTable({
    label: `Largest gains and losses of ${arm.name}`,
    caption: html`${all} ${trips} of ${nameOf(arm.name)}. Return: move of the price in the direction of the trade. Profit and commission are in the currency of the account.`,
    heads: [
      textHead('Symbol'),
      textHead('Entry'),
      textHead('Exit'),
      textHead('Side'),
      numberHead('Quantity'),
      numberHead('Entry price'),
      numberHead('Exit price'),
      numberHead('Return'),
      numberHead('Profit'),
      textHead('Model behind it'),
    ],
    rows: shown.map((trip) => tripLine(trip, adaptations)),
  })}`;
}

function tripLine(trip: TripRow, adaptations: ReadonlyMap<number, AdaptationRow>): Markup {
  const price = (value: number): string => significantText(value, 6);
  return html`<tr>${rowHead(nameOf(trip.symbol))}${textCell(timeText(trip.entryTime))}${textCell(timeText(trip.exitTime))}${textCell(trip.side)}
${numberCell(trip.quantity, (value) => significantText(value, 6))}${numberCell(trip.entryPrice, price)}${numberCell(trip.exitPrice, price)}
${numberCell(tripReturn(trip), (value) => signedPercentText(value, 1))}${numberCell(trip.profit, (value) => signedText(value, 0))}${textCell(modelText(trip, adaptations))}</tr>
`;
}

/** The move of the price in the direction of the trip, as a fraction of the entry price; null where that is not above zero. */
function tripReturn({ side, entryPrice, exitPrice }: TripRow): number | null {
  if (!(entryPrice > 0)) return null;
  return (side === 'long' ? 1 : -1) * (exitPrice / entryPrice - 1);
}

function modelText({ adaptation }: TripRow, adaptations: ReadonlyMap<number, AdaptationRow>): string {
  const row = adaptation === null ? undefined : adaptations.get(adaptation);
  return row === undefined ? 'not adapted' : `adapted ${timeText(row.time)}`;
}

/** An arm whose trades stand in columns, which pack better than rows. */
function byColumn({ trades, ...arm }: TradeData['arms'][number]): object {
  const columns = (trades[0] ?? []).map((_, k) => trades.map((trade) => trade[k]!));
  return { ...arm, columns };
}
