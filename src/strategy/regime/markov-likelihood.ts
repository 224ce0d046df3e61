import { minimise } from '../../math/quasi-newton.ts';
import { fitByExpectation, orderedStates, startOf } from './markov-expectation.ts';
import { MarkovFilter } from './markov-filter.ts';
import type { MarkovModel } from './markov-model.ts';

/** The model that is to be fitted to numbers. */
export interface MarkovShape {
  readonly states: number;
  /** Autoregressive terms. */
  readonly order: number;
  /** Whether each state has a variance of its own. */
  readonly switchingVariance: boolean;
}

/** How far a fit goes. */
interface LikelihoodFit {
  /** The only start where it is given. */
  readonly warmStart?: MarkovModel | null;
  /** Quasi-Newton steps from each start. */
  readonly iterationsMax?: number;
}

/** The log-likelihood of numbers under a model of one number. */
export function markovLogLikelihood(series: Float64Array, model: MarkovModel): number {
  const filter = new MarkovFilter(model);
  for (let t = 0; t < series.length; t++) filter.update(series.subarray(t, t + 1));
  return filter.logLikelihood;
}

/**
 * The Markov-switching autoregression of greatest likelihood (Hamilton 1989), by quasi-Newton steps from several starts: those of the model without
 * autoregressive terms, fitted by expectation and maximisation, and some with other persistence. States are in the order of their variance, or of their
 * mean where that is common. The series is the past: what comes after it has no part.
 */
export function fitMarkovSwitching(
  series: Float64Array,
  shape: MarkovShape,
  { warmStart = null, iterationsMax = 150 }: LikelihoodFit = {},
): { readonly model: MarkovModel; readonly logLikelihood: number } {
  const starts = warmStart ? [warmStart] : startsOf(series, shape);
  let best: { model: MarkovModel; logLikelihood: number } | null = null;
  for (const start of starts) {
    const objective = (at: Float64Array): number => -markovLogLikelihood(series, unpacked(at, shape));
    const { at, value } = minimise(objective, packed(start, shape), { iterationsMax });
    if (best === null || -value > best.logLikelihood) {
      best = { model: orderedStates(unpacked(at, shape)), logLikelihood: -value };
    }
  }
  return best!;
}

function startsOf(series: Float64Array, { states, order, switchingVariance }: MarkovShape): MarkovModel[] {
  const settings = { iterationsMax: 50, stickiness: 0, switchingVariance };
  const fitted = (by: 'size' | 'value'): MarkovModel =>
    fitByExpectation(series, startOf(series, { states, dimension: 1 }, by), settings).model;
  const bases = switchingVariance ? [fitted('size'), fitted('value')] : [fitted('value')];
  return bases.flatMap((base) =>
    [0.95, 0.8].map((stay) => ({
      ...base,
      coefficients: new Float64Array(order),
      transition: base.transition.map((_, at) =>
        at % (states + 1) === 0 ? stay : (1 - stay) / Math.max(1, states - 1),
      ),
    })),
  );
}

/** Parameters without bounds: means, log variances, coefficients, and log odds of each move against staying. */
function packed(model: MarkovModel, { states, switchingVariance }: MarkovShape): Float64Array {
  const logVariances = Array.from(model.variances, Math.log);
  const odds = Array.from(model.transition).flatMap((probability, at) => {
    const stay = model.transition[Math.floor(at / states) * (states + 1)]!;
    return at % (states + 1) === 0 ? [] : [Math.log(Math.max(1e-8, probability) / Math.max(1e-8, stay))];
  });
  const spread = switchingVariance ? logVariances : logVariances.slice(0, 1);
  return Float64Array.from([...model.means, ...spread, ...model.coefficients, ...odds]);
}

function unpacked(at: Float64Array, { states, order, switchingVariance }: MarkovShape): MarkovModel {
  const spreads = switchingVariance ? states : 1;
  const variances = Float64Array.from({ length: states }, (_, s) =>
    Math.exp(at[states + (switchingVariance ? s : 0)]!),
  );
  const coefficients = at.slice(states + spreads, states + spreads + order);
  const odds = at.subarray(states + spreads + order);
  const transition = new Float64Array(states * states);
  let taken = 0;
  for (let from = 0; from < states; from++) {
    const row = transition.subarray(from * states, (from + 1) * states);
    for (let to = 0; to < states; to++) row[to] = to === from ? 1 : Math.exp(Math.min(500, odds[taken++]!));
    const sum = row.reduce((total, x) => total + x, 0);
    row.forEach((x, to) => {
      row[to] = x / sum;
    });
  }
  return { states, dimension: 1, transition, means: at.slice(0, states), variances, coefficients };
}
