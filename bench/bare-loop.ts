import type { BarSeries } from '../src/model/bar-series.ts';

/**
 * The ceiling: one loop over the same columns with two running sums of closes, and nothing around it. Of every bar it reads
 * all six columns: the time must rise, and a cross of the sums is filled at the next open where that lies in the range of
 * its bar and the bar has volume. It writes one number a bar, the equity.
 */
export function bareLoop({ time, open, high, low, close, volume }: BarSeries, equity: Float64Array): number {
  let fast = 0;
  let slow = 0;
  let held = 0;
  let cash = 0;
  let before = 0;
  let wanted = 0;
  for (let i = 0; i < close.length; i++) {
    if (i > 0 && !(time[i]! > time[i - 1]!)) throw new Error('time');
    const inside = open[i]! >= low[i]! && open[i]! <= high[i]!;
    if (wanted !== held && inside && volume[i]! > 0) {
      cash += (held - wanted) * open[i]!;
      held = wanted;
    }
    fast += close[i]! - (i >= 10 ? close[i - 10]! : 0);
    slow += close[i]! - (i >= 30 ? close[i - 30]! : 0);
    const now = fast / 10 - slow / 30;
    if (i >= 30 && before < 0 && now > 0) wanted = 1;
    else if (i >= 30 && before > 0 && now < 0) wanted = 0;
    before = now;
    equity[i] = cash + held * close[i]!;
  }
  return equity.at(-1)!;
}
