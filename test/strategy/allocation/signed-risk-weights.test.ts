import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  SIGNED_RISK_DEFAULTS,
  type SignedRiskSettings,
  signedRiskWeights,
} from '../../../src/strategy/allocation/signed-risk-weights.ts';

type Pair = readonly [prediction: number | null, volatility: number];

function weightsOf(pairs: readonly Pair[], settings: SignedRiskSettings = SIGNED_RISK_DEFAULTS): number[] {
  const out = new Float64Array(pairs.length).fill(Number.NaN);
  signedRiskWeights(
    pairs.map(([prediction]) => prediction),
    pairs.map(([, volatility]) => volatility),
    settings,
    out,
  );
  return [...out];
}

const pair = fc.tuple(
  fc.option(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { freq: 4 }),
  fc.double({ min: 1e-9, max: 1, noNaN: true }),
);
const pairs = fc.array(pair, { minLength: 1, maxLength: 80, size: 'max' });
const positive = fc.double({ min: 0.01, max: 20, noNaN: true });
const anySettings = fc.record({
  predictionScale: positive,
  volatilityTarget: positive,
  periodsPerYear: fc.constantFrom(12, 252, 365, 8_760),
  leverageMax: positive,
  grossMax: positive,
});

describe('signed risk weights', () => {
  it('are the formula, worked by hand', () => {
    const settings = {
      predictionScale: 0.5,
      volatilityTarget: 0.16,
      periodsPerYear: 256,
      leverageMax: 2,
      grossMax: 10,
    };
    const weights = weightsOf(
      [
        [0.25, 0.01],
        [-2, 0.02],
        [1, 0.001],
        [null, Number.NaN],
      ],
      settings,
    );
    const expected = [(0.5 * 1) / 3, (-1 * 0.5) / 3, (1 * 2) / 3, 0];
    for (const [i, weight] of weights.entries()) expect(weight).toBeCloseTo(expected[i], 12);
  });

  it('keep their proportions when the gross limit scales them down', () => {
    const wide = weightsOf(
      [
        [1, 0.005],
        [-0.1, 0.01],
      ],
      { ...SIGNED_RISK_DEFAULTS, grossMax: 100 },
    );
    const narrow = weightsOf(
      [
        [1, 0.005],
        [-0.1, 0.01],
      ],
      { ...SIGNED_RISK_DEFAULTS, grossMax: 0.3 },
    );
    expect(narrow[0] / narrow[1]).toBeCloseTo(wide[0] / wide[1], 9);
    expect(Math.abs(narrow[0]) + Math.abs(narrow[1])).toBeCloseTo(0.3, 9);
  });

  it('never exceed the gross limit, follow the sign of the prediction, and are zero without one', () => {
    fc.assert(
      fc.property(pairs, anySettings, (inputs, settings) => {
        const weights = weightsOf(inputs, settings);
        const gross = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
        expect(gross).toBeLessThanOrEqual(settings.grossMax);
        for (const [i, weight] of weights.entries()) {
          expect(Number.isFinite(weight)).toBe(true);
          const prediction = inputs[i][0];
          if (prediction === null) expect(weight).toBe(0);
          else if (Math.abs(prediction) > 1e-12) expect(Math.sign(weight)).toBe(Math.sign(prediction));
          expect(Math.abs(weight)).toBeLessThanOrEqual(settings.leverageMax);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('do not depend on the order of the symbols', () => {
    fc.assert(
      fc.property(pairs, anySettings, (inputs, settings) => {
        const weights = weightsOf(inputs, settings);
        const reversed = weightsOf([...inputs].reverse(), settings).reverse();
        for (const [i, weight] of weights.entries()) {
          expect(Math.abs(weight - reversed[i])).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(weight)));
        }
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('are mirrored when all predictions turn their sign', () => {
    fc.assert(
      fc.property(pairs, (inputs) => {
        const mirrored = inputs.map(
          ([prediction, volatility]): Pair => [prediction && -prediction, volatility],
        );
        const expected = weightsOf(inputs).map((weight) => -weight + 0);
        expect(weightsOf(mirrored).map((weight) => weight + 0)).toEqual(expected);
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it('are all zero where nobody has a prediction', () => {
    expect(
      weightsOf([
        [null, 0.01],
        [null, 0.02],
      ]),
    ).toEqual([0, 0]);
    expect(weightsOf([])).toEqual([]);
  });

  it('refuse what is not a number, volatilities of zero, and arrays of different lengths', () => {
    expect(() => weightsOf([[Number.NaN, 0.01]])).toThrow('E_INVARIANT');
    expect(() => weightsOf([[1, 0]])).toThrow('E_INVARIANT');
    expect(() => weightsOf([[1, Number.NaN]])).toThrow('E_INVARIANT');
    expect(() => signedRiskWeights([1], [null], SIGNED_RISK_DEFAULTS, new Float64Array(1))).toThrow(
      'E_INVARIANT',
    );
    expect(() => signedRiskWeights([1], [0.1], SIGNED_RISK_DEFAULTS, new Float64Array(2))).toThrow(
      'E_INVARIANT',
    );
    expect(() => signedRiskWeights([1], [], SIGNED_RISK_DEFAULTS, new Float64Array(1))).toThrow(
      'E_INVARIANT',
    );
    expect(() => weightsOf([[1, 0.1]], { ...SIGNED_RISK_DEFAULTS, grossMax: 0 })).toThrow(
      'E_PARAMETER_INVALID',
    );
  });
});
