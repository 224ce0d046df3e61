import type { MetricValue } from '../model/metric-value.ts';
import type { EquityFigures } from './equity-tally.ts';
import { defined, NO_DRAWDOWN, NOT_RECOVERED, UNMARKED, undefinedBecause } from './metric-result.ts';

/**
 * End of the maximum drawdown: the time of the first mark after its bottom that is at the peak before it or above.
 *
 * Unit: epoch milliseconds. Undefined without a mark, without a drawdown, and where equity had not recovered by the last mark.
 */
export function drawdownRecoveredTime(equity: EquityFigures): MetricValue {
  if (equity.marks === 0) return undefinedBecause(UNMARKED);
  if (equity.drawdownDeepest === 0) return undefinedBecause(NO_DRAWDOWN);
  const time = equity.drawdownRecoveredTime;
  return Number.isNaN(time) ? undefinedBecause(NOT_RECOVERED) : defined(time);
}
