import type { BarSeries } from '../model/bar-series.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import { mapColumns } from './mapped-series.ts';
import { SpooledBars } from './spooled-bars.ts';
import type { TimeColumn } from './time-column.ts';

/** Which bars are wanted; what is left out does not restrict. */
export interface BarSelection {
  /** The first and the last time wanted, both included. */
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly symbols?: readonly string[];
}

/**
 * The wanted bars as views of the given ones, in the given order of symbols. A symbol without a bar between the
 * times is left out.
 *
 * @throws RegimetaError E_PARAMETER_INVALID where a wanted symbol is not among the series; E_DATA_EMPTY where no bar
 * is left.
 */
export function selectBars<Bars extends BarSeries | SpooledBars>(
  series: readonly Bars[],
  selection: BarSelection,
): Bars[] {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = selection;
  const wanted = selection.symbols === undefined ? null : new Set(selection.symbols);
  if (wanted !== null) checkKnown(series, wanted);
  const selected = series
    .filter(({ symbol }) => wanted === null || wanted.has(symbol))
    .map((bars) => cutBars(bars, countBefore(bars.time, from, false), countBefore(bars.time, to, true)))
    .filter(({ time }) => time.length > 0);
  if (selected.length > 0) return selected;
  throw new RegimetaError('E_DATA_EMPTY', {
    rule: 'some bar is among the symbols and between the times that were asked for',
    repair: 'Widen the period or name other symbols',
  });
}

function checkKnown(series: readonly { readonly symbol: string }[], wanted: ReadonlySet<string>): void {
  const known = new Set(series.map(({ symbol }) => symbol));
  const unknown = [...wanted].find((symbol) => !known.has(symbol));
  if (unknown === undefined) return;
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place: 'symbols',
    rule: 'a symbol that is asked for is in the data',
    found: unknown,
    repair: `Choose among ${[...known].join(' ')}`,
  });
}

/** The number of times before `bound`, or up to and with it. */
function countBefore(time: TimeColumn, bound: number, inclusive: boolean): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = time.at(middle)!;
    if (at < bound || (inclusive && at === bound)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function cutBars<Bars extends BarSeries | SpooledBars>(bars: Bars, start: number, end: number): Bars {
  return (bars instanceof SpooledBars ? bars.cut(start, end) : cutSeries(bars, start, end)) as Bars;
}

/** Market actions after the cut stay, and are never played. */
function cutSeries(series: BarSeries, start: number, end: number): BarSeries {
  return mapColumns(series, (column) => column.subarray(start, Math.max(start, end)));
}
