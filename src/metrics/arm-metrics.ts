import type { RoundTrip } from '../model/fill.ts';
import type { MetricName } from '../model/metric-catalog.ts';
import type { MetricValue } from '../model/metric-value.ts';
import type { EquityColumns } from '../model/run-record.ts';
import { ambiguousProfitDifference } from './ambiguous-profit-difference.ts';
import { cagr } from './cagr.ts';
import { calmar } from './calmar.ts';
import { commissionTotal } from './commission-total.ts';
import { dailyReturns } from './daily-returns.ts';
import { drawdownMax } from './drawdown-max.ts';
import { exposureGross } from './exposure-gross.ts';
import { exposureTime } from './exposure-time.ts';
import type { FilledOrder } from './filled-order.ts';
import { fillsAmbiguous } from './fills-ambiguous.ts';
import { hitRate } from './hit-rate.ts';
import { ordersRefused } from './orders-refused.ts';
import { profitFactor } from './profit-factor.ts';
import { roundTripCount } from './round-trip-count.ts';
import { sharpe } from './sharpe.ts';
import { slippageTotal } from './slippage-total.ts';
import { sortino } from './sortino.ts';
import { totalReturn } from './total-return.ts';
import { turnoverAnnual } from './turnover-annual.ts';
import { volatility } from './volatility.ts';

/** What the metrics of an arm are computed from: all of it stands in the store, so each can be computed again. */
export interface ArmResults {
  readonly equity: EquityColumns;
  /** Money that the arm started with; above zero. */
  readonly initialEquity: number;
  /** Daily returns in a year: 252 for exchange days, 365 for markets that never close. */
  readonly periodsPerYear: number;
  /** Fraction a year; zero if not given. */
  readonly riskFreeRate?: number;
  /** In journal order. Read once. */
  readonly fills: Iterable<FilledOrder>;
  readonly roundTrips: readonly RoundTrip[];
  readonly ordersRefused: number;
}

/** Every metric of the catalog for one arm. Throws E_INVARIANT unless the initial equity is above zero. */
export function armMetrics(results: ArmResults): Record<MetricName, MetricValue> {
  const { equity, initialEquity, periodsPerYear, riskFreeRate = 0, roundTrips } = results;
  const fills = Array.from(results.fills);
  const returns = dailyReturns(equity, initialEquity);
  const growth = cagr(equity, initialEquity);
  const drawdown = drawdownMax(equity.equity, initialEquity);
  return {
    total_return: totalReturn(equity.equity, initialEquity),
    cagr: growth,
    volatility: volatility(returns, periodsPerYear),
    sharpe: sharpe(returns, periodsPerYear, riskFreeRate),
    sortino: sortino(returns, periodsPerYear, riskFreeRate),
    drawdown_max: drawdown,
    calmar: calmar(growth, drawdown),
    exposure_gross: exposureGross(equity.gross, equity.equity),
    exposure_time: exposureTime(equity.gross),
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
