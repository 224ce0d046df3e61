/** How a metric is printed: percent, ratio and number (a small one) are plain in the store, a date is epoch milliseconds. */
export type MetricUnit = 'percent' | 'ratio' | 'money' | 'count' | 'date' | 'number';

/** The groups of metrics in the order in which they are shown. */
export const METRIC_GROUPS = [
  { name: 'return', label: 'Returns' },
  { name: 'risk', label: 'Drawdowns and tails' },
  { name: 'trading', label: 'Trading' },
  { name: 'cost', label: 'Costs and orders' },
  { name: 'benchmark', label: 'Against buy and hold' },
  { name: 'learning', label: 'After regime changes' },
  { name: 'forecast', label: 'Forecasts of the learner' },
] as const satisfies readonly { name: string; label: string }[];

/** A group of metrics. */
export type MetricGroup = (typeof METRIC_GROUPS)[number]['name'];

/**
 * The metrics of an arm in the order in which tables show them. The formula, the source and the case in which each
 * is undefined stand in the file of its name in `src/metrics/`, and all together in `docs/metrics.md`.
 */
export const METRIC_CATALOG = [
  { name: 'total_return', label: 'Total return', unit: 'percent', group: 'return' },
  { name: 'cagr', label: 'CAGR', unit: 'percent', group: 'return' },
  { name: 'volatility', label: 'Volatility', unit: 'percent', group: 'return' },
  { name: 'sharpe', label: 'Sharpe', unit: 'ratio', group: 'return' },
  { name: 'sortino', label: 'Sortino', unit: 'ratio', group: 'return' },
  { name: 'omega', label: 'Omega', unit: 'ratio', group: 'return' },
  { name: 'calmar', label: 'Calmar', unit: 'ratio', group: 'return' },
  { name: 'drawdown_max', label: 'Max drawdown', unit: 'percent', group: 'risk' },
  { name: 'drawdown_peak_time', label: 'Drawdown began', unit: 'date', group: 'risk' },
  { name: 'drawdown_trough_time', label: 'Drawdown bottom', unit: 'date', group: 'risk' },
  { name: 'drawdown_recovered_time', label: 'Drawdown ended', unit: 'date', group: 'risk' },
  { name: 'drawdown_recovery_days', label: 'Recovery days', unit: 'count', group: 'risk' },
  { name: 'ulcer_index', label: 'Ulcer index', unit: 'percent', group: 'risk' },
  { name: 'value_at_risk_95', label: 'VaR 95 %', unit: 'percent', group: 'risk' },
  { name: 'expected_shortfall_95', label: 'ES 95 %', unit: 'percent', group: 'risk' },
  { name: 'skewness', label: 'Skewness', unit: 'ratio', group: 'risk' },
  { name: 'kurtosis', label: 'Kurtosis', unit: 'ratio', group: 'risk' },
  { name: 'tail_ratio', label: 'Tail ratio', unit: 'ratio', group: 'risk' },
  { name: 'exposure_gross', label: 'Gross exposure', unit: 'percent', group: 'trading' },
  { name: 'exposure_time', label: 'Time in market', unit: 'percent', group: 'trading' },
  { name: 'turnover_annual', label: 'Turnover a year', unit: 'ratio', group: 'trading' },
  { name: 'round_trips', label: 'Round trips', unit: 'count', group: 'trading' },
  { name: 'hit_rate', label: 'Hit rate', unit: 'percent', group: 'trading' },
  { name: 'profit_factor', label: 'Profit factor', unit: 'ratio', group: 'trading' },
  { name: 'expectancy', label: 'Expectancy', unit: 'money', group: 'trading' },
  { name: 'sqn', label: 'SQN', unit: 'ratio', group: 'trading' },
  { name: 'sqn_100', label: 'SQN 100', unit: 'ratio', group: 'trading' },
  { name: 'kelly_fraction', label: 'Kelly fraction', unit: 'percent', group: 'trading' },
  { name: 'commission_total', label: 'Commission', unit: 'money', group: 'cost' },
  { name: 'slippage_total', label: 'Slippage', unit: 'money', group: 'cost' },
  { name: 'cost_total', label: 'Costs', unit: 'money', group: 'cost' },
  { name: 'cost_annual', label: 'Costs a year', unit: 'percent', group: 'cost' },
  { name: 'orders_refused', label: 'Orders refused', unit: 'count', group: 'cost' },
  { name: 'fills_ambiguous', label: 'Ambiguous fills', unit: 'count', group: 'cost' },
  { name: 'ambiguous_profit_difference', label: 'Ambiguous profit difference', unit: 'money', group: 'cost' },
  { name: 'alpha', label: 'Alpha', unit: 'percent', group: 'benchmark' },
  { name: 'beta', label: 'Beta', unit: 'ratio', group: 'benchmark' },
  { name: 'tracking_error', label: 'Tracking error', unit: 'percent', group: 'benchmark' },
  { name: 'information_ratio', label: 'Information ratio', unit: 'ratio', group: 'benchmark' },
  { name: 'capture_up', label: 'Up capture', unit: 'percent', group: 'benchmark' },
  { name: 'capture_down', label: 'Down capture', unit: 'percent', group: 'benchmark' },
  { name: 'change_recovery_days', label: 'Recovery after a change', unit: 'count', group: 'learning' },
  { name: 'forecasts', label: 'Forecasts', unit: 'count', group: 'forecast' },
  { name: 'forecast_ic', label: 'IC', unit: 'number', group: 'forecast' },
  { name: 'forecast_rank_ic', label: 'Rank IC', unit: 'number', group: 'forecast' },
  { name: 'forecast_ic_cross', label: 'Cross-sectional rank IC', unit: 'number', group: 'forecast' },
  { name: 'forecast_skill', label: 'Skill', unit: 'number', group: 'forecast' },
  { name: 'forecast_slope', label: 'Calibration slope', unit: 'number', group: 'forecast' },
  { name: 'forecast_bias', label: 'Bias', unit: 'number', group: 'forecast' },
] as const satisfies readonly { name: string; label: string; unit: MetricUnit; group: MetricGroup }[];

/** The name of a metric of the catalog. */
export type MetricName = (typeof METRIC_CATALOG)[number]['name'];
