import { describe, expect, it } from 'vitest';
import { compileKernels } from '../../../../src/strategy/learn/graph/compile.ts';
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
import { gradient } from '../../../../src/strategy/learn/graph/gradient.ts';
import { Graph, type Node, type Shape } from '../../../../src/strategy/learn/graph/node.ts';
import { absolute, sign } from '../../../../src/strategy/learn/graph/operations/absolute.ts';
import { add } from '../../../../src/strategy/learn/graph/operations/add-scaled.ts';
import { cholesky } from '../../../../src/strategy/learn/graph/operations/cholesky.ts';
import { above, atLeast } from '../../../../src/strategy/learn/graph/operations/compare.ts';
import { concat } from '../../../../src/strategy/learn/graph/operations/concat.ts';
import { divide } from '../../../../src/strategy/learn/graph/operations/divide.ts';
import { gather, scatterAdd } from '../../../../src/strategy/learn/graph/operations/gather.ts';
import { input, positions } from '../../../../src/strategy/learn/graph/operations/leaf.ts';
import { logarithm } from '../../../../src/strategy/learn/graph/operations/logarithm.ts';
import { matmul } from '../../../../src/strategy/learn/graph/operations/matmul.ts';
import { maximum, minimum } from '../../../../src/strategy/learn/graph/operations/maximum.ts';
import { permute, transpose } from '../../../../src/strategy/learn/graph/operations/permute.ts';
import { maximumOver, minimumOver } from '../../../../src/strategy/learn/graph/operations/reduce.ts';
import { reshape } from '../../../../src/strategy/learn/graph/operations/reshape.ts';
import { root } from '../../../../src/strategy/learn/graph/operations/root.ts';
import { select } from '../../../../src/strategy/learn/graph/operations/select.ts';
import { sigmoid } from '../../../../src/strategy/learn/graph/operations/sigmoid.ts';
import { pad, slice } from '../../../../src/strategy/learn/graph/operations/slice.ts';
import { softplus } from '../../../../src/strategy/learn/graph/operations/softplus.ts';
import { triangularSolve } from '../../../../src/strategy/learn/graph/operations/triangular-solve.ts';

/** The numbers of an expression of some tensors, given with their shapes. */
function valuesOf(
  tensors: readonly (readonly [Shape, readonly number[]])[],
  build: (...nodes: Node[]) => Node,
): number[] {
  const graph = new Graph();
  const nodes = tensors.map(([shape], i) => input(graph, `tensor ${i}`, shape));
  const output = build(...nodes);
  const program = compileKernels([output, ...nodes]);
  tensors.forEach(([, values], i) => {
    program.values(nodes[i]!).set(values);
  });
  program.run();
  return Array.from(program.values(output));
}

const row = (...values: number[]): readonly [Shape, readonly number[]] => [[1, 1, values.length], values];
const matrix = (rows: number, ...values: number[]): readonly [Shape, readonly number[]] => [
  [1, rows, values.length / rows],
  values,
];

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 12);
  });
}

