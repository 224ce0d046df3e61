/** What the tests read from a page without a browser. */

const VOID_ELEMENTS = new Set(['meta', 'link', 'br', 'hr', 'img', 'input']);

/** The contents of all elements of a name, in order; for elements that do not nest. */
export function contentsOf(page: string, element: string): string[] {
  return [...page.matchAll(new RegExp(`<${element}(?: [^>]*)?>(.*?)</${element}>`, 'gs'))].map(
    (match) => match[1]!,
  );
}

/** The part of the page between the start of a section and the start of the next. */
export function sectionOf(page: string, id: string): string {
  const start = page.indexOf(`<section id="${id}"`);
  return page.slice(start, page.indexOf('</section>', start));
}

/** The stored numbers behind the figures of a piece of the page, in order. */
export function storedNumbers(piece: string): number[] {
  return [...piece.matchAll(/<data value="([^"]*)">/g)].map((match) => Number(match[1]));
}

/** What a reader sees of a piece of the page. */
export function textOf(piece: string): string {
  return piece
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** The rows of the first table of a piece of the page, without its head. */
export function tableRows(piece: string): string[] {
  const body = contentsOf(piece, 'tbody')[0] ?? '';
  return contentsOf(body, 'tr');
}

/** The first tag that is closed without being open, or left open; null where all of them match. */
export function unbalancedTag(page: string): string | null {
  const markup = withoutScripts(page);
  const open: string[] = [];
  for (const match of markup.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>/g)) {
    const [, closing, name = '', rest = ''] = match;
    if (VOID_ELEMENTS.has(name) || rest.endsWith('/')) continue;
    if (closing === '') open.push(name);
    else if (open.pop() !== name) return match[0];
  }
  return open.pop() ?? null;
}

/** The page without its scripts, its inline data and its styles. */
export function withoutScripts(page: string): string {
  return page.replace(/<(script|style)([^>]*)>.*?<\/\1>/gs, '<$1$2></$1>');
}

/** The data of the page's script, its packed lists of numbers written out. */
// biome-ignore lint/suspicious/noExplicitAny: tests read it as they know it to be
export function pageData(page: string, id: string): any {
  const source = new RegExp(`id="${id}">(.*?)</script>`, 's').exec(page)![1]!;
  return JSON.parse(source, (_, value) => {
    if (!Array.isArray(value?.packed)) return value;
    const [decimals, ...steps] = value.packed as [number, ...(number | null)[]];
    const units: (number | null)[] = [];
    for (const [i, step] of steps.entries()) {
      const before = steps.slice(0, i).findLastIndex((each) => each !== null);
      units.push(step === null ? null : step + (before < 0 ? 0 : units[before]!));
    }
    return units.map((unit) => unit && unit / Number(`1e${decimals}`));
  });
}
