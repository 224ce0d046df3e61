import { affine } from '../../../../src/strategy/learn/graph/compositions/affine.ts';
import { attention, causalMask } from '../../../../src/strategy/learn/graph/compositions/attention.ts';
import { causalConvolution } from '../../../../src/strategy/learn/graph/compositions/convolution.ts';
import { layerNorm } from '../../../../src/strategy/learn/graph/compositions/layer-norm.ts';
import {
  crossEntropy,
  huberLoss,
  logisticLoss,
  pinballLoss,
} from '../../../../src/strategy/learn/graph/compositions/losses.ts';
import {
  logSoftmax,
  logSumExponential,
  maskedSoftmax,
  softmax,
} from '../../../../src/strategy/learn/graph/compositions/softmax.ts';
import type { Shape } from '../../../../src/strategy/learn/graph/node.ts';
import { absolute } from '../../../../src/strategy/learn/graph/operations/absolute.ts';
import {
  add,
  addScaled,
  shift,
  subtract,
} from '../../../../src/strategy/learn/graph/operations/add-scaled.ts';
import { broadcastTo, sumTo } from '../../../../src/strategy/learn/graph/operations/broadcast.ts';
import { cholesky } from '../../../../src/strategy/learn/graph/operations/cholesky.ts';
import { above } from '../../../../src/strategy/learn/graph/operations/compare.ts';
import { concat } from '../../../../src/strategy/learn/graph/operations/concat.ts';
import { divide, reciprocal } from '../../../../src/strategy/learn/graph/operations/divide.ts';
import { exponential } from '../../../../src/strategy/learn/graph/operations/exponential.ts';
import { gather, scatterAdd } from '../../../../src/strategy/learn/graph/operations/gather.ts';
import { positions, table } from '../../../../src/strategy/learn/graph/operations/leaf.ts';
import { logarithm } from '../../../../src/strategy/learn/graph/operations/logarithm.ts';
import { matmul } from '../../../../src/strategy/learn/graph/operations/matmul.ts';
import { clamp, maximum, minimum } from '../../../../src/strategy/learn/graph/operations/maximum.ts';
import { multiply } from '../../../../src/strategy/learn/graph/operations/multiply.ts';
import { permute, transpose } from '../../../../src/strategy/learn/graph/operations/permute.ts';
import { reciprocalRoot } from '../../../../src/strategy/learn/graph/operations/reciprocal-root.ts';
import {
  maximumOver,
  meanOver,
  minimumOver,
  sumOver,
  varianceOver,
} from '../../../../src/strategy/learn/graph/operations/reduce.ts';
import { relu } from '../../../../src/strategy/learn/graph/operations/relu.ts';
import { reshape } from '../../../../src/strategy/learn/graph/operations/reshape.ts';
import { ridgeSolve } from '../../../../src/strategy/learn/graph/operations/ridge-solve.ts';
import { root } from '../../../../src/strategy/learn/graph/operations/root.ts';
import { scale } from '../../../../src/strategy/learn/graph/operations/scale.ts';
import { select } from '../../../../src/strategy/learn/graph/operations/select.ts';
import { sigmoid } from '../../../../src/strategy/learn/graph/operations/sigmoid.ts';
import { pad, slice } from '../../../../src/strategy/learn/graph/operations/slice.ts';
import { softplus } from '../../../../src/strategy/learn/graph/operations/softplus.ts';
import { square } from '../../../../src/strategy/learn/graph/operations/square.ts';
import { tanh } from '../../../../src/strategy/learn/graph/operations/tanh.ts';
import { triangularSolve } from '../../../../src/strategy/learn/graph/operations/triangular-solve.ts';
import { lossMean } from '../../../../src/strategy/learn/loss.ts';
import type { Subject } from './finite-differences.ts';

const A: Shape = [2, 3, 4];
const awayFromZero = (normal: number): number => normal + Math.sign(normal) * 0.2;
const positive = (normal: number): number => 0.5 + Math.abs(normal);

