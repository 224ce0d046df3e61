import type { CheckedSymbol, DataCheck } from '../run/data-check.ts';
import { formatDate } from './number-format.ts';
import { textTable } from './text-table.ts';

/** Gaps of a symbol are listed up to so many; `--json` has all. */
const GAPS_LISTED = 10;

const COLUMNS = [
  { heading: 'symbol', align: 'left' },
  { heading: 'bars', align: 'right' },
  { heading: 'first', align: 'left' },
  { heading: 'last', align: 'left' },
  { heading: 'calendar', align: 'left' },
  { heading: 'sessions missing', align: 'right' },
  { heading: 'bars missing', align: 'right' },
  { heading: 'outside', align: 'right' },
  { heading: 'repeated', align: 'right' },
  { heading: 'no volume', align: 'right' },
  { heading: 'off tick', align: 'right' },
  { heading: 'jumps', align: 'right' },
] as const;

/** A check as it is printed: a table of the symbols, and under it what they lack. */
export function dataCheckText({ name, symbols }: DataCheck): string {
  const table = textTable(COLUMNS, symbols.map(rowOf));
  const gaps = symbols.flatMap(gapLines);
  return `${name}\n\n${table}\n${gaps.length > 0 ? `\n${gaps.join('\n')}\n` : ''}`;
}

function rowOf(checked: CheckedSymbol): string[] {
  const { symbol, bars, first, last, calendar, sessionsMissing, barsMissing, outsideSessions } = checked;
  const counts = [sessionsMissing, barsMissing, outsideSessions].map((count) =>
    calendar === null ? '–' : `${count}`,
  );
  const { withoutVolume, offTick, jumps } = checked.odd;
  const odd = [checked.duplicates, withoutVolume, offTick, jumps].map(String);
  return [symbol, `${bars}`, formatDate(first), formatDate(last), calendar ?? '–', ...counts, ...odd];
}

function gapLines({ symbol, gaps }: CheckedSymbol): string[] {
  const lines = gaps.slice(0, GAPS_LISTED).map(({ kind, from, to, missing }) => {
    const days = from === to ? formatDate(from) : `${formatDate(from)} to ${formatDate(to)}`;
    return `${symbol}: ${missing} ${missing === 1 ? kind.slice(0, -1) : kind} missing, ${days}`;
  });
  if (gaps.length > GAPS_LISTED)
    lines.push(`${symbol}: ${gaps.length - GAPS_LISTED} more gaps; --json has all`);
  return lines;
}
