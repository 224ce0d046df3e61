import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { ExponentialVolatility } from '../../../src/strategy/volatility/exponential-volatility.ts';
import { garchErrors } from '../../../src/strategy/volatility/garch-errors.ts';
import { fitGarch } from '../../../src/strategy/volatility/garch-fit.ts';
import { garchLikelihood } from '../../../src/strategy/volatility/garch-likelihood.ts';
import {
  historicalTailRisk,
  normalTailRisk,
  quantileLossMean,
} from '../../../src/strategy/volatility/tail-risk.ts';

/** Daily returns of the mark against the pound (fGarch, GPL), which may not be shipped: where a copy lies beside the project. */
const DMGBP = '../shared/data/garch/dem2gbp.csv';

/** Digits that agree: −log₁₀ of the relative error. */
const digits = (found: number, expected: number): number => -Math.log10(Math.abs(found / expected - 1));

const coded = expect.objectContaining({ code: 'E_PARAMETER_INVALID' });

/** A GARCH(1,1) of known parameters. */
function simulated(count: number, seed: number): Float64Array {
  const random = randomFrom(seed);
  let variance = 1;
  return Float64Array.from({ length: count }, () => {
    const value = Math.sqrt(variance) * random.normal();
    variance = 0.05 + 0.1 * value * value + 0.85 * variance;
    return value + 0.03;
  });
}

describe.skipIf(!existsSync(DMGBP))('GARCH(1,1) on the benchmark of the mark against the pound', () => {
  const returns = existsSync(DMGBP)
    ? Float64Array.from(readFileSync(DMGBP, 'utf8').trim().split('\n').slice(1), Number)
    : new Float64Array(0);

  it('has the coefficients of the benchmark to five digits, and its likelihood', () => {
    const fit = fitGarch(returns);
    expect(fit.converged).toBe(true);
    expect(digits(fit.mean, -0.00619041)).toBeGreaterThan(5);
    expect(digits(fit.constant, 0.0107613)).toBeGreaterThan(5);
    expect(digits(fit.arch, 0.153134)).toBeGreaterThan(5);
    expect(digits(fit.garch, 0.805974)).toBeGreaterThan(5);
    expect(fit.logLikelihood).toBeCloseTo(-1106.60788, 4);
  });

  it('has its standard errors to four digits, plain and robust', () => {
    const { hessian, robust } = garchErrors(returns, fitGarch(returns));
    for (const [i, error] of [0.00846212, 0.00285271, 0.0265228, 0.0335527].entries()) {
      expect(digits(hessian[i]!, error)).toBeGreaterThan(4);
    }
    for (const [i, error] of [0.00918935, 0.00649319, 0.053532, 0.072461].entries()) {
      expect(digits(robust[i]!, error)).toBeGreaterThan(4);
    }
  });
});

describe('GARCH(1,1)', () => {
  it('has slopes that central differences confirm', () => {
    const returns = simulated(400, 3);
    const at = [0.02, 0.06, 0.12, 0.8];
    const valueAt = (changed: readonly number[]): number => {
      const [mean, constant, arch, garch] = changed as [number, number, number, number];
      return garchLikelihood(returns, { mean, constant, arch, garch }).value;
    };
    const { gradient } = garchLikelihood(returns, { mean: 0.02, constant: 0.06, arch: 0.12, garch: 0.8 });
    for (let i = 0; i < 4; i++) {
      const step = 1e-6;
      const [above, below] = [step, -step].map((by) =>
        valueAt(at.map((one, j) => (i === j ? one + by : one))),
      );
      expect(Math.abs((above! - below!) / (2 * step) - gradient[i]!)).toBeLessThan(
        1e-4 * (1 + Math.abs(gradient[i]!)),
      );
    }
  });

  it('finds the parameters of simulated returns, and scales with their unit', () => {
    const returns = simulated(4_000, 11);
    const fit = fitGarch(returns);
    expect(fit.arch).toBeCloseTo(0.1, 1);
    expect(fit.garch).toBeCloseTo(0.85, 1);
    const percent = fitGarch(returns.map((value) => value / 100));
    expect(percent.arch).toBeCloseTo(fit.arch, 6);
    expect(percent.volatilityNext * 100).toBeCloseTo(fit.volatilityNext, 6);
  });

  it('refuses too few returns, gaps, and returns that are all alike', () => {
    expect(() => fitGarch(simulated(49, 1))).toThrow(coded);
    expect(() =>
      fitGarch(Float64Array.from(simulated(60, 1), (value, t) => (t === 9 ? Number.NaN : value))),
    ).toThrow(coded);
    expect(() => fitGarch(new Float64Array(100))).toThrow(coded);
  });

  it('survives a jump of a million', () => {
    const fit = fitGarch(Float64Array.from(simulated(300, 5), (value, t) => (t === 200 ? 1e6 : value)));
    expect(Object.values(fit).every((value) => typeof value === 'boolean' || Number.isFinite(value))).toBe(
      true,
    );
  });
});

describe('risk models', () => {
  it('weigh squares exponentially, as the sum written out does', () => {
    const returns = simulated(50, 2);
    const model = new ExponentialVolatility(0.94);
    returns.forEach((value) => {
      model.take(value);
    });
    let weight = 1;
    let variance = 0;
    for (let t = returns.length - 1; t > 0; t--) {
      variance += 0.06 * weight * returns[t]! * returns[t]!;
      weight *= 0.94;
    }
    variance += weight * returns[0]! * returns[0]!;
    expect(model.value).toBeCloseTo(Math.sqrt(variance), 12);
  });

  it('know the tail of a normal distribution', () => {
    const { valueAtRisk, expectedShortfall } = normalTailRisk(2, 0.01);
    expect(valueAtRisk).toBeCloseTo(2 * 2.3263478740408408, 12);
    expect(expectedShortfall).toBeCloseTo(2 * 2.6652142203, 9);
  });

  it('read the tail off past returns', () => {
    const returns = Array.from({ length: 100 }, (_, i) => ((i * 37) % 100) - 50);
    expect(historicalTailRisk(returns, 0.05)).toEqual({ valueAtRisk: 46, expectedShortfall: 48 });
    expect(() => historicalTailRisk([], 0.05)).toThrow(coded);
  });

  it('have the least quantile loss at the empirical quantile', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 5, maxLength: 60 }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        (returns, rival, tail) => {
          const { valueAtRisk } = historicalTailRisk(returns, tail);
          const lossOf = (value: number): number =>
            quantileLossMean(
              returns,
              returns.map(() => value),
              tail,
            );
          expect(lossOf(valueAtRisk)).toBeLessThanOrEqual(lossOf(rival) + 1e-12);
        },
      ),
    );
  });
});
