import type { MetricValue } from '../model/metric-value.ts';
import type { FilledOrder } from './filled-order.ts';
import { defined } from './metric-result.ts';

/**
 * Ambiguous fills: those that the unknown order of prices inside a bar decided. Many of them mean that the bars
 * are too coarse for the strategy.
 *
 * Unit: count. Always defined.
 */
export function fillsAmbiguous(fills: readonly FilledOrder[]): MetricValue {
  return defined(fills.filter((fill) => fill.ambiguous).length);
}
