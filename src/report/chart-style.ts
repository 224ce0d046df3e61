/** The styles of the charts: those that are SVG, and the frame and legend of those that the browser draws. */
export const CHART_STYLE = `
.plot { margin: 8px 0 24px; }
.forest, .curve { display: block; max-width: 100%; height: auto; font: 12.5px var(--sans); }
.curve { width: 100%; max-width: 540px; }
.forest.narrow { display: none; }
.grid { stroke: var(--rule); }
.tick, .side { fill: var(--muted); font-size: 11.5px; font-variant-numeric: tabular-nums; }
.zero { stroke: var(--ink); stroke-width: 1.25; }
.detectable { fill: var(--detectable); opacity: 0.75; }
.detectable-edge { fill: none; stroke: var(--rule-strong); stroke-dasharray: 2 2; }
.interval { fill: none; stroke: var(--arm); stroke-width: 2; }
.estimate { fill: var(--arm); }
.label { fill: var(--ink); font-weight: 500; }
.reading { fill: var(--ink); font-variant-numeric: tabular-nums; }
.curve-line { fill: none; stroke: var(--arm-s); stroke-width: 1.5; stroke-linejoin: round; }
.curve-point { fill: var(--arm-s); }
.strip-mean { stroke: var(--arm); stroke-width: 3; }
.zero-line { stroke: var(--rule-strong); }
.path-line { fill: none; stroke: var(--arm); stroke-linejoin: round; }
.path-band { fill: var(--arm); fill-opacity: 0.13; }
.map-frame { fill: none; stroke: var(--rule); }
.map-point { fill: var(--arm); fill-opacity: 0.7; stroke: var(--page); }
figcaption { margin-bottom: 8px; color: var(--muted); font-size: 13px; }

.chart-tools { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px 16px; margin-bottom: 12px; }
.chart-tools[hidden] { display: none; }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; }
.button-group button { min-width: 32px; }
.button-group button:first-child { border-radius: 4px 0 0 4px; }
.button-group button:last-child { border-radius: 0 4px 4px 0; margin-left: -1px; }
.buttons button[aria-pressed="true"] { background: var(--ink); border-color: var(--ink); color: var(--page); }
.cursor-time { min-height: 1.5em; color: var(--muted); font-size: 13px; font-variant-numeric: tabular-nums; }
.legend { display: grid; grid-template-columns: repeat(auto-fill, minmax(168px, 1fr)); gap: 6px; margin-bottom: 14px; }
.legend-arm { display: grid; grid-template-columns: 1fr auto; gap: 1px 8px; padding: 7px 10px; border-color: var(--rule); text-align: left; }
.legend-name { grid-column: 1 / -1; display: flex; align-items: center; gap: 8px; min-width: 0; }
.legend-value, .legend-drawdown { color: var(--muted); font-weight: 400; font-size: 12.5px; font-variant-numeric: tabular-nums; }
.legend-value { color: var(--ink); }
.legend-term { color: var(--muted); font-weight: 400; font-size: 12px; }
.legend-arm > :nth-child(n+2):nth-child(even) { text-align: left; }
.legend-arm > :nth-child(n+3):nth-child(odd) { text-align: right; }
.legend-arm[aria-pressed="false"] { opacity: 0.5; background: none; }
.legend-arm[aria-pressed="false"] .name { text-decoration: line-through; }
label.choice { display: inline-flex; align-items: center; gap: 8px; color: var(--muted); font-size: 13px; }
select { max-width: 220px; padding: 5px 8px; border: 1px solid var(--rule-strong); border-radius: 4px; background: var(--raised); color: var(--ink); font: 500 13px/1.4 var(--sans); }
.trade-explorer .buttons { margin-bottom: 10px; }
.trade-scroll { max-height: 380px; overflow-y: auto; }
.trade-scroll thead th { position: sticky; top: 0; background: var(--page); z-index: 1; }
button.plain { padding: 0; border: 0; background: none; font-weight: 500; text-decoration: underline; text-decoration-color: var(--rule-strong); text-underline-offset: 3px; }
.charts { min-width: 0; overflow: hidden; }
.chart-title { margin: 8px 0 2px; color: var(--muted); font: 500 12px/1.4 var(--sans); }
.chart .u-select { background: var(--selection); }
.chart .u-cursor-x, .chart .u-cursor-y { border-color: var(--muted); }
@media (max-width: 760px) {
.forest.wide { display: none; }
.forest.narrow { display: block; }
.legend { grid-template-columns: repeat(2, minmax(0, 1fr)); }

}
@media print {
.forest.wide { display: block; }
.forest.narrow { display: none; }
.legend { grid-template-columns: repeat(3, 1fr); }
.legend-arm[aria-pressed="false"] { display: none; }
}
`;
