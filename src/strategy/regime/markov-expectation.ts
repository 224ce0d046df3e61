import { MarkovFilter } from './markov-filter.ts';
import type { MarkovModel } from './markov-model.ts';

/** How a model without autoregressive terms is fitted. */
export interface ExpectationSettings {
  readonly iterationsMax: number;
  /** Observations for which the prior has seen each state last: its weight on staying. */
  readonly stickiness: number;
  /** Whether each state has variances of its own. */
  readonly switchingVariance: boolean;
}

/** Smallest variance, as a part of the variance over all rows, so that no state closes in on one observation. */
const VARIANCE_SHARE_MIN = 1e-3;
/** Smallest variance at all: that of a constant. */
const VARIANCE_MIN = 1e-12;
/** Gain of the log-likelihood per row below which the fit ends. */
const GAIN_MIN = 1e-7;

/**
 * Expectation and maximisation (Baum et al. 1970) of a Markov-switching model without autoregressive terms, on rows of the past alone, from a start.
 * `rows` holds them one after the other. The transition rows have a Dirichlet prior that counts `stickiness` stays.
 */
export function fitByExpectation(
  rows: Float64Array,
  start: MarkovModel,
  settings: ExpectationSettings,
): { readonly model: MarkovModel; readonly logLikelihood: number } {
  const floor = varianceFloor(rows, start.dimension);
  let model = start;
  let height = Number.NEGATIVE_INFINITY;
  for (let iteration = 0; iteration < settings.iterationsMax; iteration++) {
    const smoothed = smooth(rows, model);
    const gain = smoothed.logLikelihood - height;
    if (gain < (GAIN_MIN * rows.length) / start.dimension && iteration > 1) break;
    height = smoothed.logLikelihood;
    model = maximised(rows, smoothed, { ...settings, model, floor });
  }
  return { model, logLikelihood: height };
}

/** What the backward pass knows of the states of each row; for fitting on the past alone, never a reading. */
interface Smoothed {
  /** Rows by states. */
  readonly shares: Float64Array;
  /** Expected numbers of transitions, from by to. */
  readonly moves: Float64Array;
  readonly logLikelihood: number;
}

function smooth(rows: Float64Array, model: MarkovModel): Smoothed {
  const { states, dimension, transition } = model;
  const count = rows.length / dimension;
  const filter = new MarkovFilter(model);
  const shares = new Float64Array(count * states);
  for (let t = 0; t < count; t++) {
    filter.update(rows.subarray(t * dimension, (t + 1) * dimension));
    shares.set(filter.state.joint, t * states);
  }
  const moves = new Float64Array(states * states);
  const predicted = new Float64Array(states);
  const ratio = new Float64Array(states);
  for (let t = count - 2; t >= 0; t--) {
    predicted.fill(0);
    for (let i = 0; i < states; i++) {
      for (let j = 0; j < states; j++) {
        predicted[j]! += shares[t * states + i]! * transition[i * states + j]!;
      }
    }
    for (let j = 0; j < states; j++) {
      ratio[j] = predicted[j]! > 0 ? shares[(t + 1) * states + j]! / predicted[j]! : 0;
    }
    for (let i = 0; i < states; i++) {
      let back = 0;
      for (let j = 0; j < states; j++) {
        const move = transition[i * states + j]! * ratio[j]!;
        moves[i * states + j]! += shares[t * states + i]! * move;
        back += move;
      }
      shares[t * states + i]! *= back;
    }
  }
  return { shares, moves, logLikelihood: filter.logLikelihood };
}

function maximised(
  rows: Float64Array,
  { shares, moves }: Smoothed,
  fit: ExpectationSettings & { readonly model: MarkovModel; readonly floor: Float64Array },
): MarkovModel {
  const { states, dimension } = fit.model;
  const weights = new Float64Array(states);
  const means = new Float64Array(states * dimension);
  const squares = new Float64Array(states * dimension);
  const count = rows.length / dimension;
  for (let pass = 0; pass < 2; pass++) {
    for (let t = 0; t < count; t++) {
      for (let s = 0; s < states; s++) {
        const share = shares[t * states + s]!;
        if (pass === 0) weights[s]! += share;
        for (let k = 0; k < dimension; k++) {
          const at = s * dimension + k;
          const value = rows[t * dimension + k]!;
          if (pass === 0) means[at]! += share * value;
          else squares[at]! += share * (value - means[at]!) * (value - means[at]!);
        }
      }
    }
    if (pass === 0) {
      for (let at = 0; at < means.length; at++) {
        const weight = weights[Math.floor(at / dimension)]!;
        // A state that no row is in stays where it was.
        means[at] = weight > 0 ? means[at]! / weight : fit.model.means[at]!;
      }
    }
  }
  const variances = variancesOf({ squares, weights, count }, fit);
  const transition = moves.map((move, at) => {
    const from = Math.floor(at / states);
    let sum = 1 + fit.stickiness;
    for (let j = 0; j < states; j++) sum += moves[from * states + j]!;
    const prior = 1 / states + (at % (states + 1) === 0 ? fit.stickiness : 0);
    return (move + prior) / sum;
  });
  return { ...fit.model, means, variances, transition };
}

