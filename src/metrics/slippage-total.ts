import type { MetricValue } from '../model/metric-value.ts';
import type { FillFigures } from './fill-tally.ts';
import { defined } from './metric-result.ts';

/**
 * Slippage: `Σ |price − reference price| · quantity`, the money by which fills were worse than the prices that the
 * bars gave.
 *
 * Unit: money. Zero without a fill; always defined.
 */
export function slippageTotal(fills: FillFigures): MetricValue {
  return defined(fills.slippage);
}
