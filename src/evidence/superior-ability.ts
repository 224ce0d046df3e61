import { sampleDeviation } from '../math/sample-deviation.ts';
/** Differences to a benchmark with their resampled values, one entry a model. */
export interface ResampledDifference {
  /** Above zero where the model is better than the benchmark. */
  readonly estimate: number;
  readonly draws: Float64Array;
}

/** p-values of the test for superior predictive ability; lower ≤ consistent ≤ upper. */
export interface SuperiorAbility {
  /** The largest studentised difference, at least zero. */
  readonly statistic: number;
  readonly lower: number;
  readonly consistent: number;
  readonly upper: number;
}

/**
 * Hansen's test of the hypothesis that no model is better than the benchmark: the largest studentised difference against that of resamples
 * which are centred so that the hypothesis holds. The three p-values differ in what they make of models that did worse: the upper one
 * takes all for as good as the benchmark (White's reality check, studentised), the lower one leaves each as bad as it was, and the
 * consistent one does so with those that were worse by more than `√(2 ln ln n)` standard errors. `observations` is n. Null without a
 * model whose difference varies.
 *
 * Hansen 2005, "A test for superior predictive ability", Journal of Business & Economic Statistics 23(4).
 */
export function superiorAbility(
  models: readonly ResampledDifference[],
  observations: number,
): SuperiorAbility | null {
  const varying = models
    .map((model) => ({ ...model, error: sampleDeviation(model.draws) }))
    .filter(({ error }) => error > 1e-12);
  if (varying.length === 0) return null;
  const statistic = Math.max(0, ...varying.map(({ estimate, error }) => estimate / error));
  const threshold = -Math.sqrt(2 * Math.log(Math.log(Math.max(observations, 3))));
  const centred = (centreOf: (estimate: number, error: number) => number): number => {
    const centres = varying.map(({ estimate, error }) => centreOf(estimate, error));
    const resamples = varying[0]!.draws.length;
    let beyond = 0;
    for (let i = 0; i < resamples; i++) {
      let largest = 0;
      for (const [model, { draws, error }] of varying.entries()) {
        largest = Math.max(largest, (draws[i]! - centres[model]!) / error);
      }
      if (largest >= statistic) beyond++;
    }
    return (1 + beyond) / (1 + resamples);
  };
  return {
    statistic,
    lower: centred((estimate) => Math.max(estimate, 0)),
    consistent: centred((estimate, error) => (estimate / error >= threshold ? estimate : 0)),
    upper: centred((estimate) => estimate),
  };
}

/**
 * Romano & Wolf's step-down: for each difference the p-value, adjusted for all of them, of the one-sided hypothesis that it is not above
 * zero. The largest studentised difference is judged by the maximum over all models, the next by that over the rest, and so on; none is
 * below the one before it. One for a difference that does not vary.
 *
 * Romano & Wolf 2005, "Stepwise multiple testing as formalized data snooping", Econometrica 73(4); 2016, "Efficient computation of
 * adjusted p-values for resampling-based stepdown multiple testing", Statistics & Probability Letters 113.
 */
export function stepDownPValues(models: readonly ResampledDifference[]): number[] {
  const studentised = models.map(({ estimate, draws }) => {
    const error = sampleDeviation(draws);
    return { statistic: error > 1e-12 ? estimate / error : Number.NEGATIVE_INFINITY, estimate, draws, error };
  });
  const order = studentised
    .map((_, model) => model)
    .filter((model) => studentised[model]!.error > 1e-12)
    .sort((a, b) => studentised[b]!.statistic - studentised[a]!.statistic);
  const adjusted = models.map(() => 1);
  const resamples = models[0]?.draws.length ?? 0;
  // The maxima over the models from each rank on, from the last rank up.
  const maxima = new Float64Array(resamples).fill(Number.NEGATIVE_INFINITY);
  for (let rank = order.length - 1; rank >= 0; rank--) {
    const { statistic, estimate, draws, error } = studentised[order[rank]!]!;
    let beyond = 0;
    for (let i = 0; i < resamples; i++) {
      maxima[i] = Math.max(maxima[i]!, (draws[i]! - estimate) / error);
      if (maxima[i]! >= statistic) beyond++;
    }
    adjusted[order[rank]!] = (1 + beyond) / (1 + resamples);
  }
  for (let rank = 1; rank < order.length; rank++) {
    const before = adjusted[order[rank - 1]!]!;
    adjusted[order[rank]!] = Math.max(adjusted[order[rank]!]!, before);
  }
  return adjusted;
}
