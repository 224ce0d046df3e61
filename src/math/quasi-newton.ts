/** Where a minimisation ended. */
export interface Minimum {
  readonly at: Float64Array;
  readonly value: number;
  readonly iterations: number;
}

/** When a minimisation ends. */
export interface MinimiseSettings {
  readonly iterationsMax: number;
  /** The largest component of the gradient at which it ends. */
  readonly gradientMax: number;
}

const MINIMISE_DEFAULTS: MinimiseSettings = { iterationsMax: 200, gradientMax: 1e-6 };

/** Step of the central differences, times the size of the coordinate: about the cube root of the rounding error. */
const DIFFERENCE = 6e-6;

/** Armijo's share of the slope, and the shortest step that is tried. */
const SUFFICIENT = 1e-4;
const STEP_MIN = 1e-10;

/**
 * A local minimum of a smooth function by the quasi-Newton method of Broyden, Fletcher, Goldfarb and Shanno (Nocedal & Wright 2006, "Numerical
 * Optimization", algorithm 6.1) with gradients by central differences and a backtracking line search. A value that is not finite counts
 * as infinitely high, so a function can bar what it does not allow; the start must be allowed.
 */
export function minimise(
  value: (at: Float64Array) => number,
  start: Float64Array,
  settings: Partial<MinimiseSettings> = {},
): Minimum {
  const { iterationsMax, gradientMax } = { ...MINIMISE_DEFAULTS, ...settings };
  const size = start.length;
  let at: Float64Array = start.slice();
  let height = finiteOr(value(at));
  let slope: Float64Array = gradientOf(value, at);
  let inverse = identity(size);
  let iterations = 0;
  for (; iterations < iterationsMax && largest(slope) > gradientMax; iterations++) {
    let direction = times(inverse, slope).map((x) => -x);
    let descent = dot(direction, slope);
    if (!(descent < 0)) {
      inverse = identity(size);
      direction = slope.map((x) => -x);
      descent = dot(direction, slope);
    }
    const step = lineSearch(value, { at, height, direction, descent });
    if (step === null) break;
    const slopeNext = gradientOf(value, step.at);
    const moved = step.at.map((x, i) => x - at[i]!);
    const turned = slopeNext.map((x, i) => x - slope[i]!);
    if (dot(moved, turned) > 0) updateInverse(inverse, moved, turned, iterations === 0);
    const gained = height - step.height;
    [at, height, slope] = [step.at, step.height, slopeNext];
    if (gained <= 1e-14 * Math.max(1, Math.abs(height))) break;
  }
  return { at, value: height, iterations };
}

const finiteOr = (height: number): number => (Number.isFinite(height) ? height : Number.POSITIVE_INFINITY);

function lineSearch(
  value: (at: Float64Array) => number,
  line: { at: Float64Array; height: number; direction: Float64Array; descent: number },
): { readonly at: Float64Array; readonly height: number } | null {
  for (let step = 1; step >= STEP_MIN; step /= 2) {
    const at = line.at.map((x, i) => x + step * line.direction[i]!);
    const height = finiteOr(value(at));
    if (height <= line.height + SUFFICIENT * step * line.descent) return { at, height };
  }
  return null;
}

function gradientOf(value: (at: Float64Array) => number, at: Float64Array): Float64Array {
  const probe = at.slice();
  return at.map((x, i) => {
    const step = DIFFERENCE * Math.max(1, Math.abs(x));
    probe[i] = x + step;
    const above = value(probe);
    probe[i] = x - step;
    const below = value(probe);
    probe[i] = x;
    const slope = (above - below) / (2 * step);
    return Number.isFinite(slope) ? slope : 0;
  });
}

function identity(size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
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

function largest(vector: Float64Array): number {
  return vector.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}

/** The update of the inverse Hessian; the first time it is scaled to the curvature that was just seen. */
function updateInverse(
  inverse: Float64Array,
  moved: Float64Array,
  turned: Float64Array,
  isFirst: boolean,
): void {
  const size = moved.length;
  const curvature = dot(moved, turned);
  if (isFirst) {
    const scale = curvature / dot(turned, turned);
    for (let i = 0; i < inverse.length; i++) inverse[i]! *= scale;
  }
  const bent = times(inverse, turned);
  const factor = (1 + dot(turned, bent) / curvature) / curvature;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const cross = (bent[i]! * moved[j]! + moved[i]! * bent[j]!) / curvature;
      inverse[i * size + j]! += factor * moved[i]! * moved[j]! - cross;
    }
  }
}
