import type { Precision } from '../buffer-pool.ts';
import type { UnaryFunction } from '../node.ts';
import type { Local } from './function-body.ts';
import type { Lanes } from './lanes.ts';

/** What the algorithms of `src/math` need of a format: the same as there for float64. */
interface Format {
  readonly bias: number;
  readonly mantissaBits: number;
  /** Added and subtracted it rounds to a whole number, which then stands in the lowest bits of the sum. */
  readonly rounder: number;
  readonly ln2: readonly [high: number, low: number];
  /** The upper bits of 1, of 2 to the power of `mantissaBits`, and of a sign. */
  readonly one: number;
  readonly unit: number;
  readonly sign: number;
  readonly exponentialRange: readonly [low: number, high: number];
  /** tanh is 1 where twice its argument is this. */
  readonly saturation: number;
  readonly normalMin: number;
  /** A power of two that makes subnormal numbers normal. */
  readonly lift: number;
  /** The last odd number in the series of artanh, up to s² = 0.0295 and up to 1/9. */
  readonly logarithmTerms: number;
  readonly softplusTerms: number;
}

const FORMATS: Readonly<Record<Precision, Format>> = {
  float32: {
    bias: 127,
    mantissaBits: 23,
    rounder: 12582912,
    ln2: [0.693359375, -2.1219444e-4],
    one: 0x3f800000,
    unit: 0x4b000000,
    sign: 0x80000000,
    exponentialRange: [-104, 89],
    saturation: 20,
    normalMin: 1.1754943508222875e-38,
    lift: 25,
    logarithmTerms: 9,
    softplusTerms: 15,
  },
  float64: {
    bias: 1023,
    mantissaBits: 52,
    rounder: 6755399441055744,
    ln2: [0.6931471803691238, 1.9082149292705877e-10],
    one: 0x3ff00000,
    unit: 0x43300000,
    sign: 0x80000000,
    exponentialRange: [-746, 710],
    saturation: 40,
    normalMin: 2.2250738585072014e-308,
    lift: 54,
    logarithmTerms: 23,
    softplusTerms: 33,
  },
};

/** Emits a function of every lane. In float64 it gives the bits of its counterpart in `src/math`. */
export function emitUnary(lanes: Lanes, name: UnaryFunction, x: Local): Local {
  switch (name) {
    case 'absolute':
      return lanes.unary('absolute', x);
    case 'exponential':
      return emitExponential(lanes, x);
    case 'logarithm':
      return emitLogarithm(lanes, x);
    case 'reciprocal-root':
      return lanes.op('divide', lanes.constant(1), lanes.unary('root', x));
    case 'relu':
      return lanes.bits('andNot', x, lanes.op('isAtMost', x, lanes.constant(0)));
    case 'root':
      return lanes.unary('root', x);
    case 'sigmoid':
      return emitSigmoid(lanes, x);
    case 'sign':
      return emitSign(lanes, x);
    case 'softplus':
      return emitSoftplus(lanes, x);
    case 'square':
      return lanes.op('multiply', x, x);
    case 'tanh':
      return emitTanh(lanes, x);
  }
}

/** x = k·ln 2 + r, with 2^k as a number or its parts, and R = r·coth(r/2). */
interface Reduction {
  readonly k: Local;
  readonly r: Local;
  readonly series: Local;
  /** k as an integer in the lowest bits. */
  readonly integer: Local;
}

function reduce(lanes: Lanes, x: Local): Reduction {
  const { rounder, ln2 } = FORMATS[lanes.precision];
  const c = (value: number): Local => lanes.constant(value);
  const integer = lanes.op('add', lanes.op('multiply', x, c(Math.LOG2E)), c(rounder));
  const k = lanes.op('subtract', integer, c(rounder));
  const high = lanes.op('subtract', x, lanes.op('multiply', k, c(ln2[0])));
  const r = lanes.op('subtract', high, lanes.op('multiply', k, c(ln2[1])));
  return { k, r, series: emitCotangentSeries(lanes, lanes.op('multiply', r, r)), integer };
}

/** R of r²: 2 + r²/6 − r⁴/360 + … */
function emitCotangentSeries(lanes: Lanes, square: Local): Local {
  const c = (value: number): Local => lanes.constant(value);
  const times = (a: Local, b: Local): Local => lanes.op('multiply', a, b);
  if (lanes.precision === 'float32') {
    const inner = lanes.op('subtract', c(1 / 360), times(square, c(1 / 15120)));
    const middle = lanes.op('subtract', c(1 / 6), times(square, inner));
    return lanes.addProduct(c(2), square, middle);
  }
  const fourth = times(square, square);
  const odd = lanes.addProduct(c(1 / 6), fourth, lanes.addProduct(c(1 / 15120), fourth, c(1 / 23950080)));
  const even = lanes.addProduct(
    c(1 / 360),
    fourth,
    lanes.addProduct(c(1 / 604800), fourth, c(691 / 653837184000)),
  );
  return lanes.addProduct(c(2), square, lanes.op('subtract', odd, times(square, even)));
}

/** 2 to the power of a whole number that stands in the lowest bits. */
function emitPower(lanes: Lanes, integer: Local): Local {
  const { mantissaBits, one } = FORMATS[lanes.precision];
  return lanes.op('addInteger', lanes.shift('left', integer, mantissaBits), lanes.pattern(one));
}

