import type { RunReport } from '../model/run-record.ts';
import type { ArmMarker } from './arm-marker.ts';
import { type Content, html, type Markup } from './html.ts';

/** What stands below the heading of a section: a paragraph that says what it shows, and the rest. */
export interface SectionContent {
  /** Null for none. */
  readonly introduction: Content;
  readonly body: Content;
}

/** A section of the page. A new one is a file with one of these, and a line in `page-sections.ts`. */
export interface PageSection {
  /** The fragment of its address. */
  readonly id: string;
  /** Its name among the links at the top. */
  readonly short: string;
  readonly title: string;
  /** What it shows of a run; null where it has no place in its page. */
  readonly content: (report: RunReport, markers: readonly ArmMarker[]) => SectionContent | null;
}

/** A section that has its place in a page. */
export interface PlacedSection extends Omit<PageSection, 'content'> {
  readonly content: SectionContent;
}

/** The parts of a section by their names. */
export function sectionContent(introduction: Content, body: Content): SectionContent {
  return { introduction, body };
}

/** A section with its heading, numbered from 1. */
export function sectionFrame({ id, title, content }: PlacedSection, index: number): Markup {
  const { introduction, body } = content;
  const lead = introduction === null ? null : html`<p class="lead">${introduction}</p>`;
  return html`
<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title"><span class="ordinal">${index + 1}</span>${title}</h2>
${lead}${body}
</section>`;
}

/** The links to the sections that stand at the top of the page. */
export function sectionLinks(sections: readonly PlacedSection[]): Markup {
  const links = sections.map((section) => html`<li><a href="#${section.id}">${section.short}</a></li>`);
  return html`<nav aria-label="Sections"><ul>${links}</ul></nav>`;
}
