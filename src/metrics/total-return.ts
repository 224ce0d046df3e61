import type { MetricValue } from '../model/metric-value.ts';
import type { EquityFigures } from './equity-tally.ts';
import { defined, UNMARKED, undefinedBecause } from './metric-result.ts';

/**
 * Total return: `E_T / E_0 − 1`, with E_T the equity at the last mark and E_0 the initial equity.
 *
 * Unit: fraction, not annualised. At or below −1 for a ruined account, which is a plain fact and so is kept.
 * Undefined without a mark.
 */
export function totalReturn({ marks, equityLast, initialEquity }: EquityFigures): MetricValue {
  return marks === 0 ? undefinedBecause(UNMARKED) : defined(equityLast / initialEquity - 1);
}
