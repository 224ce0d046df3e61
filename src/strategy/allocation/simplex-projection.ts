import { requireInput } from './allocation-input.ts';

/**
 * The point of the simplex, where all parts are at least 0 and sum to 1, that is nearest to `point` (Held, Wolfe &
 * Crowder 1974; Duchi et al. 2008, figure 1). E_PARAMETER_INVALID for no parts, or one that is not finite.
 */
export function simplexProjection(point: Float64Array): Float64Array {
  requireInput(
    point.length > 0 && point.every(Number.isFinite),
    'simplexProjection',
    'parts are finite',
    point,
  );
  const falling = point.toSorted().reverse();
  let sum = 0;
  let threshold = 0;
  for (let count = 1; count <= falling.length; count++) {
    sum += falling[count - 1]!;
    const candidate = (sum - 1) / count;
    if (falling[count - 1]! <= candidate) break;
    threshold = candidate;
  }
  return point.map((part) => Math.max(0, part - threshold));
}
