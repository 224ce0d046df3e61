import { requireInput } from '../allocation-input.ts';
import { simplexProjection } from '../simplex-projection.ts';
import { evenWeights, growthOf, type OnlinePortfolio, requireRelatives } from './online-portfolio.ts';

/** Settings of confidence-weighted mean reversion. */
export interface ConfidenceWeightedSettings {
  /** The quantile of the standard normal distribution that the confidence means; above 0. */
  readonly confidence?: number;
  /** The growth that is to stay below with that confidence; at least 0. */
  readonly threshold?: number;
  /** Whether the constraint is linearised in the variance or in the standard deviation. */
  readonly form?: 'variance' | 'deviation';
}

/** Added to the covariance of the deviation form where its determinant is nothing, as the toolbox does. */
const EPSILON = 2.220446049250313e-16;

/**
 * Confidence-weighted mean reversion (Li, Hoi, Zhao & Gopalkrishnan 2013): weights are normal with a mean and a covariance,
 * which move as little as lets the growth of the last period stay below a threshold with some confidence; the mean is
 * held. E_PARAMETER_INVALID for settings out of range.
 */
export function confidenceWeightedPortfolio(
  assets: number,
  { confidence = 2, threshold = 0.5, form = 'variance' }: ConfidenceWeightedSettings = {},
): OnlinePortfolio {
  const place = 'confidenceWeightedPortfolio';
  requireInput(confidence > 0 && Number.isFinite(confidence), place, 'the confidence is above 0', confidence);
  requireInput(threshold >= 0 && Number.isFinite(threshold), place, 'the threshold is at least 0', threshold);
  let mean = evenWeights(assets);
  let covariance = identity(assets, 1 / (assets * assets));
  return {
    get weights() {
      return mean;
    },
    update(relatives) {
      requireRelatives(relatives, assets);
      const moments = momentsOf(mean, covariance, relatives);
      const { step, shrink } = (form === 'variance' ? varianceStep : deviationStep)(
        moments,
        confidence,
        threshold,
      );
      const moved = mean.map((weight, i) => {
        let pull = 0;
        for (let j = 0; j < assets; j++)
          pull += covariance[i * assets + j]! * (relatives[j]! - moments.average);
        return weight - step * pull;
      });
      covariance = shrunk(covariance, relatives, shrink);
      if (form === 'deviation') for (let i = 0; i < assets; i++) covariance[i * assets + i]! += EPSILON;
      mean = simplexProjection(moved);
      const total = covariance.reduce((sum, value) => sum + value, 0) * assets;
      covariance = covariance.map((value) => value / total);
    },
  };
}

interface Moments {
  /** Mean growth, its variance, 1′Σx, and the average relative by confidence. */
  readonly growth: number;
  readonly variance: number;
  readonly spread: number;
  readonly average: number;
}

interface Step {
  /** How far the mean moves along Σ(x − x̄). */
  readonly step: number;
  /** What is added to the inverse covariance, times x². */
  readonly shrink: number;
}

function momentsOf(mean: Float64Array, covariance: Float64Array, relatives: Float64Array): Moments {
  const assets = mean.length;
  let variance = 0;
  let spread = 0;
  let total = 0;
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j < assets; j++) {
      const entry = covariance[i * assets + j]!;
      variance += relatives[i]! * entry * relatives[j]!;
      spread += entry * relatives[j]!;
      total += entry;
    }
  }
  return { growth: growthOf(mean, relatives), variance, spread, average: spread / total };
}

function varianceStep(
  { growth, variance, spread, average }: Moments,
  confidence: number,
  threshold: number,
): Step {
  const a = 2 * confidence * variance * variance - 2 * confidence * average * variance * spread;
  const b =
    2 * confidence * threshold * variance - 2 * confidence * variance * growth + variance - average * spread;
  const c = threshold - growth - confidence * variance;
  const step = largestRoot(a, b, c);
  return { step, shrink: 2 * step * confidence };
}

function deviationStep(
  { growth, variance, spread, average }: Moments,
  confidence: number,
  threshold: number,
): Step {
  const square = confidence * confidence;
  const part = variance - average * spread + (square * variance) / 2;
  const a = part * part - (square * square * variance * variance) / 4;
  const b = 2 * (threshold - growth) * part;
  const c = (threshold - growth) * (threshold - growth) - square * variance;
  const step = largestRoot(a, b, c);
  const scaled = step * variance * confidence;
  const deviation = (Math.sqrt(scaled * scaled + 4 * variance) - scaled) / 2;
  return { step, shrink: (step * confidence) / deviation };
}

/** The largest root of ax² + bx + c that is at least 0; 0 where there is none. */
function largestRoot(a: number, b: number, c: number): number {
  if (a === 0) return b === 0 ? 0 : Math.max(0, -c / b);
  const discriminant = b * b - 4 * a * c;
  if (discriminant < 0) return 0;
  const root = Math.sqrt(discriminant);
  return Math.max(0, (-b + root) / (2 * a), (-b - root) / (2 * a));
}

/**
 * (Σ⁻¹ + shrink·diag(x²))⁻¹, one asset after the other by the formula of Sherman & Morrison, which inverts nothing and keeps
 * the matrix symmetric.
 */
function shrunk(covariance: Float64Array, relatives: Float64Array, shrink: number): Float64Array {
  const assets = relatives.length;
  const next = covariance.slice();
  for (let k = 0; k < assets; k++) {
    const added = shrink * relatives[k]! * relatives[k]!;
    const column = Float64Array.from({ length: assets }, (_, i) => next[i * assets + k]!);
    const factor = added / (1 + added * column[k]!);
    for (let i = 0; i < assets; i++) {
      for (let j = 0; j < assets; j++) next[i * assets + j]! -= factor * column[i]! * column[j]!;
    }
  }
  return next;
}

function identity(assets: number, scale: number): Float64Array {
  return Float64Array.from({ length: assets * assets }, (_, at) => (at % (assets + 1) === 0 ? scale : 0));
}
