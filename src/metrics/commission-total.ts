import type { MetricValue } from '../model/metric-value.ts';
import type { FillFigures } from './fill-tally.ts';
import { defined } from './metric-result.ts';

/**
 * Commission: the sum over all fills.
 *
 * Unit: money. Zero without a fill; always defined.
 */
export function commissionTotal(fills: FillFigures): MetricValue {
  return defined(fills.commission);
}
