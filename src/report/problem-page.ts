import { html } from './html.ts';
import { type ServedPage, servedPage } from './served-page.ts';

/** A page that says why there is none. */
export function problemPage(message: string): ServedPage {
  return servedPage({
    title: 'Not shown',
    body: html`<header class="head"><h1>This page cannot be shown</h1></header><div class="banner" role="alert"><strong>What is wrong</strong><pre><code>${message}</code></pre></div>`,
  });
}
