import { describe, expect, it } from 'vitest';
import { compileKernels } from '../../../../src/strategy/learn/graph/compile.ts';
import { gradient } from '../../../../src/strategy/learn/graph/gradient.ts';
import { Graph, type Node } from '../../../../src/strategy/learn/graph/node.ts';
import { add } from '../../../../src/strategy/learn/graph/operations/add-scaled.ts';
import { broadcastTo, sumTo } from '../../../../src/strategy/learn/graph/operations/broadcast.ts';
import { constant, input } from '../../../../src/strategy/learn/graph/operations/leaf.ts';
import { matmul } from '../../../../src/strategy/learn/graph/operations/matmul.ts';
import { multiply } from '../../../../src/strategy/learn/graph/operations/multiply.ts';
import { square } from '../../../../src/strategy/learn/graph/operations/square.ts';
import { stopGradient } from '../../../../src/strategy/learn/graph/operations/stop-gradient.ts';
import { tanh } from '../../../../src/strategy/learn/graph/operations/tanh.ts';
import { fill } from './finite-differences.ts';

describe('a compiled program', () => {
  it('computes y = w·x and its gradient', () => {
    const graph = new Graph();
    const w = input(graph, 'w', [1, 3, 1]);
    const x = input(graph, 'x', [1, 1, 3]);
    const y = matmul(x, w);
    const [slope] = gradient(y, [w]);
    const program = compileKernels([y, slope!]);
    program.values(w).set([2, 3, 5]);
    program.values(x).set([1, 10, 100]);
    program.run();
    expect(program.values(y)[0]).toBe(532);
    expect(Array.from(program.values(slope!))).toEqual([1, 10, 100]);
  });

  it('writes out outputs that are only views of other nodes', () => {
    const graph = new Graph();
    const x = input(graph, 'x', [1, 1, 2]);
    const repeated = broadcastTo(x, [2, 2, 2]);
    const stopped = stopGradient(repeated);
    const ones = constant(graph, 1, [1, 2, 2]);
    const program = compileKernels([repeated, stopped, ones, x]);
    program.values(x).set([3, 4]);
    program.run();
    expect(Array.from(program.values(repeated))).toEqual([3, 4, 3, 4, 3, 4, 3, 4]);
    expect(Array.from(program.values(stopped))).toEqual([3, 4, 3, 4, 3, 4, 3, 4]);
    expect(Array.from(program.values(ones))).toEqual([1, 1, 1, 1]);
  });

  it('gives the same when run again, so no array is reused too early', () => {
    const graph = new Graph();
    const x = input(graph, 'x', [2, 3, 3]);
    let node: Node = x;
    const kept: Node[] = [];
    for (let i = 0; i < 12; i++) {
      node = tanh(add(matmul(node, stopGradient(x)), sumTo(multiply(node, square(node)), [2, 1, 3])));
      if (i % 5 === 0) kept.push(node);
    }
    const whole = gradient(node, [x])[0]!;
    const outputs = [...kept, whole];
    const together = compileKernels(outputs);
    const number = (place: number): number => ((place * 7) % 5) / 5 - 0.4;
    fill(together.values(x), number);
    together.run();
    const first = outputs.map((output) => Array.from(together.values(output)));
    together.run();
    outputs.forEach((output, i) => {
      const alone = compileKernels([output]);
      fill(alone.values(x), number);
      alone.run();
      expect(Array.from(together.values(output))).toEqual(first[i]);
      expect(Array.from(alone.values(output))).toEqual(first[i]);
    });
  });

  it('keeps what was written to an input that was made late, run after run', () => {
    const graph = new Graph();
    const x = input(graph, 'x', [1, 1, 3]);
    const earlier = square(tanh(square(x)));
    const late = input(graph, 'late', [1, 1, 3]);
    const y = multiply(earlier, late);
    const program = compileKernels([y]);
    program.values(x).set([1, 2, 3]);
    program.values(late).set([0, 0, 5]);
    program.run();
    program.run();
    expect(Array.from(program.values(late))).toEqual([0, 0, 5]);
    expect(program.values(y)[2]).toBeCloseTo(5, 6);
  });

  it('leaves out what its outputs do not need', () => {
    const graph = new Graph();
    const x = input(graph, 'x', [1, 1, 1]);
    const unused = input(graph, 'unused', [1, 1, 1]);
    multiply(x, unused);
    const program = compileKernels([square(x)]);
    expect(() => program.values(unused)).toThrow(/^E_LEARNER_SHAPE/);
  });

  it('shows only leaves and outputs, whose arrays are theirs alone', () => {
    const graph = new Graph();
    const x = input(graph, 'x', [1, 1, 1]);
    const hidden = square(x);
    const program = compileKernels([tanh(hidden)]);
    expect(() => program.values(hidden)).toThrow(/only leaves and outputs/);
  });

  it('computes in float32 where asked', () => {
    const graph = new Graph();
    const x = input(graph, 'x', [1, 1, 1]);
    const y = square(x);
    const program = compileKernels([y], 'float32');
    program.values(x)[0] = 0.1;
    program.run();
    expect(program.values(y)).toBeInstanceOf(Float32Array);
    expect(program.values(y)[0]).toBe(Math.fround(Math.fround(0.1) * Math.fround(0.1)));
  });
});
