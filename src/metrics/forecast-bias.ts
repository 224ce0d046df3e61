import type { MetricValue } from '../model/metric-value.ts';
import { type ForecastPairs, NO_FORECASTS } from './forecast-pairs.ts';
import { defined, undefinedBecause } from './metric-result.ts';

/**
 * Bias: `mean(p − y)`, predictions less labels. Above zero the learner was too hopeful.
 *
 * Unit: that of labels, log returns in units of volatility. Undefined without a forecast whose label is known.
 */
export function forecastBias({ predictions, labels }: ForecastPairs): MetricValue {
  if (labels.length === 0) return undefinedBecause(NO_FORECASTS);
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += predictions[i]! - labels[i]!;
  return defined(sum / labels.length);
}
