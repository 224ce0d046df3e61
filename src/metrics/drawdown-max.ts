import type { MetricValue } from '../model/metric-value.ts';
import { requirePositive } from './daily-returns.ts';
import { defined, UNMARKED, undefinedBecause } from './metric-result.ts';

/**
 * Maximum drawdown: `min_t (E_t / max(E_0, max_{s ≤ t} E_s) − 1)` over every mark, so a fall within a day counts,
 * with the initial equity E_0 as the first peak.
 *
 * Unit: fraction, signed: between −1 and 0, and −1 or below for a ruined account. Undefined without a mark. Throws
 * E_INVARIANT unless the initial equity is above zero.
 */
export function drawdownMax(equity: Float64Array, initialEquity: number): MetricValue {
  requirePositive(initialEquity);
  if (equity.length === 0) return undefinedBecause(UNMARKED);
  let peak = initialEquity;
  let deepest = 0;
  for (const value of equity) {
    if (value > peak) peak = value;
    const drawdown = value / peak - 1;
    if (drawdown < deepest) deepest = drawdown;
  }
  return defined(deepest);
}
