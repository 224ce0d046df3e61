import type { MetricName } from '../model/metric-catalog.ts';
import type { MetricValue } from '../model/metric-value.ts';
import { forecastBias } from './forecast-bias.ts';
import { forecastCorrelation } from './forecast-correlation.ts';
import { forecastCount } from './forecast-count.ts';
import { forecastIcCross } from './forecast-ic-cross.ts';
import { forecastPairs } from './forecast-pairs.ts';
import { forecastSkill } from './forecast-skill.ts';
import { forecastSlope } from './forecast-slope.ts';
import type { ForecastFigures } from './forecast-tally.ts';

/** The metrics that are of the predictions of a learner. */
export type ForecastMetricName = Extract<MetricName, `forecast${string}`>;

/** How the predictions of an arm compare with what came of them. */
export function forecastMetrics(forecasts: ForecastFigures): Record<ForecastMetricName, MetricValue> {
  const pairs = forecastPairs(forecasts);
  return {
    forecasts: forecastCount(pairs),
    forecast_ic: forecastCorrelation(pairs, 'value'),
    forecast_rank_ic: forecastCorrelation(pairs, 'rank'),
    forecast_ic_cross: forecastIcCross(forecasts),
    forecast_skill: forecastSkill(pairs),
    forecast_slope: forecastSlope(pairs),
    forecast_bias: forecastBias(pairs),
  };
}
