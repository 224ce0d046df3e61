import { type Content, html, type Markup } from './html.ts';

/** The sections below the verdict, in order: the fragment of the address and the heading. */
const SECTIONS = [
  { id: 'differences', short: 'Differences', title: 'Sharpe differences' },
  { id: 'equity', short: 'Equity', title: 'Equity and drawdown' },
  { id: 'metrics', short: 'Metrics', title: 'Metrics' },
  { id: 'regimes', short: 'Regimes', title: 'Regimes' },
  { id: 'adaptations', short: 'Adaptations', title: 'Adaptations' },
  { id: 'training', short: 'Training', title: 'How the learner was trained' },
  { id: 'costs', short: 'Costs', title: 'Costs, and what became of orders' },
  { id: 'provenance', short: 'Provenance', title: 'Data, settings and how to repeat it' },
] as const;

/** A section's place in the page. */
export type SectionId = (typeof SECTIONS)[number]['id'];

/** A section with its numbered heading and one paragraph that says what it shows. */
export function sectionFrame(id: SectionId, introduction: Content, body: Content): Markup {
  const index = SECTIONS.findIndex((section) => section.id === id);
  const section = SECTIONS[index];
  const lead = introduction === null ? null : html`<p class="lead">${introduction}</p>`;
  return html`
<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title"><span class="ordinal">${index + 1}</span>${section?.title ?? ''}</h2>
${lead}${body}
</section>`;
}

/** The links to the sections that stand at the top of the page. */
export function sectionLinks(): Markup {
  const links = SECTIONS.map((section) => html`<li><a href="#${section.id}">${section.short}</a></li>`);
  return html`<nav aria-label="Sections"><ul>${links}</ul></nav>`;
}