/** Every operation and composition, and every way its operands broadcast or transpose. */
export const SUBJECTS: Readonly<Record<string, Subject>> = {
  'broadcast over tasks': { shapes: [[1, 3, 4]], build: ([x]) => square(broadcastTo(x!, A)) },
  'broadcast over rows and columns': { shapes: [[2, 1, 1]], build: ([x]) => square(broadcastTo(x!, A)) },
  'sum over tasks': { shapes: [A], build: ([x]) => square(sumTo(x!, [1, 3, 4])) },
  'sum over rows': { shapes: [A], build: ([x]) => square(sumTo(x!, [2, 1, 4])) },
  'sum over columns': { shapes: [A], build: ([x]) => square(sumTo(x!, [2, 3, 1])) },
  'sum over everything': { shapes: [A], build: ([x]) => square(sumTo(x!, [1, 1, 1])) },
  sum: { shapes: [A, A], build: ([x, y]) => square(add(x!, y!)) },
  difference: { shapes: [A, A], build: ([x, y]) => square(subtract(x!, y!)) },
  'scaled sum with a bias': { shapes: [A, [1, 1, 4]], build: ([x, y]) => square(addScaled(x!, y!, -0.3)) },
  'sum of a column and a row': {
    shapes: [
      [2, 3, 1],
      [1, 1, 4],
    ],
    build: ([x, y]) => square(add(x!, y!)),
  },
  'sum of a node and itself': { shapes: [A], build: ([x]) => square(add(x!, x!)) },
  product: { shapes: [A, A], build: ([x, y]) => multiply(x!, y!) },
  'product with a number for each task': { shapes: [A, [2, 1, 1]], build: ([x, y]) => multiply(y!, x!) },
  'product with a column': { shapes: [[1, 3, 1], A], build: ([x, y]) => multiply(x!, multiply(x!, y!)) },
  scale: { shapes: [A], build: ([x]) => square(scale(x!, 1.7)) },
  square: { shapes: [A], build: ([x]) => square(square(x!)) },
  'matrix product': { shapes: [A, [2, 4, 5]], build: ([x, y]) => matmul(x!, y!) },
  'matrix product, left transposed': {
    shapes: [
      [2, 4, 3],
      [2, 4, 5],
    ],
    build: ([x, y]) => matmul(x!, y!, { left: true }),
  },
  'matrix product, right transposed': {
    shapes: [A, [2, 5, 4]],
    build: ([x, y]) => matmul(x!, y!, { right: true }),
  },
  'matrix product, both transposed': {
    shapes: [
      [2, 4, 3],
      [2, 5, 4],
    ],
    build: ([x, y]) => matmul(x!, y!, { left: true, right: true }),
  },
  'matrix product with shared weights': {
    shapes: [A, [1, 4, 2]],
    build: ([x, y]) => square(matmul(x!, y!)),
  },
  'matrix product with shared rows, transposed': {
    shapes: [
      [1, 4, 3],
      [2, 5, 4],
    ],
    build: ([x, y]) => square(matmul(x!, y!, { left: true, right: true })),
  },
  'matrix product with broadcast weights': {
    shapes: [A, [1, 4, 2]],
    build: ([x, y]) => square(matmul(x!, broadcastTo(y!, [2, 4, 2]))),
  },
  tanh: { shapes: [A], build: ([x]) => tanh(x!) },
  'tanh of tanh': { shapes: [A], build: ([x]) => tanh(scale(tanh(x!), 2)) },
  'tanh of a broadcast node': { shapes: [[2, 1, 4]], build: ([x]) => tanh(broadcastTo(x!, A)) },
  relu: { shapes: [A], build: ([x]) => square(relu(x!)), draw: awayFromZero },
  'relu of a product': {
    shapes: [A, A],
    build: ([x, y]) => relu(multiply(x!, y!)),
    draw: awayFromZero,
  },
  exponential: { shapes: [A], build: ([x]) => exponential(scale(x!, 0.7)) },
  'ridge solve': {
    shapes: [
      [2, 4, 3],
      [2, 1, 1],
      [2, 3, 2],
    ],
    build: ([x, ridge, right]) =>
      ridgeSolve({ gram: matmul(x!, x!, { left: true }), ridge: square(ridge!), right: right! }),
    draw: positive,
  },
  'ridge solve with a shared ridge': {
    shapes: [
      [2, 2, 3],
      [1, 1, 1],
      [2, 3, 1],
    ],
    build: ([x, ridge, right]) =>
      ridgeSolve({ gram: matmul(x!, x!, { left: true }), ridge: exponential(ridge!), right: right! }),
  },
  'the Huber loss': {
    shapes: [
      [2, 5, 1],
      [2, 5, 1],
      [2, 5, 1],
    ],
    build: ([prediction, labels, weights]) =>
      square(
        lossMean(
          prediction!,
          { features: labels!, labels: labels!, weights: weights! },
          { loss: 'huber', huberThreshold: 0.6 },
        ),
      ),
  },
  'reciprocal root': { shapes: [A], build: ([x]) => reciprocalRoot(x!), draw: positive },
  'affine rows': { shapes: [A, [1, 4, 2], [1, 1, 2]], build: ([x, w, b]) => square(affine(x!, w!, b!)) },
  'shifted elements': { shapes: [A], build: ([x]) => square(shift(x!, 0.7)) },
  quotient: {
    shapes: [A, [2, 1, 4]],
    build: ([x, y]) => divide(x!, y!),
    draw: awayFromZero,
  },
  reciprocal: { shapes: [A], build: ([x]) => reciprocal(x!), draw: awayFromZero },
  sigmoid: { shapes: [A], build: ([x]) => sigmoid(x!) },
  softplus: { shapes: [A], build: ([x]) => softplus(scale(x!, 2)) },
  logarithm: { shapes: [A], build: ([x]) => logarithm(x!), draw: positive },
  root: { shapes: [A], build: ([x]) => root(x!), draw: positive },
  absolute: { shapes: [A], build: ([x]) => square(absolute(x!)), draw: awayFromZero },
  'absolute, alone': { shapes: [A], build: ([x]) => absolute(x!), draw: awayFromZero },
  'the larger of two': { shapes: [A, [2, 1, 4]], build: ([x, y]) => square(maximum(x!, y!)) },
  'the smaller of two': { shapes: [A, [1, 3, 1]], build: ([x, y]) => square(minimum(x!, y!)) },
  'clamped elements': { shapes: [A], build: ([x]) => square(clamp(x!, [-0.5, 0.8])) },
  'a choice': {
    shapes: [A, A, [2, 3, 1]],
    build: ([x, y, z]) => select(above(x!, y!), square(x!), multiply(y!, z!)),
  },
  'means over rows and columns': { shapes: [A], build: ([x]) => square(meanOver(x!, 'rows', 'columns')) },
  'sums over tasks': { shapes: [A], build: ([x]) => square(sumOver(x!, 'tasks')) },
  'variances over rows': { shapes: [A], build: ([x]) => varianceOver(x!, 'rows') },
  'the largest of each row': { shapes: [A], build: ([x]) => square(maximumOver(x!, 'columns')) },
  'the smallest of each task': { shapes: [A], build: ([x]) => square(minimumOver(x!, 'rows', 'columns')) },
  'the largest over tasks': { shapes: [A], build: ([x]) => square(maximumOver(x!, 'tasks')) },
  'softmax over columns': { shapes: [A], build: ([x]) => softmax(x!, 'columns') },
  'softmax over rows': { shapes: [A], build: ([x]) => softmax(x!, 'rows') },
  'log-softmax': { shapes: [A], build: ([x]) => square(logSoftmax(x!, 'columns')) },
  'the logarithm of summed powers': { shapes: [A], build: ([x]) => logSumExponential(x!, 'rows') },
  'masked softmax': {
    shapes: [[2, 4, 4]],
    build: ([x]) => maskedSoftmax(x!, causalMask(x!.graph, 4), 'columns'),
  },
  'layer norm': {
    shapes: [A, [1, 1, 4], [1, 1, 4]],
    build: ([x, gain, bias]) => square(layerNorm(x!, gain!, bias!)),
  },
  'gathered rows': {
    shapes: [A],
    build: ([x]) => square(gather(x!, table(x!.graph, [2, 0, 0, 1, 1, 1, 2, 1], [2, 4, 1]))),
  },
  'rows gathered from a table for all tasks': {
    shapes: [[1, 3, 4]],
    build: ([x]) => square(gather(x!, table(x!.graph, [2, 0, 0, 1, 1, 2], [2, 3, 1]))),
  },
  'scattered rows': {
    shapes: [A],
    build: ([x]) => square(scatterAdd(x!, table(x!.graph, [3, 0, 3], [1, 3, 1]), 4)),
  },
  'a concatenation along columns': {
    shapes: [A, [2, 3, 1], [2, 3, 2]],
    build: ([x, y, z]) => square(concat([x!, multiply(y!, y!), z!, x!], 'columns')),
  },
  'a concatenation along rows': {
    shapes: [A, [2, 1, 4]],
    build: ([x, y]) => square(concat([x!, y!], 'rows')),
  },
  'a concatenation along tasks': {
    shapes: [A, [1, 3, 4]],
    build: ([x, y]) => square(concat([x!, y!], 'tasks')),
  },
  'a slice of columns': { shapes: [A], build: ([x]) => square(slice(x!, 'columns', [1, 3])) },
  'a slice of rows': { shapes: [A], build: ([x]) => tanh(slice(square(x!), 'rows', [1, 3])) },
  'a slice of tasks': { shapes: [A], build: ([x]) => square(slice(x!, 'tasks', [1, 2])) },
  'a slice of a slice in a product': {
    shapes: [A, [2, 2, 2]],
    build: ([x, y]) => matmul(slice(slice(x!, 'rows', [1, 3]), 'columns', [2, 4]), y!),
  },
  'a padding of rows': { shapes: [A], build: ([x]) => square(shift(pad(x!, 'rows', [2, 1]), 1)) },
  'a padding of columns': { shapes: [A], build: ([x]) => square(shift(pad(x!, 'columns', [1, 2]), 1)) },
  'a padding of tasks': { shapes: [A], build: ([x]) => square(shift(pad(x!, 'tasks', [0, 1]), 1)) },
  'a reshape': { shapes: [A], build: ([x]) => square(sumOver(reshape(x!, [2, 6, 2]), 'rows')) },
  'a reshape of a transpose': {
    shapes: [A],
    build: ([x]) => square(sumOver(reshape(transpose(x!), [1, 8, 3]), 'rows')),
  },
  'a transpose': { shapes: [A, A], build: ([x, y]) => multiply(transpose(x!), transpose(square(y!))) },
  'a transpose in a product': { shapes: [A, A], build: ([x, y]) => square(matmul(transpose(x!), y!)) },
  'a permutation of all axes': {
    shapes: [A],
    build: ([x]) => tanh(multiply(permute(x!, ['columns', 'tasks', 'rows']), positions(x!.graph, 'rows', 2))),
  },
  'a causal convolution': {
    shapes: [
      [2, 6, 3],
      [1, 6, 4],
    ],
    build: ([x, w]) => tanh(causalConvolution(x!, w!, { size: 2, dilation: 2 })),
  },
  'a causal convolution that reaches beyond the first row': {
    shapes: [
      [2, 3, 2],
      [1, 6, 2],
    ],
    build: ([x, w]) => square(causalConvolution(x!, w!, { size: 3, dilation: 2 })),
  },
  attention: {
    shapes: [A, [2, 5, 4], [2, 5, 3]],
    build: ([queries, keys, values]) =>
      attention({ queries: queries!, keys: keys!, values: values!, mask: null }),
  },
  'causal attention': {
    shapes: [
      [2, 4, 3],
      [2, 4, 3],
      [2, 4, 2],
    ],
    build: ([queries, keys, values]) =>
      attention({ queries: queries!, keys: keys!, values: values!, mask: causalMask(queries!.graph, 4) }),
  },
  'the factor of Cholesky': {
    shapes: [[2, 5, 3]],
    build: ([x]) => {
      const unit = table(x!.graph, [1, 0, 0, 0, 1, 0, 0, 0, 1], [1, 3, 3]);
      return square(cholesky(add(matmul(x!, x!, { left: true }), unit)));
    },
  },
  'a triangular solve': {
    shapes: [
      [2, 3, 3],
      [2, 3, 2],
    ],
    build: ([lower, right]) => triangularSolve(lower!, right!),
    draw: positive,
  },
  'a triangular solve, transposed': {
    shapes: [
      [2, 3, 3],
      [2, 3, 2],
    ],
    build: ([lower, right]) => triangularSolve(lower!, right!, true),
    draw: positive,
  },
  'cross-entropy': {
    shapes: [A, A],
    build: ([logits, targets]) => crossEntropy(logits!, softmax(targets!, 'columns')),
  },
  'the logistic loss': {
    shapes: [A, A],
    build: ([logits, targets]) => logisticLoss(logits!, sigmoid(targets!)),
  },
  'the Huber loss of elements': {
    shapes: [A],
    build: ([x]) => square(huberLoss(x!, 0.6)),
    draw: awayFromZero,
  },
  'the pinball loss': { shapes: [A], build: ([x]) => square(pinballLoss(x!, 0.2)), draw: awayFromZero },
  'the pinball loss of several quantiles': {
    shapes: [A],
    build: ([x]) => pinballLoss(square(x!), table(x!.graph, [0.1, 0.3, 0.5, 0.9], [1, 1, 4])),
    draw: awayFromZero,
  },
};
