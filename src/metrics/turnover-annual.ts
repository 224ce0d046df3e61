import type { MetricValue } from '../model/metric-value.ts';
import type { EquityFigures } from './equity-tally.ts';
import type { FillFigures } from './fill-tally.ts';
import { defined, NO_TIME, RUINED, UNMARKED, undefinedBecause, YEAR_MS } from './metric-result.ts';

/**
 * Turnover a year, one way: `(Σ quantity · price / 2) / mean equity / years`, with the mean over all marks and the
 * years between the first and the last. Half of the money traded, so 1 means that the whole account was replaced once a
 * year: bought once and sold once. Funds report the lesser of purchases and sales over mean net assets (SEC Form N-1A,
 * item 13), which is the same where the two balance; half of the sum also holds for an account that is still invested.
 *
 * Unit: times a year. Undefined without two marks at different times and for a ruined account.
 */
export function turnoverAnnual(fills: FillFigures, equity: EquityFigures): MetricValue {
  const { marks, equitySum } = equity;
  if (marks === 0) return undefinedBecause(UNMARKED);
  if (equity.isRuined) return undefinedBecause(RUINED);
  const elapsedMs = equity.timeLast - equity.timeFirst;
  if (elapsedMs <= 0) return undefinedBecause(NO_TIME);
  return defined(((fills.traded / 2 / (equitySum / marks)) * YEAR_MS) / elapsedMs);
}
