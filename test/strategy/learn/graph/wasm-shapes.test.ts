import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../../src/math/random.ts';
import { compileKernels } from '../../../../src/strategy/learn/graph/compile.ts';
import { gradient } from '../../../../src/strategy/learn/graph/gradient.ts';
import { elementCount, Graph, type Node, type Shape } from '../../../../src/strategy/learn/graph/node.ts';
import { add, subtract } from '../../../../src/strategy/learn/graph/operations/add-scaled.ts';
import { broadcastTo, sumTo } from '../../../../src/strategy/learn/graph/operations/broadcast.ts';
import { concat } from '../../../../src/strategy/learn/graph/operations/concat.ts';
import { input } from '../../../../src/strategy/learn/graph/operations/leaf.ts';
import { matmul } from '../../../../src/strategy/learn/graph/operations/matmul.ts';
import { maximum } from '../../../../src/strategy/learn/graph/operations/maximum.ts';
import { multiply } from '../../../../src/strategy/learn/graph/operations/multiply.ts';
import { transpose } from '../../../../src/strategy/learn/graph/operations/permute.ts';
import { reshape } from '../../../../src/strategy/learn/graph/operations/reshape.ts';
import { scale } from '../../../../src/strategy/learn/graph/operations/scale.ts';
import { pad, slice } from '../../../../src/strategy/learn/graph/operations/slice.ts';
import { square } from '../../../../src/strategy/learn/graph/operations/square.ts';
import { stopGradient } from '../../../../src/strategy/learn/graph/operations/stop-gradient.ts';
import { tanh } from '../../../../src/strategy/learn/graph/operations/tanh.ts';
import { compileWasm } from '../../../../src/strategy/learn/graph/wasm/compile-wasm.ts';
import { fill } from './finite-differences.ts';

/** Runs nodes twice with both executors on the same numbers, and expects the same bits. */
function expectSameBits(outputs: readonly Node[], leaves: readonly Node[]): void {
  const [expected, found] = [compileKernels, compileWasm].map((compile) => {
    const program = compile([...outputs, ...leaves]);
    const random = randomFrom(3);
    for (const leaf of leaves) fill(program.values(leaf), () => random.normal());
    program.run();
    program.run();
    return outputs.map((output) => Array.from(program.values(output)));
  });
  expect(found).toEqual(expected);
}

const extent = fc.integer({ min: 1, max: 14 });

describe('a program of vector instructions, on any shapes', () => {
  it('multiplies matrices of any size, transposed or shared, to the bit', () => {
    const tasks = fc.integer({ min: 1, max: 3 });
    const flags = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean());
    fc.assert(
      fc.property(fc.tuple(tasks, extent, extent, extent), flags, ([count, m, k, n], [tl, tr, sl, sr]) => {
        const graph = new Graph();
        const left = input(graph, 'left', [sl ? 1 : count, tl ? k : m, tl ? m : k]);
        const right = input(graph, 'right', [sr ? 1 : count, tr ? n : k, tr ? k : n]);
        expectSameBits([matmul(left, right, { left: tl, right: tr })], [left, right]);
      }),
      { numRuns: 150 },
    );
  });

  it('sums and repeats along any axes, to the bit', () => {
    const shape = fc.tuple(extent, extent, extent);
    fc.assert(
      fc.property(shape, fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), (extents, kept) => {
        const graph = new Graph();
        const x = input(graph, 'x', extents);
        const to = extents.map((of, axis) => (kept[axis] ? of : 1)) as unknown as Shape;
        const total = sumTo(x, to);
        expectSameBits([total, subtract(square(x), total), sumTo(transpose(x), [to[0], to[2], to[1]])], [x]);
      }),
      { numRuns: 80 },
    );
  });

  it('computes long chains of anything, with their gradients, to the bit', () => {
    const choices = fc.array(fc.tuple(fc.integer({ min: 0, max: 11 }), fc.nat()), {
      minLength: 4,
      maxLength: 30,
    });
    fc.assert(
      fc.property(choices, fc.tuple(extent, fc.integer({ min: 2, max: 9 })), (steps, [rows, columns]) => {
        const shape: Shape = [2, rows, columns];
        const graph = new Graph();
        const x = input(graph, 'x', shape);
        const w = input(graph, 'w', [2, columns, columns]);
        const nodes: Node[] = [x, scale(w, 0.3)].map((node) => (node.shape[1] === rows ? node : x));
        for (const [choice, place] of steps) {
          const a = nodes[place % nodes.length]!;
          const b = nodes[(place >> 3) % nodes.length]!;
          nodes.push(stepOf(choice, [a, b, w]));
        }
        const last = nodes.at(-1)!;
        const kept = nodes.filter((_, i) => i % 7 === 3);
        expectSameBits([last, ...kept, ...gradient(square(last), [x, w])], [x, w]);
      }),
      { numRuns: 60 },
    );
  });

  it('writes outputs that are views, constants or leaves of other nodes', () => {
    const graph = new Graph();
    const x = input(graph, 'x', [2, 3, 5]);
    const y = tanh(x);
    expectSameBits(
      [
        broadcastTo(input(graph, 'row', [1, 1, 5]), [2, 3, 5]),
        stopGradient(x),
        transpose(y),
        reshape(y, [1, 5, 6]),
        slice(y, 'rows', [1, 2]),
        gradient(stopGradient(y), [x])[0]!,
        pad(x, 'columns', [1, 2]),
      ],
      [x],
    );
  });

  it('shows only leaves and outputs', () => {
    const graph = new Graph();
    const x = input(graph, 'x', [1, 1, 1]);
    const hidden = square(x);
    const program = compileWasm([tanh(hidden)]);
    expect(() => program.values(hidden)).toThrow(/^E_LEARNER_SHAPE.*only leaves and outputs/);
    expect(() => program.values(input(graph, 'unused', [1, 1, 1]))).toThrow(/only leaves and outputs/);
    expect(program.values(x)).toHaveLength(elementCount(x.shape));
  });
});

function stepOf(choice: number, [a, b, w]: readonly [Node, Node, Node]): Node {
  const [, rows, columns] = a.shape;
  switch (choice) {
    case 0:
      return tanh(add(a, b));
    case 1:
      return scale(multiply(a, b), 0.5);
    case 2:
      return subtract(a, sumTo(scale(b, 0.1), [2, 1, columns]));
    case 3:
      return matmul(a, scale(w, 0.2));
    case 4:
      return matmul(a, scale(w, 0.2), { right: true });
    case 5:
      return maximum(a, broadcastTo(sumTo(scale(b, 0.1), [1, rows, 1]), a.shape));
    case 6:
      return transpose(reshape(transpose(a), [2, columns, rows]));
    case 7:
      return pad(slice(tanh(a), 'columns', [1, columns]), 'columns', [1, 0]);
    case 8:
      return slice(concat([a, b], 'rows'), 'rows', [rows, 2 * rows]);
    case 9:
      return multiply(stopGradient(a), tanh(b));
    case 10:
      return matmul(scale(matmul(a, b, { right: true }), 0.1), a);
    default:
      return reshape(reshape(tanh(a), [1, 2 * columns, rows]), a.shape);
  }
}
