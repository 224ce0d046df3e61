import type { MetricName } from '../model/metric-catalog.ts';
import type { MetricValue } from '../model/metric-value.ts';
import { ambiguousProfitDifference } from './ambiguous-profit-difference.ts';
import { cagr } from './cagr.ts';
import { calmar } from './calmar.ts';
import { commissionTotal } from './commission-total.ts';
import type { ComparedMetricName } from './compared-metrics.ts';
import { costAnnual } from './cost-annual.ts';
import { costTotal } from './cost-total.ts';
import { dailyReturns } from './daily-returns.ts';
import { drawdownMax } from './drawdown-max.ts';
import { drawdownPeakTime } from './drawdown-peak-time.ts';
import { drawdownRecoveredTime } from './drawdown-recovered-time.ts';
import { drawdownRecoveryDays } from './drawdown-recovery-days.ts';
import { drawdownTroughTime } from './drawdown-trough-time.ts';
import type { EquityFigures } from './equity-tally.ts';
import { expectancy } from './expectancy.ts';
import { expectedShortfall } from './expected-shortfall.ts';
import { exposureGross } from './exposure-gross.ts';
import { exposureTime } from './exposure-time.ts';
import type { FillFigures } from './fill-tally.ts';
import { fillsAmbiguous } from './fills-ambiguous.ts';
import { forecastMetrics } from './forecast-metrics.ts';
import type { ForecastFigures } from './forecast-tally.ts';
import { hitRate } from './hit-rate.ts';
import { kellyFraction } from './kelly-fraction.ts';
import { kurtosis } from './kurtosis.ts';
import { omega } from './omega.ts';
import { ordersRefused } from './orders-refused.ts';
import { profitFactor } from './profit-factor.ts';
import { roundTripCount } from './round-trip-count.ts';
import { sharpe } from './sharpe.ts';
import { skewness } from './skewness.ts';
import { slippageTotal } from './slippage-total.ts';
import { sortino } from './sortino.ts';
import { systemQualityNumber } from './system-quality-number.ts';
import { tailRatio } from './tail-ratio.ts';
import { totalReturn } from './total-return.ts';
import type { TripFigures } from './trip-tally.ts';
import { turnoverAnnual } from './turnover-annual.ts';
import { ulcerIndex } from './ulcer-index.ts';
import { valueAtRisk } from './value-at-risk.ts';
import { volatility } from './volatility.ts';

/** What the metrics of an arm are computed from: all of it stands in the store, so each can be computed again. */
export interface ArmResults {
  /** Of all marks. */
  readonly equity: EquityFigures;
  /** Daily returns in a year: 252 for exchange days, 365 for markets that never close. */
  readonly periodsPerYear: number;
  /** Fraction a year; zero if not given. */
  readonly riskFreeRate?: number;
  readonly fills: FillFigures;
  readonly roundTrips: TripFigures;
  readonly ordersRefused: number;
  /** Of its learner; empty where it has none. */
  readonly forecasts: ForecastFigures;
}

/** The metrics that an arm has by itself. */
export type OwnMetricName = Exclude<MetricName, ComparedMetricName>;

/** The metrics of the catalog that follow from one arm alone; `comparedMetrics` has the others. */
export function armMetrics(results: ArmResults): Record<OwnMetricName, MetricValue> {
  const { equity, fills, roundTrips } = results;
  return {
    ...returnMetrics(results),
    drawdown_peak_time: drawdownPeakTime(equity),
    drawdown_trough_time: drawdownTroughTime(equity),
    drawdown_recovered_time: drawdownRecoveredTime(equity),
    drawdown_recovery_days: drawdownRecoveryDays(equity),
    ulcer_index: ulcerIndex(equity),
    exposure_gross: exposureGross(equity),
    exposure_time: exposureTime(equity),
    turnover_annual: turnoverAnnual(fills, equity),
    ...tripMetrics(roundTrips),
    commission_total: commissionTotal(fills),
    slippage_total: slippageTotal(fills),
    cost_total: costTotal(fills),
    cost_annual: costAnnual(fills, equity),
    orders_refused: ordersRefused(results.ordersRefused),
    fills_ambiguous: fillsAmbiguous(fills),
    ambiguous_profit_difference: ambiguousProfitDifference(fills),
    ...forecastMetrics(results.forecasts),
  };
}

function returnMetrics({ equity, periodsPerYear, riskFreeRate = 0 }: ArmResults) {
  const returns = dailyReturns(equity);
  const growth = cagr(equity);
  const drawdown = drawdownMax(equity);
  return {
    total_return: totalReturn(equity),
    cagr: growth,
    volatility: volatility(returns, periodsPerYear),
    sharpe: sharpe(returns, periodsPerYear, riskFreeRate),
    sortino: sortino(returns, periodsPerYear, riskFreeRate),
    omega: omega(returns, periodsPerYear, riskFreeRate),
    calmar: calmar(growth, drawdown),
    drawdown_max: drawdown,
    value_at_risk_95: valueAtRisk(returns),
    expected_shortfall_95: expectedShortfall(returns),
    skewness: skewness(returns),
    kurtosis: kurtosis(returns),
    tail_ratio: tailRatio(returns),
  };
}

function tripMetrics(trips: TripFigures) {
  return {
    round_trips: roundTripCount(trips),
    hit_rate: hitRate(trips),
    profit_factor: profitFactor(trips),
    expectancy: expectancy(trips),
    sqn: systemQualityNumber(trips),
    sqn_100: systemQualityNumber(trips, 100),
    kelly_fraction: kellyFraction(trips),
  };
}
