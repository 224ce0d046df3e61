import type { FillRow } from '../support/golden-run.ts';

const DAY_MS = 86_400_000;
const YEAR_DAYS = 365.25;

/** The marks of a run with one bar a day, and its fills. */
export interface NaiveHistory {
  readonly times: readonly number[];
  readonly equity: readonly number[];
  readonly initialCash: number;
  readonly periodsPerYear: number;
  readonly fills: readonly FillRow[];
}

/** The textbook figures of a run that never came near ruin; one symbol, long or flat. */
export function naiveMetrics(history: NaiveHistory): Record<string, number> {
  const { times, equity, initialCash, periodsPerYear, fills } = history;
  const last = equity[equity.length - 1]!;
  const years = (times[times.length - 1]! - times[0]!) / DAY_MS / YEAR_DAYS;
  const returns: number[] = [];
  for (let i = 0; i < equity.length; i++) {
    const before = i === 0 ? initialCash : equity[i - 1]!;
    returns.push((equity[i]! - before) / before);
  }
  let sum = 0;
  for (const value of returns) sum += value;
  const mean = sum / returns.length;
  let squares = 0;
  for (const value of returns) squares += (value - mean) * (value - mean);
  const deviation = Math.sqrt(squares / (returns.length - 1));
  let peak = initialCash;
  let drawdown = 0;
  let total = 0;
  for (const value of equity) {
    if (value > peak) peak = value;
    if ((value - peak) / peak < drawdown) drawdown = (value - peak) / peak;
    total += value;
  }
  let traded = 0;
  let commission = 0;
  let slippage = 0;
  for (const fill of fills) {
    traded += fill.quantity * fill.price;
    commission += fill.commission;
    slippage += fill.quantity * Math.abs(fill.price - fill.referencePrice);
  }
  return {
    total_return: (last - initialCash) / initialCash,
    cagr: Math.exp(Math.log(last / initialCash) / years) - 1,
    volatility: deviation * Math.sqrt(periodsPerYear),
    sharpe: (mean / deviation) * Math.sqrt(periodsPerYear),
    drawdown_max: drawdown,
    turnover_annual: traded / 2 / (total / equity.length) / years,
    commission_total: commission,
    slippage_total: slippage,
    ...tripFigures(fills),
  };
}

/** Every buy opens, and the sell behind it closes. */
function tripFigures(fills: readonly FillRow[]): Record<string, number> {
  let trips = 0;
  let won = 0;
  let gains = 0;
  let losses = 0;
  for (let i = 0; i + 1 < fills.length; i += 2) {
    const [entry, exit] = [fills[i]!, fills[i + 1]!];
    const profit = entry.quantity * (exit.price - entry.price) - entry.commission - exit.commission;
    trips += 1;
    if (profit > 0) won += 1;
    if (profit > 0) gains += profit;
    else losses -= profit;
  }
  return { round_trips: trips, hit_rate: won / trips, profit_factor: gains / losses };
}
