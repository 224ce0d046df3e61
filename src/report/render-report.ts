import type { RunReport } from '../model/run-record.ts';
import { armMarkers } from './arm-marker.ts';
import { readChartLibrary } from './chart-library.ts';
import { contentPolicy } from './content-policy.ts';
import { html, type Markup, trusted } from './html.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { PAGE_SECTIONS } from './page-sections.ts';
import { sectionFrame, sectionLinks } from './section-frame.ts';
import type { ServedPage } from './served-page.ts';
import { STYLE_SHEET } from './style-sheet.ts';
import { verdictSection } from './verdict-section.ts';

/**
 * A run as one HTML file that needs no network, no server and no other file. Every text of the run is escaped, and the
 * policy of the page allows only the scripts and styles that stand in it. Runs that are not complete, a backtest, arms
 * without equity and metrics without a value are all rendered, and named as what they are. The same report gives the
 * same text, byte for byte.
 */
export function renderReport(report: RunReport): string {
  return reportPage(report, null).text;
}

/** The same page with a link to the list of runs, as a server shows it. */
export function renderServedReport(report: RunReport): ServedPage {
  return reportPage(report, html`<a class="home" href="/">All runs</a>`);
}

function reportPage(report: RunReport, home: Markup | null): ServedPage {
  const markers = armMarkers(report.arms);
  const sections = PAGE_SECTIONS.flatMap(({ content, ...section }) => {
    const placed = content(report, markers);
    return placed === null ? [] : [{ ...section, content: placed }];
  });
  const library = readChartLibrary();
  const scripts = [library.script, PAGE_SCRIPT];
  const styles = [library.style, STYLE_SHEET];
  const title = `${report.run.strategyName} on ${report.run.dataName}: run ${report.run.runId}`;
  const policy = contentPolicy(scripts, styles);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
${styles.map((style) => html`<style>${trusted(style)}</style>`)}
</head>
<body>
<div class="bar"><a class="skip" href="#content">Skip to the content</a>${home}${sectionLinks(sections)}<button type="button" id="theme" hidden>Dark</button></div>
<main id="content">
${verdictSection(report)}
${sections.map(sectionFrame)}
</main>
<footer class="foot">Regimeta ${report.run.codeVersion}. Charts by uPlot (MIT). A backtest describes the past of the data it read.</footer>
${scripts.map((script) => html`<script>${trusted(script)}</script>`)}
</body>
</html>
`;
  return { text: page.toString(), policy };
}
