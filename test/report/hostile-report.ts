import type { RunReport } from '../../src/model/run-record.ts';

/** A text with each way out of HTML, of an attribute, of inline JSON and of a script that a name could try. */
export const HOSTILE_TEXT = `<img src=x onerror="globalThis.broken=1">'"&</script><script>globalThis.broken=2</script><!--\u2028\u2029\u202e$\{1}`;

/** The hostile text as a page shows it: characters that turn or break the text around them are replaced. */
export const HOSTILE_TEXT_SHOWN = HOSTILE_TEXT.replace(/[\u2028\u2029\u202e]/g, '\ufffd');

/** The fields that hold a word of ours, not a text of the user's. */
const OWN_WORDS = new Set(['kind', 'status', 'role', 'part', 'verdict']);

/** The report with the hostile text before every text that a user, a file or a plugin could have written. */
export function hostileReport(report: RunReport): RunReport {
  return hostile(report, '') as RunReport;
}

function hostile(value: unknown, key: string): unknown {
  if (typeof value === 'string')
    return OWN_WORDS.has(key) && !value.includes(' ') ? value : HOSTILE_TEXT + value;
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((item) => hostile(item, key));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [hostileKey(key, name), hostile(item, name)]),
  );
}

/** The keys of settings and parameters are the user's too. */
function hostileKey(parent: string, name: string): string {
  return parent === 'settings' || parent === 'parameters' ? HOSTILE_TEXT + name : name;
}
