import type { MetricValue } from '../model/metric-value.ts';
import type { EquityColumns } from '../model/run-record.ts';
import { isRuined } from './daily-returns.ts';
import type { FilledOrder } from './filled-order.ts';
import { defined, RUINED, UNMARKED, undefinedBecause, YEAR_MS } from './metric-result.ts';

/**
 * Turnover a year, one way: `(Σ quantity · price / 2) / mean equity / years`, with the mean over all marks and the
 * years between the first and the last. Half of the money traded, so 1 means that the whole account was replaced once a
 * year: bought once and sold once. Funds report the lesser of purchases and sales over mean net assets (SEC Form N-1A,
 * item 13), which is the same where the two balance; half of the sum also holds for an account that is still invested.
 *
 * Unit: times a year. Undefined without two marks at different times and for a ruined account.
 */
export function turnoverAnnual(fills: readonly FilledOrder[], equity: EquityColumns): MetricValue {
  const count = equity.equity.length;
  if (count === 0) return undefinedBecause(UNMARKED);
  if (isRuined(equity.equity)) return undefinedBecause(RUINED);
  const elapsedMs = equity.time[count - 1]! - equity.time[0]!;
  if (elapsedMs <= 0) return undefinedBecause('all marks bear the same time');
  let traded = 0;
  for (const fill of fills) traded += fill.quantity * fill.price;
  let total = 0;
  for (const value of equity.equity) total += value;
  return defined(((traded / 2 / (total / count)) * YEAR_MS) / elapsedMs);
}
