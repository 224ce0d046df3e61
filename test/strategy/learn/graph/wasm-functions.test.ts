import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hyperbolicTangent } from '../../../../src/math/hyperbolic-tangent.ts';
import { logistic, softplusOf } from '../../../../src/math/logistic.ts';
import { naturalExponential } from '../../../../src/math/natural-exponential.ts';
import { naturalLogarithm } from '../../../../src/math/natural-logarithm.ts';
import type { Precision } from '../../../../src/strategy/learn/graph/buffer-pool.ts';
import { Graph, type Node } from '../../../../src/strategy/learn/graph/node.ts';
import { exponential } from '../../../../src/strategy/learn/graph/operations/exponential.ts';
import { input } from '../../../../src/strategy/learn/graph/operations/leaf.ts';
import { logarithm } from '../../../../src/strategy/learn/graph/operations/logarithm.ts';
import { sigmoid } from '../../../../src/strategy/learn/graph/operations/sigmoid.ts';
import { softplus } from '../../../../src/strategy/learn/graph/operations/softplus.ts';
import { tanh } from '../../../../src/strategy/learn/graph/operations/tanh.ts';
import { compileWasm } from '../../../../src/strategy/learn/graph/wasm/compile-wasm.ts';

/** A function of the graph, its counterpart outside of it, and where it is computed. */
interface FunctionUnderTest {
  readonly build: (node: Node) => Node;
  readonly scalar: (x: number) => number;
  /** The error allowed in float32, in units of the last place of the exact value. */
  readonly unitsMax: number;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

const FUNCTIONS: Readonly<Record<string, FunctionUnderTest>> = {
  tanh: {
    build: tanh,
    scalar: hyperbolicTangent,
    unitsMax: 4,
    ranges: [
      [-12, 12],
      [-1, 1],
      [-1e-3, 1e-3],
      [-50, 50],
    ],
  },
  exponential: {
    build: exponential,
    scalar: naturalExponential,
    unitsMax: 2,
    ranges: [
      [-110, 90],
      [-1, 1],
      [-760, 720],
    ],
  },
  logarithm: {
    build: logarithm,
    scalar: naturalLogarithm,
    unitsMax: 3,
    ranges: [
      [1e-3, 10],
      [0.7, 1.5],
      [0.999, 1.001],
      [-1, 1e30],
      [0, 1e-38],
    ],
  },
  sigmoid: {
    build: sigmoid,
    scalar: logistic,
    unitsMax: 3,
    ranges: [
      [-100, 20],
      [-5, 5],
    ],
  },
  softplus: {
    build: softplus,
    scalar: softplusOf,
    unitsMax: 4,
    ranges: [
      [-100, 20],
      [-5, 5],
    ],
  },
};

const SPECIAL = [
  0,
  -0,
  1,
  -1,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
  Number.MIN_VALUE,
  1e-40,
];
const PLACES = 20_001;

function computed(build: (node: Node) => Node, places: readonly number[], precision: Precision): number[] {
  const graph = new Graph();
  const x = input(graph, 'x', [1, 1, places.length]);
  const y = build(x);
  const program = compileWasm([y], precision);
  program.values(x).set(places);
  program.run();
  return Array.from(program.values(y));
}

function placesOf(ranges: FunctionUnderTest['ranges']): number[] {
  const spaced = ranges.flatMap(([from, to]) =>
    Array.from({ length: PLACES }, (_, i) => from + ((to - from) * i) / (PLACES - 1)),
  );
  return [...SPECIAL, ...spaced];
}

/** The distance in units of the last place of a float32 of the expected size. */
function unitsApart(found: number, exact: number): number {
  if (Object.is(found, Math.fround(exact))) return 0;
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(exact))));
  return Math.abs(found - exact) / 2 ** (exponent - 23);
}

/** Of everything that the functions give at the places above but NaN, whose bits are free. */
const FLOAT32_SHA256 = '52e7fde3c24373ce746745ca016fe59ddaa31096074389a8e177faf0025ac035';

describe('the functions of vectors', () => {
  it('have the same bits in float32 on every engine', () => {
    const hash = createHash('sha256');
    for (const { build, ranges } of Object.values(FUNCTIONS)) {
      const found = computed(build, placesOf(ranges).map(Math.fround), 'float32');
      hash.update(Float32Array.from(found.filter((value) => !Number.isNaN(value))));
    }
    expect(hash.digest('hex')).toBe(FLOAT32_SHA256);
  });

  for (const [name, { build, scalar, unitsMax, ranges }] of Object.entries(FUNCTIONS)) {
    it(`${name} has the bits of its counterpart in float64, at the ends of its range too`, () => {
      const places = placesOf(ranges);
      expect(computed(build, places, 'float64')).toEqual(places.map(scalar));
    });

    it(`${name} is within ${unitsMax} units of the last place in float32`, () => {
      const places = placesOf(ranges).map(Math.fround);
      const found = computed(build, places, 'float32');
      let largest = 0;
      places.forEach((x, i) => {
        largest = Math.max(largest, unitsApart(found[i]!, scalar(x)));
      });
      expect(largest).toBeLessThanOrEqual(unitsMax);
    });
  }
});
