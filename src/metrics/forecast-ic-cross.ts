import { rankCorrelation } from '../math/rank-correlation.ts';
import type { MetricValue } from '../model/metric-value.ts';
import { correlationFault, forecastPairs, NO_FORECASTS } from './forecast-pairs.ts';
import type { ForecastFigures } from './forecast-tally.ts';
import { defined, undefinedBecause } from './metric-result.ts';

/** Fewer symbols than this have no order to speak of. */
const SYMBOLS_MIN = 5;

/**
 * Cross-sectional rank information coefficient: the mean over the decisions with at least five labelled forecasts, of which neither
 * these nor the labels are all equal, of Spearman's correlation between the symbols. Whether the learner ranks symbols, whatever it thinks of
 * the market as a whole.
 *
 * Unit: number between −1 and 1. Undefined without a forecast, and without such a decision.
 */
export function forecastIcCross(forecasts: ForecastFigures): MetricValue {
  const { width, times, predictions, labels } = forecasts;
  if (times.length === 0) return undefinedBecause(NO_FORECASTS);
  let [sum, decisions] = [0, 0];
  for (let row = 0; row < times.length; row++) {
    const [from, to] = [row * width, (row + 1) * width];
    const pairs = forecastPairs({
      predictions: predictions.subarray(from, to),
      labels: labels.subarray(from, to),
    });
    if (pairs.labels.length < SYMBOLS_MIN || correlationFault(pairs) !== null) continue;
    sum += rankCorrelation(pairs.predictions, pairs.labels);
    decisions++;
  }
  return decisions > 0 ? defined(sum / decisions) : undefinedBecause('no decision has five forecasts');
}
