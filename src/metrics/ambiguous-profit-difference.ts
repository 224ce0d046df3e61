import type { MetricValue } from '../model/metric-value.ts';
import type { FilledOrder } from './filled-order.ts';
import { defined } from './metric-result.ts';

/**
 * By how much the profit would differ had the other order been reached first in every ambiguous fill: the sum of
 * `opposite_profit_difference` (docs/semantics.md). Each fill is turned round alone; what would have followed from it is not
 * played.
 *
 * Unit: money. Zero without an ambiguous fill; always defined.
 */
export function ambiguousProfitDifference(fills: readonly FilledOrder[]): MetricValue {
  let total = 0;
  for (const fill of fills) total += fill.oppositeProfitDifference ?? 0;
  return defined(total);
}
