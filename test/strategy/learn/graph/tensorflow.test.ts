import '@tensorflow/tfjs-backend-cpu';
import * as tensorFlow from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../../src/math/random.ts';
import { compileKernels } from '../../../../src/strategy/learn/graph/compile.ts';
import { gradient } from '../../../../src/strategy/learn/graph/gradient.ts';
import { Graph, type Node } from '../../../../src/strategy/learn/graph/node.ts';
import { gather, scatterAdd } from '../../../../src/strategy/learn/graph/operations/gather.ts';
import { input, parameter } from '../../../../src/strategy/learn/graph/operations/leaf.ts';
import { square } from '../../../../src/strategy/learn/graph/operations/square.ts';
import type { Program } from '../../../../src/strategy/learn/graph/program.ts';
import { compileTensorFlow } from '../../../../src/strategy/learn/graph/tensorflow/compile-tensorflow.ts';
import type { TensorFlow } from '../../../../src/strategy/learn/graph/tensorflow/tensor-flow.ts';
import { fill, type Subject } from './finite-differences.ts';
import { SUBJECTS } from './operation-subjects.ts';

const byTensorFlow = (outputs: readonly Node[]): Program =>
  compileTensorFlow(tensorFlow as unknown as TensorFlow, outputs);
const byTypedArrays = (outputs: readonly Node[]): Program => compileKernels(outputs, 'float32');

/** A subject, its gradient and the gradient of a square of that, by both executors on the same numbers. */
function bothOf(subject: Subject): { found: number[][]; expected: number[][] } {
  const graph = new Graph();
  const variables = subject.shapes.map((shape, i) => parameter(graph, `variable ${i}`, shape));
  const value = subject.build(variables);
  const first = gradient(value, variables);
  const second = first.flatMap((slope) => gradient(square(slope), variables));
  const outputs: Node[] = [value, ...first, ...second];
  const [expected, found] = [byTypedArrays, byTensorFlow].map((compile) => {
    const program = compile([...outputs, ...variables]);
    const random = randomFrom(11);
    const draw = subject.draw ?? ((normal: number) => normal);
    for (const variable of variables) fill(program.values(variable), () => draw(random.normal()));
    program.run();
    program.run();
    return outputs.map((output) => Array.from(program.values(output)));
  });
  return { found: found!, expected: expected! };
}

describe('a program on TensorFlow.js', () => {
  for (const [name, subject] of Object.entries(SUBJECTS)) {
    it(`computes ${name} and its derivatives as the typed arrays do, to the rounding of float32`, () => {
      const { found, expected } = bothOf(subject);
      found.forEach((values, i) => {
        const scale = Math.max(1e-2, ...expected[i]!.map(Math.abs));
        values.forEach((value, j) => {
          expect(Math.abs(value - expected[i]![j]!)).toBeLessThanOrEqual(2e-5 * scale);
        });
      });
    });
  }

  it('keeps no tensor from run to run', () => {
    const graph = new Graph();
    const x = input(graph, 'x', [1, 2, 3]);
    const program = byTensorFlow([square(x), x]);
    program.run();
    const before = tensorFlow.memory().numTensors;
    for (let i = 0; i < 5; i++) program.run();
    expect(tensorFlow.memory().numTensors).toBe(before);
  });

  it('has NaN for an index that names no row, and leaves such rows out of a sum', () => {
    const graph = new Graph();
    const rows = input(graph, 'rows', [1, 2, 1]);
    const indices = input(graph, 'indices', [1, 2, 1]);
    const [found, summed] = [gather(rows, indices), scatterAdd(rows, indices, 2)];
    const program = byTensorFlow([found, summed]);
    program.values(rows).set([5, 7]);
    program.values(indices).set([1, 2]);
    program.run();
    expect(Array.from(program.values(found))).toEqual([7, Number.NaN]);
    expect(Array.from(program.values(summed))).toEqual([0, 5]);
    expect(() => program.values(square(rows))).toThrow(/^E_LEARNER_SHAPE/);
  });
});
