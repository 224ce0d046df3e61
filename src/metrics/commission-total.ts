import type { MetricValue } from '../model/metric-value.ts';
import type { FilledOrder } from './filled-order.ts';
import { defined } from './metric-result.ts';

/**
 * Commission: the sum over all fills.
 *
 * Unit: money. Zero without a fill; always defined.
 */
export function commissionTotal(fills: readonly FilledOrder[]): MetricValue {
  let total = 0;
  for (const fill of fills) total += fill.commission;
  return defined(total);
}
