/** Below this magnitude the quantile is a rational function of p − 1/2 itself (Wichura 1988). */
const CENTRAL_HALF_WIDTH = 0.425;

/** Numerators and denominators of Wichura's PPND16, from the constant upwards. */
const QUANTILE_CENTRE = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
    67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
] as const;
const QUANTILE_TAIL = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
] as const;
const QUANTILE_FAR_TAIL = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
] as const;

/** Numerators and denominators of Cody's approximations, from the constant upwards. */
const CUMULATIVE_CENTRE = [
  [18154.98125334356, 1067.6894854603709, 161.02823106855587, 2.2352520354606837, 0.06568233791820745],
  [45507.78933502673, 10260.932208618979, 976.0985517377767, 47.202581904688245, 1],
] as const;
const CUMULATIVE_TAIL = [
  [
    9842.714838383978, 11602.65143764735, 6848.190450536283, 2494.5375852903726, 597.2702763948002,
    93.50665613217785, 8.883149794388377, 0.39894151208813466, 1.0765576773720192e-8,
  ],
  [
    19685.429676859992, 38912.00328609327, 34900.95272114598, 18615.571640885097, 6485.558298266761,
    1519.3775994075547, 235.387901782625, 22.266688044328117, 1,
  ],
] as const;

/** `1 / √(2π)`. */
const DENSITY_AT_ZERO = 0.3989422804014327;

/** Beyond this the series of the far tail takes over from the rational function. */
const FAR_TAIL = 5.656854249492381;

/** Beyond this the tail is below the smallest float64. */
const TAIL_MAX = 39;

/**
 * The standard normal distribution function Φ(x) = P(Z ≤ x), relative error below 1e-13 also in the lower tail
 * (there −x gives the upper tail without cancellation). 0 and 1 at −∞ and ∞; NaN for NaN.
 *
 * W. J. Cody 1969, "Rational Chebyshev approximations for the error function", Mathematics of Computation 23, for
 * |x| up to √32; beyond it Laplace's continued fraction.
 */
export function normalCumulative(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude <= 0.66291) return 0.5 + x * rational(CUMULATIVE_CENTRE, x * x);
  const tail = magnitude > TAIL_MAX ? 0 : gaussian(magnitude) * tailFactor(magnitude);
  return x < 0 ? tail : 1 - tail;
}

/**
 * The quantile of the standard normal distribution: the z with Φ(z) = p, relative error below 1e-14. −∞ and ∞ at 0
 * and 1; NaN outside [0, 1].
 *
 * M. J. Wichura 1988, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37(3).
 */
export function normalQuantile(p: number): number {
  const offset = p - 0.5;
  if (Math.abs(offset) <= CENTRAL_HALF_WIDTH) {
    return offset * rational(QUANTILE_CENTRE, CENTRAL_HALF_WIDTH * CENTRAL_HALF_WIDTH - offset * offset);
  }
  const tail = offset < 0 ? p : 1 - p;
  if (tail === 0) return offset < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const depth = Math.sqrt(-Math.log(tail));
  const magnitude =
    depth <= 5 ? rational(QUANTILE_TAIL, depth - 1.6) : rational(QUANTILE_FAR_TAIL, depth - 5);
  return offset < 0 ? -magnitude : magnitude;
}

/** `(1 − Φ(x)) · exp(x² / 2)` for x above the central range. */
function tailFactor(x: number): number {
  if (x <= FAR_TAIL) return rational(CUMULATIVE_TAIL, x);
  let fraction = x;
  for (let k = 60; k > 0; k--) fraction = x + k / fraction;
  return DENSITY_AT_ZERO / fraction;
}

/** `exp(−x² / 2)`, with x² split so that its rounding error does not grow with x. */
function gaussian(x: number): number {
  const coarse = Math.trunc(x * 16) / 16;
  return Math.exp((-coarse * coarse) / 2) * Math.exp((-(x - coarse) * (x + coarse)) / 2);
}

function rational(
  [numerator, denominator]: readonly [readonly number[], readonly number[]],
  x: number,
): number {
  return polynomial(numerator, x) / polynomial(denominator, x);
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + coefficients[i]!;
  return sum;
}
