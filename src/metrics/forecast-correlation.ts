import { correlation, rankCorrelation } from '../math/rank-correlation.ts';
import type { MetricValue } from '../model/metric-value.ts';
import { correlationFault, type ForecastPairs } from './forecast-pairs.ts';
import { defined, undefinedBecause } from './metric-result.ts';

/**
 * Information coefficient: the correlation of the predictions with their labels over all decisions and symbols together, by Pearson or
 * by ranks (Spearman). Grinold & Kahn 1999, "Active portfolio management", chapter 6.
 *
 * Unit: number between −1 and 1. Undefined without a forecast whose label is known, and where forecasts or labels do not vary.
 */
export function forecastCorrelation(pairs: ForecastPairs, by: 'value' | 'rank'): MetricValue {
  const fault = correlationFault(pairs);
  if (fault !== null) return undefinedBecause(fault);
  const { predictions, labels } = pairs;
  return defined(by === 'rank' ? rankCorrelation(predictions, labels) : correlation(predictions, labels));
}
