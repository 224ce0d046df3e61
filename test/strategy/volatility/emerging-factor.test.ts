import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { symmetricEigen } from '../../../src/math/symmetric-eigen.ts';
import { EmergingFactor, type FactorReading } from '../../../src/strategy/volatility/emerging-factor.ts';

const ASSETS = 12;

/** One market, which is known; from a day on a second component moves every third asset. */
function readings(seed: number, days: number, emergesAt: number): { day: number; reading: FactorReading }[] {
  const random = randomFrom(seed);
  const watch = new EmergingFactor(ASSETS, { referencePeriods: 252 });
  return Array.from({ length: days }, (_, day) => {
    const market = random.normal();
    const second = day >= emergesAt ? random.normal() : 0;
    const returns = Array.from(
      { length: ASSETS },
      (_, i) => 0.01 * (market + random.normal() + (i % 3 === 0 ? 1.5 * second : 0)),
    );
    return { day, reading: watch.take(returns) };
  }).flatMap(({ day, reading }) => (reading === null ? [] : [{ day, reading }]));
}

describe('an emerging factor', () => {
  it('is seen within weeks of a second component, which loads on the assets that it moves', () => {
    const found = readings(7, 900, 600);
    const emerged = found.filter(({ day, reading }) => reading.emerged && day >= 600);
    expect(emerged[0]!.day).toBeLessThan(650);
    const { loadings, known } = emerged[0]!.reading;
    expect(known).toBe(1);
    const moved = loadings.reduce((sum, loading, i) => sum + (i % 3 === 0 ? loading * loading : 0), 0);
    expect(moved).toBeGreaterThan(0.5);
  });

  it('is seldom seen where there is none', () => {
    const looks = [1, 2, 3].flatMap((seed) => readings(seed, 1_200, 10_000));
    const above = looks.filter(({ reading }) => reading.eigenvalue > reading.threshold).length;
    expect(looks.length).toBeGreaterThan(500);
    expect(above / looks.length).toBeLessThan(0.05);
  });

  it('refuses a return that is not finite', () => {
    const coded = expect.objectContaining({ code: 'E_PARAMETER_INVALID' });
    expect(() => new EmergingFactor(2).take([0.1, Number.NaN])).toThrow(coded);
  });
});

describe('the eigenvectors of a symmetric matrix', () => {
  it('put together give the matrix again, and are orthogonal', () => {
    const random = randomFrom(4);
    const size = 9;
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        matrix[i * size + j] = random.normal();
        matrix[j * size + i] = matrix[i * size + j]!;
      }
    }
    const { values, vectors } = symmetricEigen(matrix, size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let entry = 0;
        let product = 0;
        for (let k = 0; k < size; k++) {
          entry += values[k]! * vectors[k * size + i]! * vectors[k * size + j]!;
          product += vectors[i * size + k]! * vectors[j * size + k]!;
        }
        expect(entry).toBeCloseTo(matrix[i * size + j]!, 12);
        expect(product).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    }
    expect([...values]).toEqual([...values].sort((a, b) => b - a));
  });
});
