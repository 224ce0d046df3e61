import type { MetricValue } from '../model/metric-value.ts';
import type { EquityFigures } from './equity-tally.ts';
import { defined, NO_DRAWDOWN, UNMARKED, undefinedBecause } from './metric-result.ts';

/**
 * Beginning of the maximum drawdown: the time of the last mark at the peak before it; the first mark where that peak is the initial
 * equity.
 *
 * Unit: epoch milliseconds. Undefined without a mark and without a drawdown.
 */
export function drawdownPeakTime({
  marks,
  drawdownDeepest,
  drawdownPeakTime: time,
}: EquityFigures): MetricValue {
  if (marks === 0) return undefinedBecause(UNMARKED);
  return drawdownDeepest < 0 ? defined(time) : undefinedBecause(NO_DRAWDOWN);
}
