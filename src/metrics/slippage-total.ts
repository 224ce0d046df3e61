import type { MetricValue } from '../model/metric-value.ts';
import type { FilledOrder } from './filled-order.ts';
import { defined } from './metric-result.ts';

/**
 * Slippage: `Σ |price − reference price| · quantity`, the money by which fills were worse than the prices that the
 * bars gave.
 *
 * Unit: money. Zero without a fill; always defined.
 */
export function slippageTotal(fills: readonly FilledOrder[]): MetricValue {
  let total = 0;
  for (const fill of fills) total += Math.abs(fill.price - fill.referencePrice) * fill.quantity;
  return defined(total);
}
