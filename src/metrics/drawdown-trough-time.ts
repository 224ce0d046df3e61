import type { MetricValue } from '../model/metric-value.ts';
import type { EquityFigures } from './equity-tally.ts';
import { defined, NO_DRAWDOWN, UNMARKED, undefinedBecause } from './metric-result.ts';

/**
 * Bottom of the maximum drawdown: the time of its lowest mark, the first of them.
 *
 * Unit: epoch milliseconds. Undefined without a mark and without a drawdown.
 */
export function drawdownTroughTime(equity: EquityFigures): MetricValue {
  if (equity.marks === 0) return undefinedBecause(UNMARKED);
  return equity.drawdownDeepest < 0 ? defined(equity.drawdownTroughTime) : undefinedBecause(NO_DRAWDOWN);
}
