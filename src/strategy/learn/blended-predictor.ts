import { createHash } from 'node:crypto';
import type { Predictor } from './meta-learner.ts';

/**
 * A predictor between the initialisation and an adapted one: (1 - weight) × initial + weight × adapted, for quantiles too where both have them. A weight of 1 is
 * the adapted one itself. The hash is over those of both and the weight.
 */
export function blendedPredictor(initial: Predictor, adapted: Predictor, weight: number): Predictor {
  if (weight >= 1) return adapted;
  const parametersHash = createHash('sha256')
    .update(`${initial.parametersHash} ${adapted.parametersHash} ${weight}`)
    .digest('hex');
  const between = (low: number, high: number): number => low + weight * (high - low);
  return {
    parametersHash,
    predict: (features, symbol) =>
      between(initial.predict(features, symbol), adapted.predict(features, symbol)),
    ...(initial.quantiles && adapted.quantiles
      ? { quantiles: blendedQuantiles(initial, adapted, between) }
      : {}),
  };
}

function blendedQuantiles(
  initial: Predictor,
  adapted: Predictor,
  between: (low: number, high: number) => number,
): (features: Float64Array) => Float64Array {
  let blended = new Float64Array(0);
  return (features) => {
    const first = initial.quantiles!(features);
    if (blended.length !== first.length) blended = new Float64Array(first.length);
    blended.set(first);
    const second = adapted.quantiles!(features);
    for (let k = 0; k < blended.length; k++) blended[k] = between(blended[k]!, second[k]!);
    return blended;
  };
}
