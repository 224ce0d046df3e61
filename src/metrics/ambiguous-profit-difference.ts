import type { MetricValue } from '../model/metric-value.ts';
import type { FillFigures } from './fill-tally.ts';
import { defined } from './metric-result.ts';

/**
 * By how much the profit would differ had the other order been reached first in every ambiguous fill: the sum of
 * `opposite_profit_difference` (docs/semantics.md). Each fill is turned round alone; what would have followed from it is not
 * played.
 *
 * Unit: money. Zero without an ambiguous fill; always defined.
 */
export function ambiguousProfitDifference({ oppositeProfitDifference }: FillFigures): MetricValue {
  return defined(oppositeProfitDifference);
}
