import type { ArmRecord } from '../model/run-record.ts';
import { monthOf, monthStart } from './monthly-returns.ts';

/** The months, by `monthOf`, from the first to the last of some times, without a gap. Empty without times. */
export function monthsOf(time: Float64Array): number[] {
  if (time.length === 0) return [];
  const first = monthOf(time[0]!);
  return Array.from({ length: monthOf(time.at(-1)!) - first + 1 }, (_, k) => first + k);
}

/**
 * The turnover of an arm in each of some consecutive months, one way: half of the money traded in the month over the mean
 * equity of its marks in the page. Null for a month without a mark, or with a mean not above zero. Null altogether where the
 * run kept no fills.
 */
export function monthlyTurnover(
  { equity, traded }: ArmRecord,
  months: readonly number[],
): (number | null)[] | null {
  if (traded === null) return null;
  const money = sumsOf(traded.day, traded.traded, months);
  const worth = sumsOf(equity.time, equity.equity, months);
  return months.map((_, k) =>
    worth.sums[k]! > 0 ? (money.sums[k]! / 2 / worth.sums[k]!) * worth.counts[k]! : null,
  );
}

/** Sums and counts of values by month; times rise, and those outside of the months are passed over. */
function sumsOf(
  time: Float64Array,
  values: Float64Array,
  months: readonly number[],
): { readonly sums: Float64Array; readonly counts: Float64Array } {
  const sums = new Float64Array(months.length);
  const counts = new Float64Array(months.length);
  const ends = months.map((month) => monthStart(month + 1));
  let k = 0;
  for (let i = 0; i < time.length; i++) {
    while (k < months.length && time[i]! >= ends[k]!) k++;
    if (k === months.length) break;
    sums[k]! += values[i]!;
    counts[k]!++;
  }
  return { sums, counts };
}
