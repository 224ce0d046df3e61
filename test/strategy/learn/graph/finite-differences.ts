import { expect } from 'vitest';
import type { Values } from '../../../../src/math/batched-matmul.ts';
import { randomFrom } from '../../../../src/math/random.ts';
import { compileKernels } from '../../../../src/strategy/learn/graph/compile.ts';
import { gradient } from '../../../../src/strategy/learn/graph/gradient.ts';
import { elementCount, Graph, type Node, type Shape } from '../../../../src/strategy/learn/graph/node.ts';
import { add } from '../../../../src/strategy/learn/graph/operations/add-scaled.ts';
import { sumTo } from '../../../../src/strategy/learn/graph/operations/broadcast.ts';
import { input, parameter } from '../../../../src/strategy/learn/graph/operations/leaf.ts';
import { multiply } from '../../../../src/strategy/learn/graph/operations/multiply.ts';

/** A function of some variables, and how to draw numbers for them. */
export interface Subject {
  readonly shapes: readonly Shape[];
  readonly build: (variables: readonly Node[]) => Node;
  readonly draw?: (normal: number) => number;
}

const STEP = 1e-5;

/** Writes to every element in turn. */
export function fill(values: Values, next: (place: number) => number): void {
  for (let i = 0; i < values.length; i++) values[i] = next(i);
}

/** Σ weight · value with a random weight for each element, so that no two directions look alike. */
function weightedTotal(graph: Graph, nodes: readonly Node[], name: string): { total: Node; weights: Node[] } {
  const weights = nodes.map((node, i) => input(graph, `${name} ${i}`, node.shape));
  const terms = nodes.map((node, i) => sumTo(multiply(node, weights[i]!), [1, 1, 1]));
  return { total: terms.reduce((sum, term) => add(sum, term)), weights };
}

/**
 * Checks first and second derivatives of a subject against central differences: the gradient of a random weighting
 * of its elements, then the gradient of a random weighting of that gradient. The error allowed is `tolerance` of
 * the largest element.
 */
export function expectGradientsToMatchDifferences(subject: Subject, tolerance = 1e-6): void {
  const graph = new Graph();
  const variables = subject.shapes.map((shape, i) => parameter(graph, `variable ${i}`, shape));
  const first = weightedTotal(graph, [subject.build(variables)], 'first weights');
  const gradients = gradient(first.total, variables);
  const second = weightedTotal(graph, gradients, 'second weights');
  const curvatures = gradient(second.total, variables);
  const program = compileKernels([first.total, second.total, ...gradients, ...curvatures]);
  const random = randomFrom(7);
  const draw = subject.draw ?? ((normal: number) => normal);
  for (const node of variables) fill(program.values(node), () => draw(random.normal()));
  for (const node of [...first.weights, ...second.weights]) fill(program.values(node), () => random.normal());
  for (const [total, exact] of [
    [first.total, gradients],
    [second.total, curvatures],
  ] as const) {
    program.run();
    const expected = exact.map((node) => Array.from(program.values(node)));
    const scale = Math.max(1, ...expected.flat().map(Math.abs));
    variables.forEach((variable, v) => {
      const values = program.values(variable);
      for (let i = 0; i < elementCount(variable.shape); i++) {
        const present = values[i]!;
        values[i] = present + STEP;
        program.run();
        const above = program.values(total)[0]!;
        values[i] = present - STEP;
        program.run();
        const difference = (above - program.values(total)[0]!) / (2 * STEP);
        values[i] = present;
        expect(Math.abs(difference - expected[v]![i]!)).toBeLessThanOrEqual(tolerance * scale);
      }
    });
  }
}
