import type { MetricValue } from '../model/metric-value.ts';
import { regressionSlope } from './beta.ts';
import { FORECASTS_STILL, type ForecastPairs, NO_FORECASTS } from './forecast-pairs.ts';
import { defined, undefinedBecause } from './metric-result.ts';

/**
 * Calibration slope: that of the regression of labels on predictions. One where predictions are as large as what comes of them; below
 * it they are too bold. Mincer & Zarnowitz 1969, "The evaluation of economic forecasts".
 *
 * Unit: ratio. Undefined without a forecast whose label is known, and where the forecasts do not vary.
 */
export function forecastSlope({ predictions, labels }: ForecastPairs): MetricValue {
  if (labels.length === 0) return undefinedBecause(NO_FORECASTS);
  const slope = regressionSlope(predictions, labels);
  return Number.isFinite(slope) ? defined(slope) : undefinedBecause(FORECASTS_STILL);
}
