import { CHART_STYLE } from './chart-style.ts';
import { COLOUR_STYLE } from './colour-theme.ts';

const PAGE_STYLE = `
*, *::before, *::after { box-sizing: border-box; }
:root { --sans: -apple-system, BlinkMacSystemFont, "Segoe UI", "Helvetica Neue", Arial, "Noto Sans", sans-serif;
--serif: "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia, "Liberation Serif", serif;
--mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 400 15px/1.55 var(--sans); }
main { max-width: 1180px; margin: 0 auto; padding: 0 32px 48px; }
h1, h2, h3, p, dl, dd, ul, ol, figure, pre { margin: 0; }
a { color: inherit; text-underline-offset: 3px; }
code, pre { font-family: var(--mono); font-size: 0.87em; overflow-wrap: anywhere; }
.name { overflow-wrap: anywhere; }
.muted { color: var(--muted); }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.skip { position: absolute; left: -999px; }
.skip:focus { position: static; margin-right: 16px; }

.bar { position: sticky; top: 0; z-index: 10; display: flex; align-items: center; gap: 12px; padding: 0 max(32px, calc((100vw - 1116px) / 2)); background: var(--page); border-bottom: 1px solid var(--rule); font-size: 13px; }
.bar .home { padding: 12px 0; font-weight: 600; text-decoration: none; white-space: nowrap; }
.bar nav { flex: 1; min-width: 0; overflow-x: auto; scrollbar-width: none; }
.bar ul { display: flex; list-style: none; padding: 0; }
.bar li a { display: block; padding: 12px 16px 12px 0; color: var(--muted); text-decoration: none; white-space: nowrap; }
.bar li a:hover, .bar li a:focus-visible { color: var(--ink); }

.head { padding: 44px 0 8px; }
.eyebrow { font-size: 12px; font-weight: 600; letter-spacing: 0.09em; text-transform: uppercase; }
.eyebrow .muted { margin-left: 8px; font-weight: 400; }
h1 { margin: 6px 0 4px; font: 600 27px/1.2 var(--sans); letter-spacing: -0.012em; }
h1 .on { color: var(--muted); font-weight: 400; }
.banner { margin: 24px 0 0; padding: 18px 22px; border: 2px solid var(--worse); border-radius: 4px; background: var(--worse-soft); }
.banner strong { display: block; font-size: 20px; color: var(--worse); }
.banner pre { margin-top: 10px; white-space: pre-wrap; }
.verdict { margin: 32px 0 0; padding: 4px 0 4px 24px; border-left: 4px solid var(--tone); }
.better { --tone: var(--better); --tone-soft: var(--better-soft); }
.worse { --tone: var(--worse); --tone-soft: var(--worse-soft); }
.inconclusive { --tone: var(--inconclusive); --tone-soft: var(--inconclusive-soft); }
.sentence { max-width: 44em; margin-top: 28px; font: 400 clamp(21px, 2.6vw, 29px)/1.36 var(--serif); letter-spacing: -0.004em; overflow-wrap: anywhere; text-wrap: pretty; }
.verdict .sentence { margin-top: 12px; }
.sentence::first-letter { text-transform: uppercase; }
.badge { display: inline-block; padding: 2px 9px 2px 8px; border-radius: 3px; background: var(--tone-soft); color: var(--tone); font-weight: 600; font-size: 12px; white-space: nowrap; }
.verdict > .badge { padding: 4px 12px; font-size: 14px; }
.meanings { display: grid; grid-template-columns: repeat(auto-fit, minmax(240px, 1fr)); gap: 12px 36px; margin-top: 22px; padding-left: 28px; }
.meaning { max-width: 62ch; color: var(--muted); font-size: 14px; }
.meaning strong { color: var(--ink); }
.sentence + .meaning { margin-top: 10px; }
.figures { margin-top: 36px; padding: 14px 0; border-top: 1px solid var(--rule-strong); border-bottom: 1px solid var(--rule); }
.figures-title { margin-bottom: 8px; font: 600 13px/1.4 var(--sans); }
.figures dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(112px, 1fr)); gap: 12px 20px; }
.figures dt { color: var(--muted); font-size: 12.5px; }
.figures dd { font-size: 20px; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }

section { padding-top: 52px; scroll-margin-top: 24px; }
h2 { margin-bottom: 12px; font: 600 20px/1.3 var(--sans); letter-spacing: -0.008em; }
h2 .ordinal { display: inline-block; min-width: 1.5em; color: var(--muted); font-weight: 400; font-variant-numeric: tabular-nums; }
h3 { margin: 30px 0 8px; font: 600 15px/1.4 var(--sans); }
.lead { max-width: 78ch; margin-bottom: 18px; color: var(--muted); }
.note, .empty { max-width: 88ch; color: var(--muted); font-size: 13.5px; }
.note { margin-top: 12px; }
.empty { padding: 14px 0; }

.scroll { overflow-x: auto; margin: 14px 0 0; border-top: 1px solid var(--rule-strong); border-bottom: 1px solid var(--rule-strong);
background: linear-gradient(to right, var(--page) 40%, transparent) left / 48px 100% no-repeat local, linear-gradient(to left, var(--page) 40%, transparent) right / 48px 100% no-repeat local, linear-gradient(to right, var(--shade), transparent) left / 14px 100% no-repeat scroll, linear-gradient(to left, var(--shade), transparent) right / 14px 100% no-repeat scroll; }
table { width: 100%; border-collapse: separate; border-spacing: 0; font-size: 13px; line-height: 1.4; font-variant-numeric: tabular-nums; }
caption { padding: 9px 0; text-align: left; color: var(--muted); font-size: 12.5px; }
th, td { padding: 7px 12px 7px 0; text-align: left; vertical-align: top; white-space: nowrap; }
thead th { padding-top: 9px; vertical-align: bottom; border-top: 1px solid var(--rule); border-bottom: 1px solid var(--rule-strong); color: var(--muted); font-weight: 500; font-size: 12px; white-space: normal; }
tbody tr + tr > * { border-top: 1px solid var(--rule); }
tbody th { position: sticky; left: 0; background: var(--page); font-weight: 500; }
.number { padding-left: 8px; text-align: right; }
.number + :not(.number) { padding-left: 12px; }
.missing { color: var(--muted); }
.missing sup a { text-decoration: none; }
tr.subject > *, td.subject { background: var(--highlight); }
tr.subject > th { box-shadow: inset 3px 0 0 var(--arm-s); padding-left: 10px; }
tr.base > * { background: var(--highlight); }
td.value { max-width: 420px; white-space: normal; overflow-wrap: anywhere; }
tr.skipped td { color: var(--muted); font-style: italic; }
.negative { color: var(--negative); }
tr.heat > td { padding-left: 4px; padding-right: 6px; }
tr.heat > td.total { border-left: 1px solid var(--rule-strong); font-weight: 500; }
.gain-1 { background: color-mix(in srgb, var(--arm-s) 9%, transparent); }
.gain-2 { background: color-mix(in srgb, var(--arm-s) 20%, transparent); }
.gain-3 { background: color-mix(in srgb, var(--arm-s) 36%, transparent); }
.loss-1 { background: color-mix(in srgb, var(--negative) 9%, transparent); }
.loss-2 { background: color-mix(in srgb, var(--negative) 20%, transparent); }
.loss-3 { background: color-mix(in srgb, var(--negative) 36%, transparent); }
.arm { display: inline-flex; align-items: center; gap: 8px; width: max-content; max-width: 250px; white-space: normal; }
thead .arm { flex-direction: column; align-items: flex-end; gap: 3px; max-width: 104px; }
.swatch { flex: none; color: var(--arm); }
.footnotes { margin-top: 10px; padding-left: 20px; color: var(--muted); font-size: 12.5px; }
.fold { margin-top: 14px; }
.method { border-top: 1px solid var(--rule); }
.method:last-child { border-bottom: 1px solid var(--rule); }
.method summary { padding: 8px 0; overflow-wrap: anywhere; }
.method summary span { color: var(--muted); }
.method .scroll { margin: 0 0 12px; }
.fold + .fold { margin-top: 0; }
.scroll + .fold { margin-top: 20px; }
summary .arm { font-size: 14px; vertical-align: middle; }
summary { padding: 9px 0; cursor: pointer; font-weight: 500; }
.role { margin-left: 6px; color: var(--muted); font-size: 12px; font-weight: 400; }
.descriptions { display: grid; grid-template-columns: repeat(auto-fit, minmax(290px, 1fr)); gap: 14px 32px; margin-top: 22px; font-size: 13.5px; }
.descriptions dt { font-weight: 600; }
.descriptions dd { color: var(--muted); overflow-wrap: anywhere; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 12px 48px; }
.facts { font-size: 13.5px; }
.facts > div { display: grid; grid-template-columns: minmax(120px, 190px) minmax(0, 1fr); gap: 16px; padding: 6px 0; border-bottom: 1px solid var(--rule); }
.facts dt { color: var(--muted); overflow-wrap: anywhere; }
.facts dd { overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.facts.wide { columns: 2 400px; column-gap: 48px; }
.facts.wide > div { break-inside: avoid; }
.notes { padding-left: 18px; max-width: 88ch; }
.notes li { margin-bottom: 4px; overflow-wrap: anywhere; }
.command { padding: 14px 16px; overflow-x: auto; border: 1px solid var(--rule); border-radius: 4px; background: var(--panel); user-select: all; white-space: pre; }
.command code { overflow-wrap: normal; }
.foot { max-width: 1180px; margin: 0 auto; padding: 20px 32px 40px; border-top: 1px solid var(--rule); color: var(--muted); font-size: 12.5px; }
button { padding: 5px 12px; border: 1px solid var(--rule-strong); border-radius: 4px; background: var(--raised); color: var(--ink); font: 500 13px/1.4 var(--sans); cursor: pointer; }
button:hover:enabled { border-color: var(--ink); }
button:disabled { color: var(--muted); border-color: var(--rule); cursor: default; }
`;

