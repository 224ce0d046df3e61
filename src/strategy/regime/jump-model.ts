import type { Random } from '../../math/random.ts';

/** A statistical jump model: its states as points, and what a change of state costs. */
export interface JumpModel {
  readonly states: number;
  readonly dimension: number;
  /** States by numbers, row-major. */
  readonly centroids: Float64Array;
  readonly penalty: number;
}

/** How a jump model is fitted. */
export interface JumpFitSettings {
  readonly states: number;
  readonly dimension: number;
  /** What a change of state costs, in units of half a squared distance. */
  readonly penalty: number;
  /** Random starts, of which the best is kept; none where the fit goes on from a model. */
  readonly starts: number;
  readonly iterationsMax: number;
}

/** A fitted model, with the state of each row on the path of least cost. */
export interface JumpFit {
  readonly model: JumpModel;
  readonly path: Int32Array;
  /** The sum of half the squared distances to the centroids, and of the penalties. */
  readonly objective: number;
}

/**
 * Fits a statistical jump model (Bemporad et al. 2018, Automatica 96; Nystrup, Lindström & Madsen 2020, Expert Systems with Applications 150) to rows of the
 * past by coordinate descent: the path of least cost under given centroids by dynamic programming, then the means of the rows of each state, until the
 * path stays. Starts are drawn like those of k-means++ (Arthur & Vassilvitskii 2007). The path of the fit looks ahead within the rows: for labels of the past alone.
 */
export function fitJumpModel(
  rows: Float64Array,
  settings: JumpFitSettings,
  start: Random | JumpModel,
): JumpFit {
  if ('centroids' in start) return descend(rows, start, settings);
  let best: JumpFit | null = null;
  for (let k = 0; k < Math.max(1, settings.starts); k++) {
    const { states, dimension, penalty } = settings;
    const centroids = drawnCentroids(rows, settings, start);
    const fit = descend(rows, { states, dimension, penalty, centroids }, settings);
    if (best === null || fit.objective < best.objective) best = fit;
  }
  return best!;
}

function descend(rows: Float64Array, start: JumpModel, { iterationsMax }: JumpFitSettings): JumpFit {
  let model = start;
  let decoded = decode(rows, model);
  for (let iteration = 0; iteration < iterationsMax; iteration++) {
    model = { ...model, centroids: centroidsOf(rows, decoded.path, model) };
    const next = decode(rows, model);
    const isDone = next.path.every((state, t) => state === decoded.path[t]);
    decoded = next;
    if (isDone) break;
  }
  return { model, ...decoded };
}

/** Half the squared distance of a row to the centroid of a state. */
function jumpLoss(model: JumpModel, row: Float64Array, state: number): number {
  const { dimension, centroids } = model;
  let sum = 0;
  for (let k = 0; k < dimension; k++) {
    const distance = row[k]! - centroids[state * dimension + k]!;
    sum += distance * distance;
  }
  return sum / 2;
}

/**
 * One step of the forward recursion: `values` holds, by state, the least cost of a path that ends in it, and then includes the row. Writes to `from` which
 * state each of these paths came from. The smallest value names the state online, without looking back. Allocates nothing.
 */
export function jumpStep(
  model: JumpModel,
  row: Float64Array,
  values: Float64Array,
  from: Float64Array,
): void {
  const { states, penalty } = model;
  let cheapest = 0;
  for (let s = 1; s < states; s++) if (values[s]! < values[cheapest]!) cheapest = s;
  const jumped = values[cheapest]! + penalty;
  for (let s = 0; s < states; s++) {
    from[s] = values[s]! <= jumped ? s : cheapest;
    values[s] = Math.min(values[s]!, jumped) + jumpLoss(model, row, s);
  }
}

/** The path of least cost over all rows, which looks ahead within them. */
export function decode(
  rows: Float64Array,
  model: JumpModel,
): { readonly path: Int32Array; readonly objective: number } {
  const { states, dimension } = model;
  const count = rows.length / dimension;
  const values = new Float64Array(states);
  const from = new Float64Array(states);
  const steps = new Int32Array(count * states);
  for (let t = 0; t < count; t++) {
    jumpStep(model, rows.subarray(t * dimension, (t + 1) * dimension), values, from);
    steps.set(from, t * states);
  }
  let state = values.indexOf(values.reduce((least, x) => Math.min(least, x), Number.POSITIVE_INFINITY));
  const objective = values[state]!;
  const path = new Int32Array(count);
  for (let t = count - 1; t >= 0; t--) {
    path[t] = state;
    state = steps[t * states + state]!;
  }
  return { path, objective };
}

/** The means of the rows of each state; a state without rows keeps its centroid. */
function centroidsOf(rows: Float64Array, path: Int32Array, model: JumpModel): Float64Array {
  const { states, dimension } = model;
  const sums = new Float64Array(states * dimension);
  const counts = new Float64Array(states);
  path.forEach((state, t) => {
    counts[state]!++;
    for (let k = 0; k < dimension; k++) sums[state * dimension + k]! += rows[t * dimension + k]!;
  });
  return sums.map((sum, at) => {
    const count = counts[Math.floor(at / dimension)]!;
    return count > 0 ? sum / count : model.centroids[at]!;
  });
}

/** Rows drawn one after the other, each with a chance that rises with the squared distance to those drawn before. */
function drawnCentroids(
  rows: Float64Array,
  { states, dimension }: JumpFitSettings,
  random: Random,
): Float64Array {
  const count = rows.length / dimension;
  const centroids = new Float64Array(states * dimension);
  const nearest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  let drawn = random.integer(count);
  for (let s = 0; s < states; s++) {
    centroids.set(rows.subarray(drawn * dimension, (drawn + 1) * dimension), s * dimension);
    let total = 0;
    for (let t = 0; t < count; t++) {
      let sum = 0;
      for (let k = 0; k < dimension; k++) {
        const distance = rows[t * dimension + k]! - centroids[s * dimension + k]!;
        sum += distance * distance;
      }
      nearest[t] = Math.min(nearest[t]!, sum);
      total += nearest[t]!;
    }
    let left = random.uniform() * total;
    drawn = 0;
    while (drawn < count - 1 && left >= nearest[drawn]!) left -= nearest[drawn++]!;
  }
  return centroids;
}
