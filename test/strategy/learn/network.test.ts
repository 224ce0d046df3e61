import { describe, expect, it } from 'vitest';
import { float64Hash } from '../../../src/math/float64-hash.ts';
import { randomFrom } from '../../../src/math/random.ts';
import { compileKernels } from '../../../src/strategy/learn/graph/compile.ts';
import { Graph } from '../../../src/strategy/learn/graph/node.ts';
import { input } from '../../../src/strategy/learn/graph/operations/leaf.ts';
import {
  type Activation,
  initialParameters,
  multilayerPerceptron,
  networkOutput,
} from '../../../src/strategy/learn/network.ts';
import { NetworkPredictor } from '../../../src/strategy/learn/network-predictor.ts';
import { parameterNodes, writeParameters } from '../../../src/strategy/learn/task-batch.ts';
import { noiseRows } from './task-families.ts';

describe('the layout of a network', () => {
  it('lays weights and biases layer after layer in one vector', () => {
    const { tensors, parameterCount } = multilayerPerceptron([3, 5, 1], 'tanh');
    expect(tensors).toEqual([
      { name: 'layer 1 weights', offset: 0, rows: 3, columns: 5 },
      { name: 'layer 1 biases', offset: 15, rows: 1, columns: 5 },
      { name: 'layer 2 weights', offset: 20, rows: 5, columns: 1 },
      { name: 'layer 2 biases', offset: 25, rows: 1, columns: 1 },
    ]);
    expect(parameterCount).toBe(26);
  });
});

describe('the first weights', () => {
  const network = multilayerPerceptron([60, 100, 40], 'relu');
  const deviation = (values: Float64Array): number =>
    Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

  it('have the variance 2 / (inputs + outputs) of Glorot & Bengio, and biases are 0', () => {
    const parameters = initialParameters(network, 'glorot', randomFrom(1));
    expect(deviation(parameters.subarray(0, 6000))).toBeCloseTo(Math.sqrt(2 / 160), 2);
    expect(deviation(parameters.subarray(6100, 10100))).toBeCloseTo(Math.sqrt(2 / 140), 2);
    expect(parameters.subarray(6000, 6100).every((value) => value === 0)).toBe(true);
    expect(parameters.subarray(10100).every((value) => value === 0)).toBe(true);
  });

  it('with a deviation of their own stay within two of them', () => {
    const parameters = initialParameters(network, 0.01, randomFrom(1));
    expect(Math.max(...parameters.map(Math.abs))).toBeLessThanOrEqual(0.02);
    // The standard deviation of a normal cut at two is 0.8796 of the uncut one (Johnson & Kotz, ch. 13).
    expect(deviation(parameters.subarray(0, 6000)) / 0.01).toBeCloseTo(0.88, 1);
  });
});

describe('a prediction', () => {
  it('equals the output of the graph to the bit, for every depth and activation', () => {
    const sizes = [
      [4, 1],
      [4, 7, 1],
      [4, 9, 6, 1],
      [1, 40, 40, 1],
    ];
    for (const activation of ['tanh', 'relu'] satisfies Activation[]) {
      for (const size of sizes) {
        const network = multilayerPerceptron(size, activation);
        const parameters = initialParameters(network, 'glorot', randomFrom(2)).map((value) => value + 0.05);
        const rows = noiseRows(3, 11, size[0]!);
        const graph = new Graph();
        const nodes = parameterNodes(graph, network);
        const features = input(graph, 'features', [1, 11, size[0]!]);
        const output = networkOutput(network, nodes, features);
        const program = compileKernels([output]);
        writeParameters(program, nodes, network, parameters);
        program.values(features).set(rows.features);
        program.run();
        const predictor = new NetworkPredictor(network, parameters);
        const predictions = Array.from({ length: 11 }, (_, row) =>
          predictor.predict(rows.features.slice(row * size[0]!, (row + 1) * size[0]!)),
        );
        expect(predictions).toEqual(Array.from(program.values(output)));
      }
    }
  });

  it('does not change when the vector that its parameters were copied from does', () => {
    const network = multilayerPerceptron([2, 3, 1], 'tanh');
    const parameters = initialParameters(network, 'glorot', randomFrom(2));
    const predictor = new NetworkPredictor(network, parameters);
    const row = Float64Array.of(1, -1);
    const before = predictor.predict(row);
    expect(predictor.parametersHash).toBe(float64Hash(parameters));
    parameters.fill(9);
    expect(predictor.predict(row)).toBe(before);
  });
});
