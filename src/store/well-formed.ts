/** Text of a plugin as UTF-8 can hold it, which has no place for half a surrogate pair. */
export function wellFormed(text: string): string {
  return text === '' ? text : Buffer.from(text, 'utf8').toString('utf8');
}
