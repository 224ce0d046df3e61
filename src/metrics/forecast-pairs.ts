import type { ForecastFigures } from './forecast-tally.ts';

/** Predictions beside their labels, without those that lack one of the two. */
export interface ForecastPairs {
  readonly predictions: Float64Array;
  readonly labels: Float64Array;
}

/** The reason of every score of an arm without a learner. */
export const NO_FORECASTS = 'the arm made no forecast whose label is known';

/** The reason of what is a correlation or a slope. */
export const FORECASTS_STILL = 'the forecasts do not vary';

/** The reason of what is divided by the spread of labels. */
export const LABELS_STILL = 'the labels do not vary';

/** The pairs of all decisions, in time order and then by symbol. */
export function forecastPairs({
  predictions,
  labels,
}: Pick<ForecastFigures, 'predictions' | 'labels'>): ForecastPairs {
  const pairs = { predictions: [] as number[], labels: [] as number[] };
  for (let i = 0; i < labels.length; i++) {
    if (Number.isNaN(predictions[i]!) || Number.isNaN(labels[i]!)) continue;
    pairs.predictions.push(predictions[i]!);
    pairs.labels.push(labels[i]!);
  }
  return { predictions: Float64Array.from(pairs.predictions), labels: Float64Array.from(pairs.labels) };
}

/** Why the pairs cannot be correlated; null where they can. */
export function correlationFault({ predictions, labels }: ForecastPairs): string | null {
  if (labels.length === 0) return NO_FORECASTS;
  if (isConstant(predictions)) return FORECASTS_STILL;
  return isConstant(labels) ? LABELS_STILL : null;
}

function isConstant(values: Float64Array): boolean {
  return values.every((value) => value === values[0]);
}
