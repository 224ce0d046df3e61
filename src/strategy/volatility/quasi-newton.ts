/** Where a descent ended. */
export interface Descent {
  readonly point: Float64Array;
  readonly value: number;
  /** Whether no slope was left. */
  readonly converged: boolean;
}

const ROUNDS_MAX = 200;
const SLOPE_MIN = 1e-9;
const STEP_MIN = 1e-9;

/** What rounding leaves of a slope at the minimum of a sum of some thousand terms. */
const SLOPE_NEARLY = 1e-6;
const ARMIJO = 1e-4;

/**
 * The minimum of a smooth function by the method of Broyden, Fletcher, Goldfarb and Shanno with halved steps (Nocedal &
 * Wright 2006, algorithm 6.1). `evaluate` returns the value and writes the slopes; values that are not finite are steps too
 * far. The search ends where no slope is above 1e-9, no step lowers the value, or 200 steps were taken.
 */
export function descend(
  start: Float64Array,
  evaluate: (point: Float64Array, slope: Float64Array) => number,
): Descent {
  const size = start.length;
  let point = start.slice();
  let slope = new Float64Array(size);
  let value = evaluate(point, slope);
  let inverse = identity(size);
  let isFresh = true;
  for (let round = 0; round < ROUNDS_MAX && steepest(slope) > SLOPE_MIN; round++) {
    const direction = times(inverse, slope).map((part) => -part);
    const descent = dot(direction, slope);
    const next = new Float64Array(size);
    const nextSlope = new Float64Array(size);
    let step = isFresh ? Math.min(1, 1 / steepest(slope)) : 1;
    let nextValue = Number.NaN;
    for (; step > STEP_MIN; step /= 2) {
      for (let i = 0; i < size; i++) next[i] = point[i]! + step * direction[i]!;
      nextValue = evaluate(next, nextSlope);
      if (nextValue <= value + ARMIJO * step * descent) break;
    }
    if (step <= STEP_MIN) {
      if (isFresh || steepest(slope) <= SLOPE_NEARLY) break;
      inverse = identity(size);
      isFresh = true;
      continue;
    }
    const moved = next.map((part, i) => part - point[i]!);
    const turned = nextSlope.map((part, i) => part - slope[i]!);
    if (dot(moved, turned) > 0) inverse = updated(inverse, moved, turned);
    isFresh = false;
    [point, slope, value] = [next, nextSlope, nextValue];
  }
  return { point, value, converged: steepest(slope) <= SLOPE_NEARLY };
}

/** The update of the inverse matrix of second derivatives: (I − ρsy′)H(I − ρys′) + ρss′. */
function updated(inverse: Float64Array, moved: Float64Array, turned: Float64Array): Float64Array {
  const size = moved.length;
  const rho = 1 / dot(moved, turned);
  const carried = times(inverse, turned);
  const curved = dot(turned, carried);
  return inverse.map((entry, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    const along = (1 + rho * curved) * rho * moved[i]! * moved[j]!;
    return entry + along - rho * (moved[i]! * carried[j]! + carried[i]! * moved[j]!);
  });
}

function identity(size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0));
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return vector.map((_, i) => dot(matrix.subarray(i * size, (i + 1) * size), vector));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function steepest(slope: Float64Array): number {
  return slope.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
}
