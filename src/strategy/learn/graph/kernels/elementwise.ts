import type { Values } from '../../../../math/batched-matmul.ts';
import { hyperbolicTangent } from '../../../../math/hyperbolic-tangent.ts';
import { logistic, softplusOf } from '../../../../math/logistic.ts';
import { naturalExponential } from '../../../../math/natural-exponential.ts';
import { naturalLogarithm } from '../../../../math/natural-logarithm.ts';
import type { BinaryFunction, UnaryFunction } from '../node.ts';

type UnaryLoop = (out: Values, x: Values) => void;
type BinaryLoop = (out: Values, left: Values, right: Values) => void;

/** A loop for each function of one operand, over dense arrays. Each is a function of its own, so that it compiles well. */
export const UNARY_LOOPS: Readonly<Record<UnaryFunction, UnaryLoop>> = {
  absolute(out, x) {
    for (let i = 0; i < out.length; i++) out[i] = Math.abs(x[i]!);
  },
  exponential(out, x) {
    for (let i = 0; i < out.length; i++) out[i] = naturalExponential(x[i]!);
  },
  logarithm(out, x) {
    for (let i = 0; i < out.length; i++) out[i] = naturalLogarithm(x[i]!);
  },
  'reciprocal-root'(out, x) {
    for (let i = 0; i < out.length; i++) out[i] = 1 / Math.sqrt(x[i]!);
  },
  relu(out, x) {
    for (let i = 0; i < out.length; i++) {
      const value = x[i]!;
      out[i] = value <= 0 ? 0 : value;
    }
  },
  root(out, x) {
    for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(x[i]!);
  },
  sigmoid(out, x) {
    for (let i = 0; i < out.length; i++) out[i] = logistic(x[i]!);
  },
  sign(out, x) {
    for (let i = 0; i < out.length; i++) {
      const value = x[i]!;
      out[i] = value > 0 ? 1 : value < 0 ? -1 : value;
    }
  },
  softplus(out, x) {
    for (let i = 0; i < out.length; i++) out[i] = softplusOf(x[i]!);
  },
  square(out, x) {
    for (let i = 0; i < out.length; i++) out[i] = x[i]! * x[i]!;
  },
  tanh(out, x) {
    for (let i = 0; i < out.length; i++) out[i] = hyperbolicTangent(x[i]!);
  },
};

/** A loop for each function of two operands but the product, over dense arrays. */
export const BINARY_LOOPS: Readonly<Record<Exclude<BinaryFunction, 'multiply'>, BinaryLoop>> = {
  above(out, left, right) {
    for (let i = 0; i < out.length; i++) out[i] = left[i]! > right[i]! ? 1 : 0;
  },
  'at-least'(out, left, right) {
    for (let i = 0; i < out.length; i++) out[i] = left[i]! >= right[i]! ? 1 : 0;
  },
  divide(out, left, right) {
    for (let i = 0; i < out.length; i++) out[i] = left[i]! / right[i]!;
  },
  maximum(out, left, right) {
    for (let i = 0; i < out.length; i++) out[i] = Math.max(left[i]!, right[i]!);
  },
  minimum(out, left, right) {
    for (let i = 0; i < out.length; i++) out[i] = Math.min(left[i]!, right[i]!);
  },
  'tanh-slope'(out, upstream, activation) {
    for (let i = 0; i < out.length; i++) {
      const value = activation[i]!;
      out[i] = upstream[i]! * (1 - value * value);
    }
  },
};

/** The loop of a scaling, over dense arrays. */
export function scaleLoop(out: Values, x: Values, factor: number): void {
  for (let i = 0; i < out.length; i++) out[i] = factor * x[i]!;
}

/** The loop of a choice by a condition, over dense arrays. */
export function selectLoop(
  out: Values,
  [condition, whenAbove, otherwise]: readonly [Values, Values, Values],
): void {
  for (let i = 0; i < out.length; i++) out[i] = condition[i]! > 0 ? whenAbove[i]! : otherwise[i]!;
}
