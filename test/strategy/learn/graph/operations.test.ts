import { describe, expect, it } from 'vitest';
import { RegimetaError } from '../../../../src/model/regimeta-error.ts';
import { compileKernels } from '../../../../src/strategy/learn/graph/compile.ts';
import { attention } from '../../../../src/strategy/learn/graph/compositions/attention.ts';
import { causalConvolution } from '../../../../src/strategy/learn/graph/compositions/convolution.ts';
import { gradient } from '../../../../src/strategy/learn/graph/gradient.ts';
import { Graph, type Node, type Shape } from '../../../../src/strategy/learn/graph/node.ts';
import { add, addScaled } from '../../../../src/strategy/learn/graph/operations/add-scaled.ts';
import { broadcastTo, sumTo } from '../../../../src/strategy/learn/graph/operations/broadcast.ts';
import { cholesky } from '../../../../src/strategy/learn/graph/operations/cholesky.ts';
import { concat } from '../../../../src/strategy/learn/graph/operations/concat.ts';
import { gather, scatterAdd } from '../../../../src/strategy/learn/graph/operations/gather.ts';
import { constant, input, parameter, table } from '../../../../src/strategy/learn/graph/operations/leaf.ts';
import { matmul } from '../../../../src/strategy/learn/graph/operations/matmul.ts';
import { multiply } from '../../../../src/strategy/learn/graph/operations/multiply.ts';
import { permute } from '../../../../src/strategy/learn/graph/operations/permute.ts';
import { relu } from '../../../../src/strategy/learn/graph/operations/relu.ts';
import { reshape } from '../../../../src/strategy/learn/graph/operations/reshape.ts';
import { ridgeSolve } from '../../../../src/strategy/learn/graph/operations/ridge-solve.ts';
import { scale } from '../../../../src/strategy/learn/graph/operations/scale.ts';
import { pad, slice } from '../../../../src/strategy/learn/graph/operations/slice.ts';
import { square } from '../../../../src/strategy/learn/graph/operations/square.ts';
import { stopGradient } from '../../../../src/strategy/learn/graph/operations/stop-gradient.ts';
import { tanh } from '../../../../src/strategy/learn/graph/operations/tanh.ts';
import { triangularSolve } from '../../../../src/strategy/learn/graph/operations/triangular-solve.ts';
import { expectGradientsToMatchDifferences } from './finite-differences.ts';
import { SUBJECTS } from './operation-subjects.ts';

const A: Shape = [2, 3, 4];

describe('the derivatives of the operations', () => {
  for (const [name, subject] of Object.entries(SUBJECTS)) {
    it(`of ${name} match differences, first and second`, () => {
      expectGradientsToMatchDifferences(subject);
    });
  }

  it('go to third order and beyond', () => {
    const graph = new Graph();
    const x = parameter(graph, 'x', [1, 1, 1]);
    let node: Node = tanh(x);
    for (let order = 0; order < 4; order++) node = gradient(node, [x])[0]!;
    const program = compileKernels([node]);
    program.values(x)[0] = 0.3;
    program.run();
    // The fourth derivative of tanh in its value t, from differentiating 1 − t² by hand.
    const t = Math.tanh(0.3);
    const fourth = (1 - t * t) * (16 * t - 24 * t * t * t);
    expect(program.values(node)[0]).toBeCloseTo(fourth, 12);
  });

  it('of a stopped node are zero, while its value goes on', () => {
    const graph = new Graph();
    const x = parameter(graph, 'x', [1, 1, 2]);
    const y = multiply(stopGradient(square(x)), x);
    const [slope] = gradient(y, [x]);
    const [nothing] = gradient(stopGradient(x), [x]);
    const program = compileKernels([y, slope!, nothing!]);
    program.values(x).set([2, 3]);
    program.run();
    expect(Array.from(program.values(y))).toEqual([8, 27]);
    expect(Array.from(program.values(slope!))).toEqual([4, 9]);
    expect(Array.from(program.values(nothing!))).toEqual([0, 0]);
  });

  it('of relu at its kink and of its mask are zero', () => {
    const graph = new Graph();
    const x = parameter(graph, 'x', [1, 1, 3]);
    const [slope] = gradient(relu(x), [x]);
    const [curvature] = gradient(slope!, [x]);
    const program = compileKernels([slope!, curvature!]);
    program.values(x).set([-1, 0, 2]);
    program.run();
    expect(Array.from(program.values(slope!))).toEqual([0, 0, 1]);
    expect(Array.from(program.values(curvature!))).toEqual([0, 0, 0]);
  });
});

