/** How a metric is printed: percent and ratio are plain fractions in the store. */
export type MetricUnit = 'percent' | 'ratio' | 'money' | 'count';

/**
 * The metrics of an arm in the order in which tables show them. The formula, the source and the case in which each
 * is undefined stand in the file of its name in `src/metrics/`.
 */
export const METRIC_CATALOG = [
  { name: 'total_return', label: 'Total return', unit: 'percent' },
  { name: 'cagr', label: 'CAGR', unit: 'percent' },
  { name: 'volatility', label: 'Volatility', unit: 'percent' },
  { name: 'sharpe', label: 'Sharpe', unit: 'ratio' },
  { name: 'sortino', label: 'Sortino', unit: 'ratio' },
  { name: 'drawdown_max', label: 'Max drawdown', unit: 'percent' },
  { name: 'calmar', label: 'Calmar', unit: 'ratio' },
  { name: 'exposure_gross', label: 'Gross exposure', unit: 'percent' },
  { name: 'exposure_time', label: 'Time in market', unit: 'percent' },
  { name: 'turnover_annual', label: 'Turnover a year', unit: 'ratio' },
  { name: 'commission_total', label: 'Commission', unit: 'money' },
  { name: 'slippage_total', label: 'Slippage', unit: 'money' },
  { name: 'round_trips', label: 'Round trips', unit: 'count' },
  { name: 'hit_rate', label: 'Hit rate', unit: 'percent' },
  { name: 'profit_factor', label: 'Profit factor', unit: 'ratio' },
  { name: 'orders_refused', label: 'Orders refused', unit: 'count' },
  { name: 'fills_ambiguous', label: 'Ambiguous fills', unit: 'count' },
  { name: 'ambiguous_profit_difference', label: 'Ambiguous profit difference', unit: 'money' },
] as const satisfies readonly { name: string; label: string; unit: MetricUnit }[];

/** The name of a metric of the catalog. */
export type MetricName = (typeof METRIC_CATALOG)[number]['name'];