function emitTanh(lanes: Lanes, x: Local): Local {
  const { saturation, sign } = FORMATS[lanes.precision];
  const c = (value: number): Local => lanes.constant(value);
  const times = (a: Local, b: Local): Local => lanes.op('multiply', a, b);
  const doubled = times(c(2), lanes.unary('absolute', x));
  const { r, series, integer } = reduce(lanes, lanes.op('lower', doubled, c(saturation)));
  const power = emitPower(lanes, integer);
  const less = lanes.op('subtract', power, c(1));
  const more = lanes.op('add', power, c(1));
  const top = lanes.op('add', times(less, series), times(more, r));
  const bottom = lanes.op('add', times(more, series), times(less, r));
  const negative = lanes.bits('and', lanes.op('isLess', x, c(0)), lanes.pattern(sign));
  return lanes.bits('xor', lanes.op('divide', top, bottom), negative);
}

function emitExponential(lanes: Lanes, x: Local): Local {
  const { exponentialRange, rounder } = FORMATS[lanes.precision];
  const c = (value: number): Local => lanes.constant(value);
  const bounded = lanes.op('higher', lanes.op('lower', x, c(exponentialRange[1])), c(exponentialRange[0]));
  const { k, r, series } = reduce(lanes, bounded);
  const quotient = lanes.op('divide', lanes.op('add', series, r), lanes.op('subtract', series, r));
  const halfInteger = lanes.op('add', lanes.op('multiply', k, c(0.5)), c(rounder));
  const half = lanes.op('subtract', halfInteger, c(rounder));
  const rest = lanes.op('add', lanes.op('subtract', k, half), c(rounder));
  const value = lanes.op('multiply', quotient, emitPower(lanes, halfInteger));
  return lanes.op('multiply', value, emitPower(lanes, rest));
}

/** e^−|x|. */
function emitSmallPower(lanes: Lanes, x: Local): Local {
  return emitExponential(lanes, lanes.unary('negate', lanes.unary('absolute', x)));
}

function emitSigmoid(lanes: Lanes, x: Local): Local {
  const one = lanes.constant(1);
  const power = emitSmallPower(lanes, x);
  const top = lanes.choose(lanes.op('isAtLeast', x, lanes.constant(0)), one, power);
  return lanes.op('divide', top, lanes.op('add', one, power));
}

function emitSoftplus(lanes: Lanes, x: Local): Local {
  const power = emitSmallPower(lanes, x);
  const s = lanes.op('divide', power, lanes.op('add', lanes.constant(2), power));
  const series = emitTangentSeries(lanes, lanes.op('multiply', s, s), FORMATS[lanes.precision].softplusTerms);
  const small = lanes.op('multiply', lanes.op('multiply', lanes.constant(2), s), series);
  return lanes.op('add', lanes.op('maximum', x, lanes.constant(0)), small);
}

/** artanh(s) / s of s², up to the term of the odd number `last`. */
function emitTangentSeries(lanes: Lanes, square: Local, last: number): Local {
  let sum = lanes.constant(1 / last);
  for (let odd = last - 2; odd >= 1; odd -= 2) {
    sum = lanes.op('add', lanes.op('multiply', sum, square), lanes.constant(1 / odd));
  }
  return sum;
}

function emitLogarithm(lanes: Lanes, x: Local): Local {
  const { bias, mantissaBits, one, unit, normalMin, lift, ln2, logarithmTerms } = FORMATS[lanes.precision];
  const c = (value: number): Local => lanes.constant(value);
  const isSubnormal = lanes.op('isLess', x, c(normalMin));
  const lifted = lanes.choose(isSubnormal, lanes.op('multiply', x, c(powerOfTwo(lift))), x);
  const exponentBits = lanes.bits(
    'or',
    lanes.shift('rightUnsigned', lifted, mantissaBits),
    lanes.pattern(unit),
  );
  const exponent = lanes.op('subtract', exponentBits, c(powerOfTwo(mantissaBits)));
  const unlifted = lanes.op(
    'subtract',
    lanes.op('subtract', exponent, c(bias)),
    lanes.bits('and', isSubnormal, c(lift)),
  );
  const whole = lanes.bits('or', lanes.bits('and', lifted, lanes.mantissaMask()), lanes.pattern(one));
  const isLarge = lanes.op('isAbove', whole, c(Math.SQRT2));
  const m = lanes.choose(isLarge, lanes.op('multiply', whole, c(0.5)), whole);
  const k = lanes.op('add', unlifted, lanes.bits('and', isLarge, c(1)));
  const s = lanes.op('divide', lanes.op('subtract', m, c(1)), lanes.op('add', m, c(1)));
  const series = emitTangentSeries(lanes, lanes.op('multiply', s, s), logarithmTerms);
  const small = lanes.op('multiply', lanes.op('multiply', c(2), s), series);
  const low = lanes.op('add', small, lanes.op('multiply', k, c(ln2[1])));
  const value = lanes.op('add', lanes.op('multiply', k, c(ln2[0])), low);
  return emitLogarithmLimits(lanes, x, value);
}

function emitLogarithmLimits(lanes: Lanes, x: Local, value: Local): Local {
  const zero = lanes.constant(0);
  const infinity = lanes.constant(Number.POSITIVE_INFINITY);
  const atZero = lanes.constant(Number.NEGATIVE_INFINITY);
  const below = lanes.choose(lanes.op('isEqual', x, zero), atZero, lanes.constant(Number.NaN));
  const isPositive = lanes.op('isAbove', x, zero);
  return lanes.choose(lanes.op('isEqual', x, infinity), x, lanes.choose(isPositive, value, below));
}

function emitSign(lanes: Lanes, x: Local): Local {
  const zero = lanes.constant(0);
  const isAbove = lanes.op('isAbove', x, zero);
  const isBelow = lanes.op('isLess', x, zero);
  return lanes.choose(isAbove, lanes.constant(1), lanes.choose(isBelow, lanes.constant(-1), x));
}

function powerOfTwo(exponent: number): number {
  let power = 1;
  for (let i = 0; i < exponent; i++) power *= 2;
  return power;
}
