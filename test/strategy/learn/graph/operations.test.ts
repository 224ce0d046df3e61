import { describe, expect, it } from 'vitest';
import { RegimetaError } from '../../../../src/model/regimeta-error.ts';
import { compileKernels } from '../../../../src/strategy/learn/graph/compile.ts';
import { gradient } from '../../../../src/strategy/learn/graph/gradient.ts';
import { Graph, type Node, type Shape } from '../../../../src/strategy/learn/graph/node.ts';
import { add, addScaled, subtract } from '../../../../src/strategy/learn/graph/operations/add-scaled.ts';
import { broadcastTo, sumTo } from '../../../../src/strategy/learn/graph/operations/broadcast.ts';
import { exponential } from '../../../../src/strategy/learn/graph/operations/exponential.ts';
import { constant, input, parameter } from '../../../../src/strategy/learn/graph/operations/leaf.ts';
import { matmul } from '../../../../src/strategy/learn/graph/operations/matmul.ts';
import { multiply } from '../../../../src/strategy/learn/graph/operations/multiply.ts';
import { reciprocalRoot } from '../../../../src/strategy/learn/graph/operations/reciprocal-root.ts';
import { relu } from '../../../../src/strategy/learn/graph/operations/relu.ts';
import { ridgeSolve } from '../../../../src/strategy/learn/graph/operations/ridge-solve.ts';
import { scale } from '../../../../src/strategy/learn/graph/operations/scale.ts';
import { square } from '../../../../src/strategy/learn/graph/operations/square.ts';
import { stopGradient } from '../../../../src/strategy/learn/graph/operations/stop-gradient.ts';
import { tanh } from '../../../../src/strategy/learn/graph/operations/tanh.ts';
import { lossMean } from '../../../../src/strategy/learn/loss.ts';
import { expectGradientsToMatchDifferences, type Subject } from './finite-differences.ts';

const A: Shape = [2, 3, 4];
const awayFromZero = (normal: number): number => normal + Math.sign(normal) * 0.2;
const positive = (normal: number): number => 0.5 + Math.abs(normal);

/** Every operation, and every way its operands broadcast or transpose. */
const SUBJECTS: Readonly<Record<string, Subject>> = {
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
};

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
    'a factor that is not finite': () => addScaled(x, x, Number.POSITIVE_INFINITY),
  };

  for (const [name, build] of Object.entries(refusals)) {
    it(`refuse ${name}`, () => {
      expect(build).toThrow(RegimetaError);
      expect(build).toThrow(/^E_LEARNER_SHAPE computation graph/);
    });
  }

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
