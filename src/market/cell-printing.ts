const LENGTH_MAX = 60;

/**
 * A piece of a data file as an error message shows it: quoted, at most 60 characters, and everything but printable
 * ASCII escaped, so that no file can send control sequences or reversed text to a terminal.
 */
export function printedText(text: string): string {
  const shown = text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}…` : text;
  return `"${shown.replace(/[^\x20-\x7e…]/gu, escaped)}"`;
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
