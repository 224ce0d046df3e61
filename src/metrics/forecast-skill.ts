import type { MetricValue } from '../model/metric-value.ts';
import { type ForecastPairs, LABELS_STILL, NO_FORECASTS } from './forecast-pairs.ts';
import { defined, undefinedBecause } from './metric-result.ts';

/**
 * Skill by squared errors: `1 − Σ (y − p)² / Σ y²`, with p the predictions and y the labels: the part of the error of always
 * forecasting zero that is saved. The mean of the labels is no reference, since nobody knew it. As in Gu, Kelly & Xiu 2020, "Empirical
 * asset pricing via machine learning", Review of Financial Studies 33(5).
 *
 * Unit: fraction up to 1; below zero where zero would have been the better forecast. It has no meaning for learners whose predictions
 * are no labels (direction, portfolio weights). Undefined without a forecast whose label is known, and where all labels are zero.
 */
export function forecastSkill({ predictions, labels }: ForecastPairs): MetricValue {
  if (labels.length === 0) return undefinedBecause(NO_FORECASTS);
  let [errors, squares] = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    const error = labels[i]! - predictions[i]!;
    errors += error * error;
    squares += labels[i]! * labels[i]!;
  }
  return squares > 0 ? defined(1 - errors / squares) : undefinedBecause(LABELS_STILL);
}
