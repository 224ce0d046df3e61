import type { MetricValue } from '../model/metric-value.ts';
import type { FillFigures } from './fill-tally.ts';
import { defined } from './metric-result.ts';

/**
 * Ambiguous fills: those that the unknown order of prices inside a bar decided. Many of them mean that the bars
 * are too coarse for the strategy.
 *
 * Unit: count. Always defined.
 */
export function fillsAmbiguous(fills: FillFigures): MetricValue {
  return defined(fills.ambiguous);
}
