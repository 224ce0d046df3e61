import { type Content, html, type Markup } from './html.ts';

/** A fact by its name. */
export type Fact = readonly [term: string, description: Content];

/** Facts as a list of terms and descriptions; in two columns where it is `wide` and there is room. */
export function factList(facts: readonly Fact[], layout: 'narrow' | 'wide' = 'narrow'): Markup {
  return html`<dl class="facts ${layout}">${facts.map(([term, description]) => html`<div><dt>${term}</dt><dd>${description}</dd></div>`)}</dl>`;
}

/**
 * Nested settings as facts: `risk.grossLimit` for a setting inside another. Lists of plain values stay on one line.
 * In the order of the settings.
 */
export function settingFacts(settings: Readonly<Record<string, unknown>>): readonly Fact[] {
  return Object.entries(settings).flatMap(([key, value]) => flatten(key, value));
}

function flatten(path: string, value: unknown): readonly Fact[] {
  if (value === null || typeof value !== 'object') return [[path, plainText(value)]];
  if (Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object')) {
    return [[path, value.length === 0 ? 'none' : value.map(plainText).join(', ')]];
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return [[path, 'none']];
  return entries.flatMap(([key, item]) => flatten(`${path}.${key}`, item));
}

function plainText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');
}
