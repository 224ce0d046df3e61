import type { MetricValue } from '../model/metric-value.ts';
import { requirePositive } from './daily-returns.ts';
import { defined, UNMARKED, undefinedBecause } from './metric-result.ts';

/**
 * Total return: `E_T / E_0 − 1`, with E_T the equity at the last mark and E_0 the initial equity.
 *
 * Unit: fraction, not annualised. At or below −1 for a ruined account, which is a plain fact and so is kept.
 * Undefined without a mark. Throws E_INVARIANT unless the initial equity is above zero.
 */
export function totalReturn(equity: Float64Array, initialEquity: number): MetricValue {
  requirePositive(initialEquity);
  const last = equity.at(-1);
  return last === undefined ? undefinedBecause(UNMARKED) : defined(last / initialEquity - 1);
}
