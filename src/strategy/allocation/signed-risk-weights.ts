import { RegimetaError } from '../../model/regimeta-error.ts';

/** How predictions become weights. All finite and above zero. */
export interface SignedRiskSettings {
  /** The prediction, in units of volatility, from which on a position has its full size. */
  readonly predictionScale: number;
  /** Annualised volatility that a full position is scaled to, as a fraction, before it is divided among the symbols. */
  readonly volatilityTarget: number;
  /** Slices a year, which annualise the volatilities. */
  readonly periodsPerYear: number;
  /** The most that a quiet symbol is levered, before it is divided among the symbols. */
  readonly leverageMax: number;
  /** Bound of the sum of absolute weights, in multiples of equity. */
  readonly grossMax: number;
}

/**
 * Daily bars, 15 % a year for each position held alone, no leverage in total. Conventional values, fitted to nothing.
 */
/** A target of 15 % volatility a year and no leverage, for daily bars. */
export const SIGNED_RISK_DEFAULTS: SignedRiskSettings = {
  predictionScale: 0.5,
  volatilityTarget: 0.15,
  periodsPerYear: 252,
  leverageMax: 2,
  grossMax: 1,
};

/** Scaling to the limit aims this much below it, so that rounding cannot carry the sum above. */
const ROUNDING_MARGIN = 1e-12;

/**
 * Long and short target weights from predictions, each symbol with an equal budget of risk:
 *
 *     w = clip(prediction / predictionScale, -1, 1) × min(volatilityTarget / (s √periodsPerYear), leverageMax) / N,
 *
 * where s is the symbol's volatility of one-slice log returns and N the number of symbols that have a prediction.
 * If the absolute weights then sum to more than `grossMax`, all are scaled down by the same factor. Inverse
 * volatility as in time-series momentum (Moskowitz, Ooi & Pedersen 2012, Journal of Financial Economics 104(2),
 * equation 5), with the sign made gradual.
 *
 * `predictions[i]` is the expected return of symbol i over the learner's horizon in units of its volatility, or null
 * where there is none: its weight is 0, and its volatility is not read. `out`, as long as `predictions`, receives
 * the weights. Throws E_PARAMETER_INVALID on settings out of range, and E_INVARIANT on a prediction that is not finite, on a volatility with it that is not finite and
 * above zero, and on arrays of different lengths. Allocates nothing.
 */
export function signedRiskWeights(
  predictions: readonly (number | null)[],
  volatilities: ArrayLike<number | null>,
  settings: SignedRiskSettings,
  out: Float64Array,
): void {
  requireSettings(settings);
  requireThat(volatilities.length === predictions.length, 'volatilities', volatilities.length);
  requireThat(out.length === predictions.length, 'weights', out.length);
  let count = 0;
  for (let i = 0; i < predictions.length; i++) if (predictions[i] !== null) count += 1;
  let gross = 0;
  for (let i = 0; i < predictions.length; i++) {
    const prediction = predictions[i];
    out[i] = prediction === null ? 0 : riskWeight(prediction, volatilities[i], settings) / count;
    gross += Math.abs(out[i]);
  }
  if (gross <= settings.grossMax) return;
  const factor = (settings.grossMax / gross) * (1 - ROUNDING_MARGIN);
  for (let i = 0; i < out.length; i++) out[i] *= factor;
}

/** The weight that the symbol would have if it were the only one. */
function riskWeight(prediction: number, volatility: number | null, settings: SignedRiskSettings): number {
  const { predictionScale, volatilityTarget, periodsPerYear, leverageMax } = settings;
  requireThat(Number.isFinite(prediction), 'prediction', prediction);
  requireThat(
    volatility !== null && volatility > 0 && volatility < Number.POSITIVE_INFINITY,
    'volatility',
    volatility,
  );
  const size = Math.max(-1, Math.min(1, prediction / predictionScale));
  return size * Math.min(volatilityTarget / (volatility! * Math.sqrt(periodsPerYear)), leverageMax);
}

function requireSettings(settings: SignedRiskSettings): void {
  const { predictionScale, volatilityTarget, periodsPerYear, leverageMax, grossMax } = settings;
  const least = Math.min(predictionScale, volatilityTarget, periodsPerYear, leverageMax, grossMax);
  const most = Math.max(predictionScale, volatilityTarget, periodsPerYear, leverageMax, grossMax);
  if (least > 0 && most < Number.POSITIVE_INFINITY) return;
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place: 'signedRiskWeights',
    rule: 'every setting must be finite and above zero',
    found: JSON.stringify(settings),
  });
}

function requireThat(holds: boolean, place: string, found: number | null): void {
  if (holds) return;
  throw new RegimetaError('E_INVARIANT', {
    place: `signedRiskWeights ${place}`,
    rule: 'predictions, volatilities and weights are equally long; predictions finite; volatilities finite and above zero',
    found: String(found),
  });
}
