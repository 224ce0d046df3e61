import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../../src/math/random.ts';
import type { Precision } from '../../../../src/strategy/learn/graph/buffer-pool.ts';
import { compileKernels } from '../../../../src/strategy/learn/graph/compile.ts';
import { gradient } from '../../../../src/strategy/learn/graph/gradient.ts';
import { Graph, type Node } from '../../../../src/strategy/learn/graph/node.ts';
import { parameter } from '../../../../src/strategy/learn/graph/operations/leaf.ts';
import { square } from '../../../../src/strategy/learn/graph/operations/square.ts';
import { compileWasm } from '../../../../src/strategy/learn/graph/wasm/compile-wasm.ts';
import { fill, type Subject } from './finite-differences.ts';
import { SUBJECTS } from './operation-subjects.ts';

/** A subject, its gradient and the gradient of a square of that, by both executors on the same numbers. */
function bothOf(subject: Subject, precision: Precision): { found: number[][]; expected: number[][] } {
  const graph = new Graph();
  const variables = subject.shapes.map((shape, i) => parameter(graph, `variable ${i}`, shape));
  const value = subject.build(variables);
  const first = gradient(value, variables);
  const second = first.flatMap((slope) => gradient(square(slope), variables));
  const outputs: Node[] = [value, ...first, ...second];
  const [expected, found] = [compileKernels, compileWasm].map((compile) => {
    const program = compile([...outputs, ...variables], precision);
    const random = randomFrom(11);
    const draw = subject.draw ?? ((normal: number) => normal);
    for (const variable of variables) fill(program.values(variable), () => draw(random.normal()));
    program.run();
    program.run();
    return outputs.map((output) => Array.from(program.values(output)));
  });
  return { found: found!, expected: expected! };
}

describe('a program of vector instructions', () => {
  for (const [name, subject] of Object.entries(SUBJECTS)) {
    it(`computes ${name} and its derivatives in float64 to the bit`, () => {
      const { found, expected } = bothOf(subject, 'float64');
      expect(found).toEqual(expected);
    });

    it(`computes ${name} and its derivatives in float32 to its rounding`, () => {
      const { found, expected } = bothOf(subject, 'float32');
      found.forEach((values, i) => {
        const scale = Math.max(1e-2, ...expected[i]!.map(Math.abs));
        values.forEach((value, j) => {
          expect(Math.abs(value - expected[i]![j]!)).toBeLessThanOrEqual(2e-5 * scale);
        });
      });
    });
  }
});