describe('elementwise operations', () => {
  it('compare, choose and take signs', () => {
    const [a, b] = [row(-1, 0, 2), row(0, 0, 0)];
    expect(valuesOf([a, b], above)).toEqual([0, 0, 1]);
    expect(valuesOf([a, b], atLeast)).toEqual([0, 1, 1]);
    expect(valuesOf([a], sign)).toEqual([-1, 0, 1]);
    expect(valuesOf([a], absolute)).toEqual([1, 0, 2]);
    expect(valuesOf([a, row(5, 6, 7), row(8, 9, 10)], select)).toEqual([8, 9, 7]);
    expect(valuesOf([a, row(1, -1, 1)], maximum)).toEqual([1, 0, 2]);
    expect(valuesOf([a, row(1, -1, 1)], minimum)).toEqual([-1, -1, 1]);
  });

  it('keep what was not chosen out of the result and the gradient, even where it is not finite', () => {
    const build = (x: Node): Node => select(x, logarithm(x), x);
    const graph = new Graph();
    const x = input(graph, 'x', [1, 1, 2]);
    const [slope] = gradient(build(x), [x]);
    const program = compileKernels([slope!]);
    program.values(x).set([-1, 2]);
    program.run();
    expect(valuesOf([row(-1, Math.E)], build)).toEqual([-1, 1]);
    expect(Array.from(program.values(slope!))).toEqual([1, 0.5]);
  });

  it('pass NaN on', () => {
    const unknown = row(Number.NaN);
    for (const build of [sigmoid, softplus, logarithm, root, absolute, sign]) {
      expect(valuesOf([unknown], build)).toEqual([Number.NaN]);
    }
    expect(valuesOf([unknown, row(1)], maximum)).toEqual([Number.NaN]);
    expect(valuesOf([row(1), unknown], minimum)).toEqual([Number.NaN]);
    expect(valuesOf([row(1, Number.NaN, 3)], (x) => maximumOver(x, 'columns'))).toEqual([Number.NaN]);
  });

  it('divide as IEEE 754 says', () => {
    expect(valuesOf([row(1, -1, 0, 3), row(0, 0, 0, 2)], divide)).toEqual([
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      1.5,
    ]);
  });
});

describe('reductions', () => {
  const x: readonly [Shape, readonly number[]] = [
    [2, 2, 2],
    [1, 5, 3, 2, 8, 7, 6, 9],
  ];
  it('take extrema over any axis', () => {
    expect(valuesOf([x], (node) => maximumOver(node, 'columns'))).toEqual([5, 3, 8, 9]);
    expect(valuesOf([x], (node) => maximumOver(node, 'tasks'))).toEqual([8, 7, 6, 9]);
    expect(valuesOf([x], (node) => minimumOver(node, 'rows', 'columns'))).toEqual([1, 6]);
  });

  it('share the gradient among equal extrema', () => {
    const graph = new Graph();
    const node = input(graph, 'x', [1, 1, 4]);
    const [slope] = gradient(maximumOver(node, 'columns'), [node]);
    const program = compileKernels([slope!]);
    program.values(node).set([2, 1, 2, 0]);
    program.run();
    expect(Array.from(program.values(slope!))).toEqual([0.5, 0, 0.5, 0]);
  });
});

