import { servedPolicy } from './content-policy.ts';
import { type Content, html, type Markup, trusted } from './html.ts';
import { STYLE_SHEET } from './style-sheet.ts';

/** A page that `regimeta serve` makes, and the policy that its header repeats. */
export interface ServedPage {
  readonly text: string;
  readonly policy: string;
}

/** What differs between the pages of the server. */
export interface ServedParts {
  readonly title: string;
  readonly body: Content;
  readonly scripts?: readonly string[];
  readonly styles?: readonly string[];
}

const SERVED_STYLE = `
.bar .home { padding: 12px 0; font-weight: 600; text-decoration: none; }
.filters { display: flex; flex-wrap: wrap; gap: 10px 16px; align-items: center; margin: 22px 0 6px; }
input[type="search"] { padding: 5px 10px; border: 1px solid var(--rule-strong); border-radius: 4px; background: var(--raised); color: var(--ink); font: 400 13px/1.4 var(--sans); }
.status { font-weight: 500; }
.status.running { color: var(--arm-s); }
.status.failed, .status.crashed { color: var(--worse); }
.status.interrupted { color: var(--inconclusive); }
progress.whole { width: min(100%, 420px); }
progress { width: 130px; height: 8px; accent-color: var(--arm-s); }
td a, th a { text-decoration-color: var(--rule-strong); }
`;

/** A page with the styles of the reports, a link to the list of runs, and a policy that allows its own scripts alone. */
export function servedPage({ title, body, scripts = [], styles = [] }: ServedParts): ServedPage {
  const all = [...styles, STYLE_SHEET + SERVED_STYLE];
  const policy = servedPolicy(scripts, all);
  const page: Markup = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
${all.map((style) => html`<style>${trusted(style)}</style>`)}
</head>
<body>
<div class="bar"><a class="skip" href="#content">Skip to the content</a><nav aria-label="Pages"><ul><li><a class="home" href="/">All runs</a></li></ul></nav><button type="button" id="theme" hidden>Dark</button></div>
<main id="content">
${body}
</main>
${scripts.map((script) => html`<script>${trusted(script)}</script>`)}
</body>
</html>
`;
  return { text: page.toString(), policy };
}
