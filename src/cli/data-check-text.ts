import type { DataGap } from '../model/data-gap.ts';
import type { CheckedSymbol, DataCheck } from '../run/data-check.ts';
import { formatDate } from './number-format.ts';
import { textTable } from './text-table.ts';

/** Gaps that several symbols share, and those of a symbol alone, are listed up to so many; `--json` has all. */
const SHARED_LISTED = 20;
const GAPS_LISTED = 10;

/** Symbols of a gap that are named. */
const SYMBOLS_NAMED = 6;

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
  const holes = holesOf(symbols);
  const shared = holes.filter((hole) => hole.symbols.length > 1);
  const own = symbols.flatMap(({ symbol }) => {
    const gaps = holes.filter((hole) => hole.symbols.length === 1 && hole.symbols[0] === symbol);
    return listed(gaps, GAPS_LISTED, symbol, (hole) => `${symbol}: ${missingText(hole.gap)}`);
  });
  const gaps = [
    ...listed(
      shared,
      SHARED_LISTED,
      'several symbols',
      (hole) => `${sharersText(hole.symbols, symbols)}: ${missingText(hole.gap)}`,
    ),
    ...own,
  ];
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

/** A gap with the symbols that have it, be it shared by the same dates and number. */
interface Hole {
  readonly gap: DataGap;
  readonly symbols: string[];
}

function holesOf(symbols: readonly CheckedSymbol[]): Hole[] {
  const holes = new Map<string, Hole>();
  for (const { symbol, gaps } of symbols) {
    for (const gap of gaps) {
      const key = [gap.kind, gap.from, gap.to, gap.missing].join(' ');
      const hole = holes.get(key);
      if (hole === undefined) holes.set(key, { gap, symbols: [symbol] });
      else hole.symbols.push(symbol);
    }
  }
  return [...holes.values()].sort((a, b) => a.gap.from - b.gap.from);
}

function missingText({ kind, from, to, missing }: DataGap): string {
  const days = from === to ? formatDate(from) : `${formatDate(from)} to ${formatDate(to)}`;
  return `${missing} ${missing === 1 ? kind.slice(0, -1) : kind} missing, ${days}`;
}

/** Who shares a gap; where nearly all do, who does not. */
function sharersText(sharers: readonly string[], symbols: readonly CheckedSymbol[]): string {
  const count = `${sharers.length} of ${symbols.length} symbols`;
  const others = symbols.map(({ symbol }) => symbol).filter((symbol) => !sharers.includes(symbol));
  if (others.length === 0) return `all ${symbols.length} symbols`;
  if (sharers.length <= SYMBOLS_NAMED) return `${count} (${sharers.join(', ')})`;
  return others.length <= SYMBOLS_NAMED ? `${count} (not ${others.join(', ')})` : count;
}

function listed(
  holes: readonly Hole[],
  count: number,
  owner: string,
  lineOf: (hole: Hole) => string,
): string[] {
  const lines = holes.slice(0, count).map(lineOf);
  if (holes.length > count) lines.push(`${owner}: ${holes.length - count} more gaps; --json has all`);
  return lines;
}
