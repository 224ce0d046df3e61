import type { MetricName } from '../model/metric-catalog.ts';
import type { MetricValue } from '../model/metric-value.ts';
import type { EpochMs } from '../model/time.ts';
import { alpha } from './alpha.ts';
import { beta } from './beta.ts';
import { captureRatio } from './capture-ratio.ts';
import { changeRecoveryDays } from './change-recovery-days.ts';
import { dailyReturns } from './daily-returns.ts';
import type { EquityFigures } from './equity-tally.ts';
import { informationRatio } from './information-ratio.ts';
import { pairedReturns } from './paired-returns.ts';
import { ratePerPeriod } from './sample-moments.ts';
import { trackingError } from './tracking-error.ts';

/** The metrics that need another arm too. */
export const COMPARED_METRICS = [
  'alpha',
  'beta',
  'tracking_error',
  'information_ratio',
  'capture_up',
  'capture_down',
  'change_recovery_days',
] as const satisfies readonly MetricName[];

/** The name of one. */
export type ComparedMetricName = (typeof COMPARED_METRICS)[number];

/** What an arm is seen beside. */
export interface ComparisonSetting {
  /** The marks of the buy-and-hold arm; null in a run without one. */
  readonly benchmark: EquityFigures | null;
  /** Midnight UTC of the days on which the regimes began whose beginning the subject confirmed. */
  readonly changes: readonly EpochMs[];
  readonly periodsPerYear: number;
  /** Fraction a year. */
  readonly riskFreeRate: number;
}

/** The metrics of an arm against the benchmark of its run, and after the changes that the subject of the run confirmed. */
export function comparedMetrics(
  equity: EquityFigures,
  { benchmark, changes, periodsPerYear, riskFreeRate }: ComparisonSetting,
): Record<ComparedMetricName, MetricValue> {
  const returns = dailyReturns(equity);
  const against = benchmark && {
    returns: dailyReturns(benchmark),
    riskFree: ratePerPeriod(riskFreeRate, periodsPerYear),
  };
  const paired = pairedReturns(returns, against);
  return {
    alpha: alpha(paired, periodsPerYear),
    beta: beta(paired),
    tracking_error: trackingError(paired, periodsPerYear),
    information_ratio: informationRatio(paired, periodsPerYear),
    capture_up: captureRatio(returns, against, 'up'),
    capture_down: captureRatio(returns, against, 'down'),
    change_recovery_days: changeRecoveryDays(equity, changes),
  };
}