function variancesOf(
  sums: { readonly squares: Float64Array; readonly weights: Float64Array; readonly count: number },
  fit: ExpectationSettings & { readonly model: MarkovModel; readonly floor: Float64Array },
): Float64Array {
  const { states, dimension } = fit.model;
  return sums.squares.map((square, at) => {
    const k = at % dimension;
    const weight = sums.weights[Math.floor(at / dimension)]!;
    if (fit.switchingVariance) return Math.max(fit.floor[k]!, weight > 0 ? square / weight : 0);
    let pooled = 0;
    for (let s = 0; s < states; s++) pooled += sums.squares[s * dimension + k]!;
    return Math.max(fit.floor[k]!, pooled / sums.count);
  });
}

function varianceFloor(rows: Float64Array, dimension: number): Float64Array {
  const count = rows.length / dimension;
  return Float64Array.from({ length: dimension }, (_, k) => {
    let mean = 0;
    for (let t = 0; t < count; t++) mean += rows[t * dimension + k]! / count;
    let variance = 0;
    for (let t = 0; t < count; t++) {
      const distance = rows[t * dimension + k]! - mean;
      variance += (distance * distance) / count;
    }
    return Math.max(VARIANCE_MIN, VARIANCE_SHARE_MIN * variance);
  });
}

/**
 * A start for the fit that no randomness enters: rows are sorted by the mean size, about their mean, of themselves and the nine before, cut into
 * as many parts as there are states, the calmest first, and each state takes mean and variance of its part.
 */
export function startOf(
  rows: Float64Array,
  shape: { readonly states: number; readonly dimension: number },
  by: 'size' | 'value',
): MarkovModel {
  const { states, dimension } = shape;
  const count = rows.length / dimension;
  const levels = smoothedLevels(rows, dimension, by);
  const order = Array.from({ length: count }, (_, t) => t).sort((a, b) => levels[a]! - levels[b]! || a - b);
  const shares = new Float64Array(count * states);
  order.forEach((t, rank) => {
    shares[t * states + Math.min(states - 1, Math.floor((rank * states) / count))] = 1;
  });
  const blank: MarkovModel = {
    states,
    dimension,
    transition: Float64Array.from({ length: states * states }, (_, at) =>
      at % (states + 1) === 0 ? 0.98 : 0.02 / Math.max(1, states - 1),
    ),
    means: new Float64Array(states * dimension),
    variances: new Float64Array(states * dimension).fill(1),
    coefficients: new Float64Array(0),
  };
  const settings = { iterationsMax: 1, stickiness: 0, switchingVariance: true };
  const fit = { ...settings, model: blank, floor: varianceFloor(rows, dimension) };
  const { means, variances } = maximised(
    rows,
    { shares, moves: new Float64Array(states * states), logLikelihood: 0 },
    fit,
  );
  return { ...blank, means, variances };
}

function smoothedLevels(rows: Float64Array, dimension: number, by: 'size' | 'value'): Float64Array {
  const count = rows.length / dimension;
  const window = by === 'size' ? 10 : 3;
  const mean = Float64Array.from({ length: dimension }, (_, k) => {
    let sum = 0;
    for (let t = 0; t < count; t++) sum += rows[t * dimension + k]!;
    return sum / count;
  });
  const single = Float64Array.from({ length: count }, (_, t) => {
    let sum = 0;
    for (let k = 0; k < dimension; k++) {
      const distance = rows[t * dimension + k]! - mean[k]!;
      sum += by === 'size' ? Math.abs(distance) : distance;
    }
    return sum;
  });
  return single.map((_, t) => {
    let sum = 0;
    const first = Math.max(0, t - window + 1);
    for (let at = first; at <= t; at++) sum += single[at]!;
    return sum / (t - first + 1);
  });
}

/** The model with its states sorted by mean variance, or by mean where all have the same, so that a number means the same after a new fit. */
export function orderedStates(model: MarkovModel): MarkovModel {
  const { states, dimension, means, variances, transition } = model;
  const meanOf = (values: Float64Array, s: number): number => {
    let sum = 0;
    for (let k = 0; k < dimension; k++) sum += values[s * dimension + k]!;
    return sum / dimension;
  };
  const isSwitching = variances.some((variance, at) => variance !== variances[at % dimension]);
  const key = Array.from({ length: states }, (_, s) => meanOf(isSwitching ? variances : means, s));
  const order = key.map((_, s) => s).sort((a, b) => key[a]! - key[b]! || a - b);
  const rowsOf = (values: Float64Array): Float64Array =>
    values.map((_, at) => values[order[Math.floor(at / dimension)]! * dimension + (at % dimension)]!);
  return {
    ...model,
    means: rowsOf(means),
    variances: rowsOf(variances),
    transition: transition.map(
      (_, at) => transition[order[Math.floor(at / states)]! * states + order[at % states]!]!,
    ),
  };
}