describe('operations that move elements', () => {
  const x: readonly [Shape, readonly number[]] = [
    [1, 2, 3],
    [1, 2, 3, 4, 5, 6],
  ];
  it('cut, put together, pad and exchange', () => {
    expect(valuesOf([x], (node) => slice(node, 'columns', [1, 3]))).toEqual([2, 3, 5, 6]);
    expect(valuesOf([x], (node) => pad(node, 'rows', [1, 0]))).toEqual([0, 0, 0, 1, 2, 3, 4, 5, 6]);
    expect(valuesOf([x, matrix(2, 7, 8)], (a, b) => concat([a, b], 'columns'))).toEqual([
      1, 2, 3, 7, 4, 5, 6, 8,
    ]);
    expect(valuesOf([x], transpose)).toEqual([1, 4, 2, 5, 3, 6]);
    expect(valuesOf([x], (node) => permute(node, ['columns', 'rows', 'tasks']))).toEqual([1, 4, 2, 5, 3, 6]);
    expect(valuesOf([x], (node) => reshape(node, [1, 3, 2]))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(valuesOf([x], (node) => reshape(transpose(node), [1, 1, 6]))).toEqual([1, 4, 2, 5, 3, 6]);
    expect(valuesOf([x], (node) => add(node, positions(node.graph, 'columns', 3)))).toEqual([
      1, 3, 5, 4, 6, 8,
    ]);
  });

  it('gather rows, with NaN for an index that names none, and add them up by group', () => {
    expect(valuesOf([x, matrix(3, 1, 0, 2)], gather)).toEqual([
      4,
      5,
      6,
      1,
      2,
      3,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    expect(valuesOf([x, matrix(2, 1, 1)], (rows, indices) => scatterAdd(rows, indices, 2))).toEqual([
      0, 0, 0, 5, 7, 9,
    ]);
    expect(valuesOf([x, matrix(2, -1, 0)], (rows, indices) => scatterAdd(rows, indices, 1))).toEqual([
      4, 5, 6,
    ]);
  });
});

describe('compositions', () => {
  it('have a softmax that large scores do not overflow', () => {
    const [e1, e2] = [Math.exp(-1), Math.exp(-2)];
    const total = 1 + e1 + e2;
    const scores = row(1000, 999, 998);
    expectClose(
      valuesOf([scores], (x) => softmax(x, 'columns')),
      [1 / total, e1 / total, e2 / total],
    );
    expectClose(
      valuesOf([scores], (x) => logSoftmax(x, 'columns')),
      [-Math.log(total), -1 - Math.log(total), -2 - Math.log(total)],
    );
    expectClose(
      valuesOf([scores], (x) => logSumExponential(x, 'columns')),
      [1000 + Math.log(total)],
    );
  });

  it('leave masked scores out of a softmax, whatever they are, and give zeros where all are', () => {
    const scores = matrix(2, 1, Number.NaN, 1, 5, 6, 7);
    const mask = matrix(2, 1, 0, 1, 0, 0, 0);
    expectClose(
      valuesOf([scores, mask], (x, m) => maskedSoftmax(x, m, 'columns')),
      [0.5, 0, 0.5, 0, 0, 0],
    );
  });

  it('let a row of causal attention see itself and what was before', () => {
    const values = matrix(3, 1, 2, 4);
    const same = matrix(3, 0, 0, 0);
    expectClose(
      valuesOf([same, values], (x, v) =>
        attention({ queries: x, keys: x, values: v, mask: causalMask(x.graph, 3) }),
      ),
      [1, 1.5, 7 / 3],
    );
  });

  it('convolve rows with what was before them', () => {
    const rows = matrix(4, 1, 10, 100, 1000);
    const weights = matrix(2, 1, 2);
    const convolved = (dilation: number): number[] =>
      valuesOf([rows, weights], (x, w) => causalConvolution(x, w, { size: 2, dilation }));
    expect(convolved(1)).toEqual([1, 12, 120, 1200]);
    expect(convolved(2)).toEqual([1, 10, 102, 1020]);
    expect(convolved(9)).toEqual([1, 10, 100, 1000]);
  });

  it('give a row mean 0 and variance 1, and zeros for a row of equal numbers', () => {
    const deviation = Math.sqrt(2 / 3 + 1e-5);
    expectClose(valuesOf([matrix(2, 1, 2, 3, 4, 4, 4), row(1, 1, 2), row(0, 0, 1)], layerNorm), [
      -1 / deviation,
      0,
      2 / deviation + 1,
      0,
      0,
      1,
    ]);
  });

  it('have the losses of their definitions', () => {
    expectClose(valuesOf([row(0, 0), row(1, 0)], crossEntropy), [Math.LN2]);
    expectClose(valuesOf([row(0, 3), row(1, 0)], logisticLoss), [Math.LN2, Math.log(1 + Math.exp(3))]);
    expectClose(
      valuesOf([row(0.5, -3, 1)], (x) => huberLoss(x, 1)),
      [0.125, 2.5, 0.5],
    );
    expectClose(
      valuesOf([row(2, -2, 0)], (x) => pinballLoss(x, 0.9)),
      [1.8, 0.2, 0],
    );
  });
});

describe('solves', () => {
  it('factorise and substitute', () => {
    const gram = matrix(2, 4, 2, 2, 5);
    expect(valuesOf([gram], cholesky)).toEqual([2, 0, 1, 2]);
    const solved = (nodes: Node[]): Node => {
      const lower = cholesky(nodes[0]!);
      return matmul(nodes[0]!, triangularSolve(lower, triangularSolve(lower, nodes[1]!), true));
    };
    expectClose(
      valuesOf([gram, matrix(2, 3, -1)], (...nodes) => solved(nodes)),
      [3, -1],
    );
  });

  it('have NaN for a matrix that is not positive definite', () => {
    expect(valuesOf([matrix(1, -1)], cholesky)).toEqual([Number.NaN]);
  });
});
