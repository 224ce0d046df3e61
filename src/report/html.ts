/** A piece of HTML whose text is already escaped. Only `html` and `trusted` make one, so data cannot pose as one. */
export class Markup {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  toString(): string {
    return this.#source;
  }
}

/** What may stand in a template: text and numbers are escaped, markup is taken as it is, null leaves nothing. */
export type Content = string | number | null | Markup | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// Control characters but tab and line feed, surrogates without their other half, and the characters that end a
// paragraph or turn the direction of what follows: one of them in a name could reorder the sentence around it.
const UNPRINTABLE = /(?![\t\n])[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text that is safe as element content and inside a quoted attribute. Control characters, halves of surrogate pairs
 * and characters that turn the writing direction become U+FFFD.
 */
export function escapeHtml(text: string): string {
  return text
    .replace(UNPRINTABLE, '\uFFFD')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** The template tag of the report: every value that is not markup is escaped. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let source = strings[0] ?? '';
  for (let i = 0; i < values.length; i++) source += sourceOf(values[i] ?? null) + (strings[i + 1] ?? '');
  return new Markup(source);
}

function sourceOf(content: Content): string {
  if (content === null) return '';
  if (typeof content === 'string') return escapeHtml(content);
  if (typeof content === 'number') return String(content);
  if (content instanceof Markup) return content.toString();
  return content.map(sourceOf).join('');
}

/** Text of our own, such as a style sheet, that is already HTML. Never for anything that a user or a file has written. */
export function trusted(source: string): Markup {
  return new Markup(source);
}

/**
 * A value as JSON that can stand inside a script element. `JSON.stringify` leaves `<`, `>`, `&`, U+2028 and U+2029 as
 * they are, each of which can end the element or the line; here they are escape sequences.
 */
export function inlineJson(value: unknown): Markup {
  const source = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return new Markup(source);
}
