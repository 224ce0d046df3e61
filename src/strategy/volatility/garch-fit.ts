import { type GarchParameters, garchLikelihood } from './garch-likelihood.ts';
import { descend } from './quasi-newton.ts';
import { requireReturns, requireRiskInput } from './volatility-input.ts';

/** A fitted GARCH(1,1). */
export interface GarchFit extends GarchParameters {
  readonly logLikelihood: number;
  /** The forecast volatility of the return after the last. */
  readonly volatilityNext: number;
  /** Whether the search ended at a point without slope; where not, the parameters are the best that were found. */
  readonly converged: boolean;
}

/** Fewer returns than this do not tell four parameters apart. */
const RETURNS_MIN = 50;

const START = { persistence: 0.95, archShare: 0.1 };

/**
 * Fits y = mean + e, h(t) = constant + arch·e(t−1)² + garch·h(t−1) with Gaussian e by maximum likelihood, under
 * constant > 0, arch ≥ 0, garch ≥ 0 and arch + garch < 1; the pre-sample rule is that of `garchLikelihood`. A quasi-Newton
 * search with exact slopes over transformed parameters, from a persistence of 0.95. E_PARAMETER_INVALID for fewer than 50
 * returns, one that is not finite, and returns that are all alike.
 */
export function fitGarch(returns: ArrayLike<number>): GarchFit {
  const place = 'fitGarch';
  requireReturns(returns, RETURNS_MIN, place);
  const { centre, scale } = unitsOf(returns);
  requireRiskInput(scale > 0, place, 'returns vary', 'the same return throughout');
  const standardised = Float64Array.from(returns, (value) => (value - centre) / scale);
  const found = descend(transformed(START), (point, slope) => {
    const parameters = parametersAt(point);
    const { value, gradient } = garchLikelihood(standardised, parameters);
    chain(point, parameters, gradient, slope);
    for (let i = 0; i < 4; i++) slope[i]! /= -standardised.length;
    return -value / standardised.length;
  });
  const { mean, constant, arch, garch } = parametersAt(found.point);
  const fitted = { mean: centre + scale * mean, constant: scale * scale * constant, arch, garch };
  const { value, varianceNext } = garchLikelihood(returns, fitted);
  const { converged } = found;
  return { ...fitted, logLikelihood: value, volatilityNext: Math.sqrt(varianceNext), converged };
}

function unitsOf(returns: ArrayLike<number>): { readonly centre: number; readonly scale: number } {
  const values = Array.from(returns);
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
  return { centre, scale: Math.sqrt(squares / values.length) };
}

/** Mean, log constant, and the logits of arch + garch and of the share of arch in it. */
function transformed({ persistence, archShare }: typeof START): Float64Array {
  const logit = (part: number): number => Math.log(part / (1 - part));
  return Float64Array.of(0, Math.log(1 - persistence), logit(persistence), logit(archShare));
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

function parametersAt(point: Float64Array): GarchParameters {
  const persistence = logistic(point[2]!);
  const share = logistic(point[3]!);
  return {
    mean: point[0]!,
    constant: Math.exp(point[1]!),
    arch: persistence * share,
    garch: persistence * (1 - share),
  };
}

/** The slopes by the transformed parameters from those by the parameters themselves. */
function chain(
  point: Float64Array,
  { constant, arch, garch }: GarchParameters,
  gradient: Float64Array,
  slope: Float64Array,
): void {
  const persistence = logistic(point[2]!);
  const share = logistic(point[3]!);
  slope[0] = gradient[0]!;
  slope[1] = gradient[1]! * constant;
  slope[2] = (gradient[2]! * arch + gradient[3]! * garch) * (1 - persistence);
  slope[3] = (gradient[2]! - gradient[3]!) * persistence * share * (1 - share);
}
