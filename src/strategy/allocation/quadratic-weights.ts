// @ts-expect-error: the package has no types; `QuadraticSolver` below states what is used of it.
import quadprog from 'quadprog';
import { RegimetaError } from '../../model/regimeta-error.ts';
import { assetsOf, requireInput } from './allocation-input.ts';

/** The dual method of Goldfarb & Idnani (1983) as in R's package of the same name: arrays and indices begin at 1. */
interface QuadraticSolver {
  solveQP(
    quadratic: readonly (readonly number[])[],
    linear: readonly number[],
    constraints: readonly (readonly number[])[],
    bounds: readonly number[],
    equalities: number,
  ): { readonly solution: readonly number[]; readonly message: string };
}

/** The least and the most of every weight. */
export interface WeightBounds {
  /** 0 where left out: no short positions. */
  readonly lower?: number;
  /** 1 where left out. */
  readonly upper?: number;
}

/** Added to every variance, as a part of their mean: singular matrices have a solution too, and others are hardly moved. */
const RIDGE = 1e-10;

/**
 * The weights that minimise ½w′Σw − linear·w, sum to 1 and keep within the bounds. `covariance` is row-major and positive
 * semi-definite. E_PARAMETER_INVALID for sizes that do not fit, bounds that no weights meet, and a matrix that is not
 * positive semi-definite.
 */
export function quadraticWeights(
  covariance: Float64Array,
  linear: ArrayLike<number>,
  { lower = 0, upper = 1 }: WeightBounds = {},
): Float64Array {
  const place = 'quadraticWeights';
  const assets = assetsOf(covariance, place);
  requireInput(linear.length === assets, place, 'there is one return an asset', linear.length);
  const isFeasible = lower <= upper && lower * assets <= 1 + 1e-12 && upper * assets >= 1 - 1e-12;
  requireInput(isFeasible, place, 'weights within the bounds can sum to 1', `${lower} to ${upper}`);
  let trace = 0;
  for (let i = 0; i < assets; i++) trace += covariance[i * assets + i]! / assets;
  const numbered = Array.from({ length: assets }, (_, i) => i);
  // Divided by the mean variance, so that the tolerances of the solver have a scale.
  const quadratic = numbered.map((i) => [
    0,
    ...numbered.map((j) => covariance[i * assets + j]! / trace + (i === j ? RIDGE : 0)),
  ]);
  const constraints = numbered.map((i) => [
    0,
    1,
    ...numbered.map((j) => (i === j ? 1 : 0)),
    ...numbered.map((j) => (i === j ? -1 : 0)),
  ]);
  const bounds = [0, 1, ...numbered.map(() => lower), ...numbered.map(() => -upper)];
  const scaled = [0, ...Array.from(linear, (value) => value / trace)];
  const solver = quadprog as QuadraticSolver;
  const { solution, message } = solver.solveQP([[], ...quadratic], scaled, [[], ...constraints], bounds, 1);
  if (message !== '') {
    throw new RegimetaError('E_PARAMETER_INVALID', {
      place,
      rule: 'the covariance matrix is positive semi-definite',
      found: message,
    });
  }
  return Float64Array.from(solution.slice(1), (weight) => Math.min(upper, Math.max(lower, weight)));
}
