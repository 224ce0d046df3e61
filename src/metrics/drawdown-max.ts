import type { MetricValue } from '../model/metric-value.ts';
import type { EquityFigures } from './equity-tally.ts';
import { defined, UNMARKED, undefinedBecause } from './metric-result.ts';

/**
 * Maximum drawdown: `min_t (E_t / max(E_0, max_{s ≤ t} E_s) − 1)` over every mark, so a fall within a day counts,
 * with the initial equity E_0 as the first peak.
 *
 * Unit: fraction, signed: between −1 and 0, and −1 or below for a ruined account. Undefined without a mark.
 */
export function drawdownMax(equity: EquityFigures): MetricValue {
  return equity.marks === 0 ? undefinedBecause(UNMARKED) : defined(equity.drawdownDeepest);
}
