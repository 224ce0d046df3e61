import type { MetricValue } from '../model/metric-value.ts';
import type { ForecastPairs } from './forecast-pairs.ts';
import { defined } from './metric-result.ts';

/**
 * Forecasts whose labels are known: predictions that the strategy asked for, at most one of a symbol a slice.
 *
 * Unit: count. Always defined.
 */
export function forecastCount({ labels }: ForecastPairs): MetricValue {
  return defined(labels.length);
}