describe('the builders of operations', () => {
  const graph = new Graph();
  const x = input(graph, 'x', A);
  const refusals: Readonly<Record<string, () => Node>> = {
    'a product of matrices that do not meet': () => matmul(x, input(new Graph(), 'y', [2, 3, 3])),
    'matrices of other tasks': () => matmul(x, input(graph, 'of three tasks', [3, 4, 1])),
    'extents that are neither equal nor 1': () => add(x, input(graph, 'of two columns', [2, 3, 2])),
    'a sum to a larger extent': () => sumTo(x, [2, 3, 8]),
    'a ridge solve of matrices that are not square': () =>
      ridgeSolve({ gram: x, ridge: constant(graph, 1, [1, 1, 1]), right: x }),
    'a name that is taken': () => input(graph, 'x', [1, 1, 1]),
    'operands of two graphs': () => add(x, input(new Graph(), 'x', A)),
    'a constant that is not finite': () => constant(graph, Number.NaN, A),
    'a table with too few numbers': () => table(graph, [1, 2], [1, 1, 3]),
    'a table with a number that is not finite': () => table(graph, [Number.NaN], [1, 1, 1]),
    'an extent of 0': () => input(graph, 'empty', [2, 0, 1]),
    'a slice that leaves its axis': () => slice(x, 'rows', [1, 4]),
    'a slice of nothing': () => slice(x, 'rows', [1, 1]),
    'a padding below 0': () => pad(x, 'rows', [-1, 0]),
    'a reshape to another number of elements': () => reshape(x, [2, 3, 5]),
    'a permutation that names an axis twice': () => permute(x, ['rows', 'rows', 'columns']),
    'a concatenation of rows of other widths': () => concat([x, slice(x, 'columns', [0, 2])], 'rows'),
    'a concatenation of nothing': () => concat([], 'rows'),
    'indices of two columns': () => gather(x, slice(x, 'columns', [0, 2])),
    'a scatter without an index for each row': () => scatterAdd(x, input(graph, 'one index', [2, 1, 1]), 3),
    'a factorisation of a matrix that is not square': () => cholesky(x),
    'a triangular solve of a matrix that is not square': () => triangularSolve(x, x),
    'a convolution with weights of another size': () => causalConvolution(x, x, { size: 2, dilation: 1 }),
    'a convolution without a tap': () => causalConvolution(x, x, { size: 0, dilation: 1 }),
    'queries and keys of other units': () =>
      attention({ queries: x, keys: slice(x, 'columns', [0, 3]), values: x, mask: null }),
    'a factor that is not finite': () => addScaled(x, x, Number.POSITIVE_INFINITY),
  };

  for (const [name, build] of Object.entries(refusals)) {
    it(`refuse ${name}`, () => {
      expect(build).toThrow(RegimetaError);
      expect(build).toThrow(/^E_LEARNER_SHAPE computation graph/);
    });
  }

  it('name the tensors and the shapes in a refusal', () => {
    expect(() => add(x, input(graph, 'labels', [2, 3, 2]))).toThrow(
      /input 'x' \[2, 3, 4\] and input 'labels' \[2, 3, 2\]/,
    );
    expect(() => matmul(tanh(x), x)).toThrow(/unary #\d+ \[2, 3, 4\] and input 'x' \[2, 3, 4\]/);
  });

  it('give the same node for the same computation', () => {
    expect(tanh(add(x, x))).toBe(tanh(add(x, x)));
    expect(scale(x, 2)).not.toBe(scale(x, 3));
    expect(matmul(x, x, { right: true })).not.toBe(matmul(x, x, { left: true }));
  });

  it('leave out what changes nothing', () => {
    expect(scale(x, 1)).toBe(x);
    expect(broadcastTo(x, A)).toBe(x);
    expect(add(x, constant(graph, 0, A))).toBe(x);
    expect(multiply(constant(graph, 1, A), x)).toBe(x);
    expect(addScaled(x, tanh(x), 0)).toBe(x);
  });
});
