import { describe, expect, it } from 'vitest';
import { initAdam, updateAdam } from '../../../src/strategy/learn/adam.ts';

describe('Adam', () => {
  it('moves each parameter by the rate against the sign of its first gradient', () => {
    const parameters = Float64Array.of(1, 1, 1);
    updateAdam(initAdam(3), parameters, Float64Array.of(5, -1e-3, 0), 0.1);
    expect(parameters[0]).toBeCloseTo(0.9, 8);
    expect(parameters[1]).toBeCloseTo(1.1, 5);
    expect(parameters[2]).toBe(1);
  });

  it('follows the formulas of the paper, written out with the powers of the decays', () => {
    const gradients = [0.3, -1.2, 0.05, 2, -0.7];
    const state = initAdam(1);
    const parameters = Float64Array.of(0.5);
    let theta = 0.5;
    let m = 0;
    let v = 0;
    gradients.forEach((g, i) => {
      updateAdam(state, parameters, Float64Array.of(g), 0.01);
      const t = i + 1;
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      theta -= (0.01 * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
      expect(parameters[0]).toBeCloseTo(theta, 14);
    });
  });

  it('finds the minimum of a quadratic', () => {
    const state = initAdam(2);
    const parameters = Float64Array.of(5, -3);
    for (let step = 0; step < 2000; step++) {
      updateAdam(
        state,
        parameters,
        Float64Array.of(2 * (parameters[0]! - 1), 20 * (parameters[1]! - 2)),
        0.05,
      );
    }
    expect(parameters[0]).toBeCloseTo(1, 4);
    expect(parameters[1]).toBeCloseTo(2, 4);
  });
});
