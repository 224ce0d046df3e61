import type { MetricName } from '../model/metric-catalog.ts';
import type { MetricValue } from '../model/metric-value.ts';
import { ambiguousProfitDifference } from './ambiguous-profit-difference.ts';
import { cagr } from './cagr.ts';
import { calmar } from './calmar.ts';
import { commissionTotal } from './commission-total.ts';
import { dailyReturns } from './daily-returns.ts';
import { drawdownMax } from './drawdown-max.ts';
import type { EquityFigures } from './equity-tally.ts';
import { exposureGross } from './exposure-gross.ts';
import { exposureTime } from './exposure-time.ts';
import type { FillFigures } from './fill-tally.ts';
import { fillsAmbiguous } from './fills-ambiguous.ts';
import { hitRate } from './hit-rate.ts';
import { ordersRefused } from './orders-refused.ts';
import { profitFactor } from './profit-factor.ts';
import { roundTripCount } from './round-trip-count.ts';
import { sharpe } from './sharpe.ts';
import { slippageTotal } from './slippage-total.ts';
import { sortino } from './sortino.ts';
import { totalReturn } from './total-return.ts';
import type { TripFigures } from './trip-tally.ts';
import { turnoverAnnual } from './turnover-annual.ts';
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
}

/** Every metric of the catalog for one arm. */
export function armMetrics(results: ArmResults): Record<MetricName, MetricValue> {
  const { equity, fills, periodsPerYear, riskFreeRate = 0, roundTrips } = results;
  const returns = dailyReturns(equity);
  const growth = cagr(equity);
  const drawdown = drawdownMax(equity);
  return {
    total_return: totalReturn(equity),
    cagr: growth,
    volatility: volatility(returns, periodsPerYear),
    sharpe: sharpe(returns, periodsPerYear, riskFreeRate),
    sortino: sortino(returns, periodsPerYear, riskFreeRate),
    drawdown_max: drawdown,
    calmar: calmar(growth, drawdown),
    exposure_gross: exposureGross(equity),
    exposure_time: exposureTime(equity),
    turnover_annual: turnoverAnnual(fills, equity),
    commission_total: commissionTotal(fills),
    slippage_total: slippageTotal(fills),
    round_trips: roundTripCount(roundTrips),
    hit_rate: hitRate(roundTrips),
    profit_factor: profitFactor(roundTrips),
    orders_refused: ordersRefused(results.ordersRefused),
    fills_ambiguous: fillsAmbiguous(fills),
    ambiguous_profit_difference: ambiguousProfitDifference(fills),
  };
}
