import { isRegression, type LossSettings, type RegressionLossSettings } from './learner-settings.ts';
import { lossOf } from './loss.ts';
import type { Predictor, SampleSet } from './meta-learner.ts';
import { type PortfolioArrays, writePortfolio } from './portfolio-arrays.ts';
import { winsorise } from './sample-rows.ts';

/**
 * The mean loss of predictions on some rows, outside of graphs, as `headLoss` takes it of a network's outputs; labels
 * beyond the limit are set to it.
 */
export function sampleLoss(
  predictor: Predictor,
  samples: SampleSet,
  settings: (LossSettings | RegressionLossSettings) & { readonly labelLimit: number | null },
): number {
  const { rows, featureCount, features } = samples;
  const { loss, huberThreshold, labelLimit } = settings;
  const labels = samples.labels.slice(0, rows).map((label) => winsorise(label, labelLimit));
  const rowOf = (row: number): Float64Array =>
    features.subarray(row * featureCount, (row + 1) * featureCount);
  const predict = (row: number): number => predictor.predict(rowOf(row), samples.symbols?.[row]);
  if (settings.loss === 'log-wealth') {
    const scores = labels.map((_, row) => predict(row));
    return wealthLossOf(scores, { ...samples, labels }, settings.turnoverCost);
  }
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const label = labels[row]!;
    if (isRegression(loss)) sum += lossOf(predict(row) - label, { loss, huberThreshold });
    else if (loss === 'direction') sum -= Math.log((1 + (label > 0 ? 1 : -1) * predict(row)) / 2);
    else if ('quantiles' in settings)
      sum += pinballOf(predictor.quantiles!(rowOf(row)), label, settings.quantiles);
  }
  return sum / rows;
}

function pinballOf(predicted: Float64Array, label: number, levels: readonly number[]): number {
  let sum = 0;
  levels.forEach((level, i) => {
    const error = label - predicted[i]!;
    sum += Math.max(level * error, (level - 1) * error);
  });
  return sum / levels.length;
}

function wealthLossOf(scores: Float64Array, samples: SampleSet, turnoverCost: number): number {
  const capacity = samples.rows;
  const column = (): Float64Array => new Float64Array(capacity);
  const arrays: PortfolioArrays = {
    slices: column(),
    previous: column(),
    hasPrevious: column(),
    isHeld: column(),
    units: column(),
    sliceWeights: column(),
  };
  writePortfolio(samples, arrays, { task: 0, capacity, rows: Array.from(scores.keys()) });
  const totals = column();
  scores.forEach((score, row) => {
    totals[arrays.slices[row]!]! += Math.exp(score);
  });
  const weights = scores.map((score, row) => Math.exp(score) / totals[arrays.slices[row]!]!);
  const growth = weights.map((_, row) => Math.exp(samples.labels[row]! * arrays.units[row]!));
  const wealth = column().fill(1);
  weights.forEach((weight, row) => {
    wealth[arrays.slices[row]!]! += weight * (growth[row]! - 1);
  });
  const traded = Float64Array.from(arrays.isHeld);
  weights.forEach((weight, row) => {
    const previous = arrays.previous[row]!;
    const drifted = (weights[previous]! * growth[previous]!) / wealth[arrays.slices[previous]!]!;
    const before = arrays.hasPrevious[row]! * drifted;
    traded[arrays.slices[row]!]! += Math.abs(weight - before) - before;
  });
  return wealth.reduce(
    (sum, value, slice) =>
      sum + arrays.sliceWeights[slice]! * (turnoverCost * traded[slice]! - Math.log(value)),
    0,
  );
}
