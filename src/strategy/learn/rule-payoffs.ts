import type { SampleSet } from './meta-learner.ts';
import { nearestTasks } from './task-distances.ts';

/** What is learned over tasks. */
export interface SelectorFit {
  /** The mean payoff of each rule. */
  readonly prior: Float64Array;
  /** Slices of support that weigh as much as the prior; at least 0. */
  readonly rowsOfPrior: number;
  /** The part of the recalled payoffs' distance from the prior that is added to it, from 0 to 1. */
  readonly recalledShare: number;
  /** What expected payoffs are multiplied by before the softmax; at least 0. */
  readonly sharpness: number;
}

/** A task as payoffs of rules. */
export interface PayoffTask {
  /** The mean payoff of each rule over the support. */
  readonly support: Float64Array;
  /** Decision slices of the support. */
  readonly slices: number;
  /** The same of the recalled past regimes, all alike; null where there are none. */
  readonly recalled: Float64Array | null;
}

/** Before any training: equal rules, and a support of some weeks weighs as much as that. */
export function usualFit(rules: number): SelectorFit {
  return { prior: new Float64Array(rules), rowsOfPrior: 20, recalledShare: 0, sharpness: 1 };
}

/** The payoffs of a task. */
export function payoffTask(
  { support, past = [] }: { readonly support: SampleSet; readonly past?: readonly SampleSet[] },
  pastTasks: number,
): PayoffTask {
  const nearest = pastTasks > 0 ? nearestTasks(support, past, pastTasks) : [];
  return {
    support: meanPayoffs(support),
    slices: support.slices ? new Set(support.slices.subarray(0, support.rows)).size : support.rows,
    recalled: nearest.length > 0 ? meanOf(nearest.map(meanPayoffs)) : null,
  };
}

/** Of every feature, the mean over rows of its value times the label. */
export function meanPayoffs({ rows, featureCount, features, labels }: SampleSet): Float64Array {
  const payoffs = new Float64Array(featureCount);
  for (let row = 0; row < rows; row++) {
    for (let rule = 0; rule < featureCount; rule++) {
      payoffs[rule]! += (features[row * featureCount + rule]! * labels[row]!) / rows;
    }
  }
  return payoffs;
}

type TrainingTask = PayoffTask & { readonly query: Float64Array };

const ROWS_OF_PRIOR = [5, 10, 20, 40, 80, 160, 320, 640, 1e9];
const SHARES = [0, 0.1, 0.2, 0.4, 0.8];
const SHARPNESSES = [0, 1, 2, 4, 8, 16, 32, 64];

/**
 * The prior is the mean query payoff of each rule over the tasks; how much support and recalled regimes count is what forecasts the
 * payoffs in queries with the least squared error, and the sharpness what gives the highest mean payoff there less half of its
 * variance. Each is found on a grid; of equal ones the one that trusts the task least.
 */
export function selectorFit(
  tasks: readonly TrainingTask[],
  weightsOf: (expected: Float64Array, sharpness: number) => Float64Array,
  expectedPayoffs: (task: PayoffTask, fit: SelectorFit) => Float64Array,
): SelectorFit {
  const prior = meanOf(tasks.map(({ query }) => query));
  let best: SelectorFit = { prior, rowsOfPrior: 1e9, recalledShare: 0, sharpness: 0 };
  let least = Number.POSITIVE_INFINITY;
  for (const rowsOfPrior of ROWS_OF_PRIOR.toReversed()) {
    for (const recalledShare of SHARES) {
      const fit = { prior, rowsOfPrior, recalledShare, sharpness: 0 };
      const error = tasks.reduce(
        (sum, task) => sum + squaredDistance(expectedPayoffs(task, fit), task.query),
        0,
      );
      if (error < least) [least, best] = [error, fit];
    }
  }
  const expected = tasks.map((task) => expectedPayoffs(task, best));
  let highest = Number.NEGATIVE_INFINITY;
  let sharpness = 0;
  for (const candidate of SHARPNESSES) {
    const payoffs = expected.map((one, at) => {
      const weights = weightsOf(one, candidate);
      return weights.reduce((sum, weight, rule) => sum + weight * tasks[at]!.query[rule]!, 0);
    });
    const mean = payoffs.reduce((sum, payoff) => sum + payoff, 0) / payoffs.length;
    const variance =
      payoffs.reduce((sum, payoff) => sum + (payoff - mean) * (payoff - mean), 0) / payoffs.length;
    if (mean - variance / 2 > highest) [highest, sharpness] = [mean - variance / 2, candidate];
  }
  return { ...best, sharpness };
}

function meanOf(vectors: readonly Float64Array[]): Float64Array {
  return vectors[0]!.map((_, i) => vectors.reduce((sum, vector) => sum + vector[i]!, 0) / vectors.length);
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) * (a[i]! - b[i]!);
  return sum;
}
