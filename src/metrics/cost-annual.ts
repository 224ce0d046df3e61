import type { MetricValue } from '../model/metric-value.ts';
import type { EquityFigures } from './equity-tally.ts';
import type { FillFigures } from './fill-tally.ts';
import { defined, NO_TIME, RUINED, UNMARKED, undefinedBecause, YEAR_MS } from './metric-result.ts';

/**
 * Costs a year: `(commission + slippage) / mean equity / years`, with the mean over all marks and the years between the first and
 * the last. About what the return a year would be higher without them.
 *
 * Unit: fraction a year. Undefined without two marks at different times and for a ruined account.
 */
export function costAnnual(fills: FillFigures, equity: EquityFigures): MetricValue {
  if (equity.marks === 0) return undefinedBecause(UNMARKED);
  if (equity.isRuined) return undefinedBecause(RUINED);
  const elapsedMs = equity.timeLast - equity.timeFirst;
  if (elapsedMs <= 0) return undefinedBecause(NO_TIME);
  const costs = fills.commission + fills.slippage;
  return defined(((costs / (equity.equitySum / equity.marks)) * YEAR_MS) / elapsedMs);
}
