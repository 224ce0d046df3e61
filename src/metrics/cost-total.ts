import type { MetricValue } from '../model/metric-value.ts';
import type { FillFigures } from './fill-tally.ts';
import { defined } from './metric-result.ts';

/**
 * Costs of trading: commission and slippage of all fills, market impact and half spreads included. Interest, borrow fees and the
 * costs of exchanging currencies are no part of it.
 *
 * Unit: money. Zero without a fill; always defined.
 */
export function costTotal({ commission, slippage }: FillFigures): MetricValue {
  return defined(commission + slippage);
}
