import { isWindowed, type PlayableBars } from '../market/bar-windows.ts';
import type { MarketData } from '../market/data-folder.ts';
import { withoutBars } from '../market/kept-bars.ts';
import { checkSessions, type SessionCheck } from '../market/session-check.ts';
import type { SpooledBars } from '../market/spooled-bars.ts';
import type { BarSeries } from '../model/bar-series.ts';
import type { DataGap } from '../model/data-gap.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { RunSettings } from './run-settings.ts';

/** So many symbols are named in a note, and so many more are counted. */
const SYMBOLS_NAMED = 12;

/** Data that were held against their calendars, as the settings ask for. */
export interface CheckedData<Bars extends BarSeries | SpooledBars> {
  readonly data: MarketData<Bars>;
  readonly gaps: readonly DataGap[];
  /** What a reader must know of gaps and of bars outside of sessions. */
  readonly notes: readonly string[];
}

/** What the bars of a symbol are beside its calendar; null for a symbol without one. */
export function sessionCheckOf(
  data: MarketData<BarSeries | SpooledBars>,
  index: number,
): SessionCheck | null {
  const { calendar, barTime } = data.instruments[index]!;
  const table = calendar === null ? undefined : data.calendars.get(calendar)?.sessions;
  if (table === undefined) return null;
  const { symbol, time } = data.series[index]!;
  return checkSessions({ symbol, time, barTime, hasLength: hasLength(data.series[index]!) }, table);
}

/**
 * Finds gaps and bars outside of sessions. Throws E_DATA_GAP or E_DATA_CALENDAR where the settings do not allow them; drops
 * bars where they ask for it, of bars in memory.
 */
export function checkedData<Bars extends BarSeries | SpooledBars>(
  data: MarketData<Bars>,
  { gaps: onGap, outsideSessions }: Pick<RunSettings, 'gaps' | 'outsideSessions'>,
): CheckedData<Bars> {
  const checks = data.series.map((_, index) => sessionCheckOf(data, index));
  const gaps = checks.flatMap((check) => check?.gaps ?? []);
  if (onGap === 'fail' && gaps.length > 0) throw gapFound(gaps[0]!);
  const series = data.series.map((bars, index) => {
    const outside = checks[index]?.outside ?? [];
    if (outside.length === 0) return bars;
    if (outsideSessions === 'fail') throw outsideFound(data, index, outside[0]!);
    return outsideSessions === 'drop' && !isWindowed(bars) ? (withoutBars(bars, outside) as Bars) : bars;
  });
  requireBars(series);
  const outside = checks.map(
    (check, index) => [data.series[index]!.symbol, check?.outside.length ?? 0] as const,
  );
  const notes = [
    ...gapNotes(gaps),
    ...outsideNotes(outside, outsideSessions === 'drop' ? 'dropped' : 'kept'),
  ];
  return { data: { ...data, series }, gaps, notes };
}

function hasLength(bars: PlayableBars): boolean {
  const { kind } = isWindowed(bars) ? bars.read(0) : bars;
  return kind !== 'quotes' && kind !== 'trades';
}

function gapNotes(gaps: readonly DataGap[]): string[] {
  return (['sessions', 'bars'] as const).flatMap((kind) => {
    const missing = new Map<string, number>();
    for (const gap of gaps) {
      if (gap.kind === kind) missing.set(gap.symbol, (missing.get(gap.symbol) ?? 0) + gap.missing);
    }
    if (missing.size === 0) return [];
    return [`Gaps by the trading calendar, ${kind} missing: ${counted([...missing])}. They are left open.`];
  });
}

function outsideNotes(outside: readonly (readonly [string, number])[], done: string): string[] {
  const some = outside.filter(([, count]) => count > 0);
  return some.length === 0
    ? []
    : [`Bars outside of the sessions of the calendar were ${done}: ${counted(some)}.`];
}

function counted(counts: readonly (readonly [string, number])[]): string {
  const named = counts.slice(0, SYMBOLS_NAMED).map(([symbol, count]) => `${symbol} ${count}`);
  const more = counts.slice(SYMBOLS_NAMED);
  const sum = more.reduce((total, [, count]) => total + count, 0);
  if (more.length > 0) named.push(`${more.length} more symbols ${sum}`);
  return named.join(', ');
}

function requireBars(series: readonly PlayableBars[]): void {
  const empty = series.find(({ time }) => time.length === 0);
  if (empty === undefined) return;
  throw new RegimetaError('E_DATA_EMPTY', {
    place: empty.symbol,
    rule: 'a symbol has bars within the sessions of its calendar',
    found: 'none',
    repair: 'Name the right calendar in the manifest, or keep the bars with --outside-sessions keep',
  });
}

const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

function gapFound({ symbol, kind, from, to, missing }: DataGap): RegimetaError {
  return new RegimetaError('E_DATA_GAP', {
    place: symbol,
    rule: 'with gaps set to fail, each session of the calendar has all of its bars',
    found: `${missing} ${kind} missing from ${dateOf(from)} to ${dateOf(to)}`,
    repair: 'Complete the data, or let gaps be with --gaps hold',
  });
}

function outsideFound(data: MarketData<BarSeries | SpooledBars>, index: number, bar: number): RegimetaError {
  const { symbol, time } = data.series[index]!;
  return new RegimetaError('E_DATA_CALENDAR', {
    place: symbol,
    rule: `each bar lies in a session of ${data.instruments[index]!.calendar}`,
    found: new Date(time.at(bar)!).toISOString(),
    repair: 'Correct the calendar or the bar, or set --outside-sessions to keep or drop',
  });
}
