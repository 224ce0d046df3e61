import type { MetricValue } from '../model/metric-value.ts';
import { defined } from './metric-result.ts';

/**
 * Orders refused by risk or by the broker; the reasons stand in the journal.
 *
 * Unit: count. Always defined.
 */
export function ordersRefused(count: number): MetricValue {
  return defined(count);
}