const SMALL_SCREEN_STYLE = `
@media (max-width: 760px) {
main { padding: 0 16px 32px; }
.bar { padding: 0 16px; }
.head { padding-top: 28px; }
h1 { font-size: 22px; }
.verdict { margin-top: 24px; padding-left: 14px; }
.meanings { padding-left: 0; }
.columns { grid-template-columns: minmax(0, 1fr); }
.facts > div { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 10px; }
.figures dl { grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 12px; }
.figures dd { font-size: 17px; }
section { padding-top: 40px; }
caption { position: sticky; left: 0; max-width: calc(100vw - 32px); }
.arm { max-width: 150px; }
.foot { padding: 16px 16px 32px; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
`;

const PRINT_STYLE = `
@media print {
@page { margin: 16mm 14mm; }
body { font-size: 10pt; background: none; }
main, .foot { max-width: none; padding-left: 0; padding-right: 0; }
.bar, .chart-tools, .trade-explorer > .buttons { display: none; }
.trade-scroll { max-height: none; }
.columns { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
.head { padding-top: 0; }
section { padding-top: 22pt; }
h2, h3, .lead, caption { break-after: avoid; }
tr, .banner, .verdict, figure, .chart { break-inside: avoid; }
tr.heat td { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.scroll { overflow: visible; background: none; }
table { font-size: 6.8pt; }
thead th { font-size: 6.4pt; }
th, td { padding: 3pt 4pt 3pt 0; }
.number { padding-left: 2pt; }
tbody th { position: static; }
.badge { border: 1px solid var(--tone); }
table .badge { padding: 0 3pt; font-size: 6.4pt; }
}
`;

/** The styles of the whole page, without those of the chart library. */
export const STYLE_SHEET = COLOUR_STYLE + PAGE_STYLE + CHART_STYLE + SMALL_SCREEN_STYLE + PRINT_STYLE;
