import type { MetricValue } from '../model/metric-value.ts';
import type { EquityFigures } from './equity-tally.ts';
import { defined, RUINED, UNMARKED, undefinedBecause } from './metric-result.ts';

/**
 * Ulcer index: `√(Σ D² / N)`, with D the drawdown at the last mark of each of N days from the highest such mark so far, the initial
 * equity included. Martin & McCann 1989, "The investor's guide to Fidelity funds".
 *
 * Unit: fraction, not annualised; zero without a drawdown. Undefined without a mark and for a ruined account.
 */
export function ulcerIndex({ closes, initialEquity, isRuined }: EquityFigures): MetricValue {
  if (isRuined) return undefinedBecause(RUINED);
  if (closes.length === 0) return undefinedBecause(UNMARKED);
  let peak = initialEquity;
  let squares = 0;
  for (const close of closes) {
    if (close > peak) peak = close;
    const drawdown = close / peak - 1;
    squares += drawdown * drawdown;
  }
  return defined(Math.sqrt(squares / closes.length));
}
