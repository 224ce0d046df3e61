import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { NormalGammaModel } from '../../../src/strategy/regime/normal-gamma-model.ts';
import { PoissonGammaModel } from '../../../src/strategy/regime/poisson-gamma-model.ts';
import type { PredictiveModel } from '../../../src/strategy/regime/predictive-model.ts';
import { RunLengthPosterior } from '../../../src/strategy/regime/run-length-posterior.ts';
import { naiveRunLengthRows } from './naive-bocpd.ts';

const PRIOR = { mean: 0, kappa: 1, alpha: 1, beta: 1 };

/** British coal-mining disasters a year, 1851 to 1961 (Jarrett 1979, Biometrika 66(1)). */
const COAL = [
  4, 5, 4, 0, 1, 4, 3, 4, 0, 6, 3, 3, 4, 0, 2, 6, 3, 3, 5, 4, 5, 3, 1, 4, 4, 1, 5, 5, 3, 4, 2, 5, 2, 2, 3, 4,
  2, 1, 3, 2, 2, 1, 1, 1, 1, 3, 0, 0, 1, 0, 1, 1, 0, 0, 3, 1, 0, 3, 2, 2, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 2,
  1, 0, 0, 0, 1, 1, 0, 2, 3, 3, 1, 1, 2, 1, 1, 1, 1, 2, 4, 2, 0, 0, 1, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0,
  1, 0, 1,
];

function normals(seed: number, count: number, mean = 0, deviation = 1): number[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => mean + deviation * random.normal());
}

/** The posterior after each observation, one row each, run lengths 0 and on. */
function rowsOf(model: PredictiveModel, hazard: number, series: readonly number[]): number[][] {
  const posterior = new RunLengthPosterior(model, hazard);
  return series.map((value) => {
    posterior.update(Float64Array.of(value));
    return Array.from({ length: posterior.runs }, (_, run) => posterior.probability(run));
  });
}

/** Walks back from the end by the most probable run length of each time; a run length of 0 steps back by one. */
function decode(rows: readonly (readonly number[])[]): number[] {
  const changes: number[] = [];
  let at = rows.length - 1;
  while (at > 0) {
    const row = rows[at];
    const run = row.indexOf(Math.max(...row));
    at -= run === 0 ? 1 : run;
    changes.push(Math.max(0, at));
  }
  return changes.reverse();
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

describe('the run-length posterior', () => {
  it('finds the change points 0, 40 and 95 in the coal-mining counts, to within a year', () => {
    const rows = rowsOf(new PoissonGammaModel({ shape: 1, rate: 1 }, 200), 1 / 100, COAL);
    const changes = decode(rows);
    expect(changes).toHaveLength(3);
    for (const [index, expected] of [0, 40, 95].entries()) {
      expect(Math.abs(changes[index] - expected)).toBeLessThanOrEqual(1);
    }
  });

  it('finds the step from N(0, 1) to N(10, 5) at 500 to within one', () => {
    const series = [...normals(1, 500), ...normals(2, 500, 10, 5)];
    const rows = rowsOf(new NormalGammaModel(1, PRIOR, 1000), 1 / 250, series);
    const last = rows[rows.length - 1];
    const run = last.indexOf(Math.max(...last));
    expect(Math.abs(series.length - run - 500)).toBeLessThanOrEqual(1);
  });

  it('agrees with an untruncated recursion over products of densities', () => {
    const series = [...normals(3, 80), ...normals(4, 70, 3, 0.5)];
    const rows = rowsOf(new NormalGammaModel(1, PRIOR, 200), 1 / 50, series);
    const expected = naiveRunLengthRows(series, { ...PRIOR, hazard: 1 / 50 });
    for (const [time, row] of rows.entries()) {
      for (const [run, probability] of row.entries()) {
        expect(probability).toBeCloseTo(expected[time][run], 10);
      }
    }
  });

  it('loses little by truncation: on average 2 % of the mass moves at a maximum below the length of the regimes', () => {
    const series = [...normals(5, 300), ...normals(6, 200, 0, 3), ...normals(7, 200, 1, 1)];
    const longest = 150;
    const rows = rowsOf(new NormalGammaModel(1, PRIOR, longest), 1 / 250, series);
    const expected = naiveRunLengthRows(series, { ...PRIOR, hazard: 1 / 250 });
    const distances = rows.map((row, time) => {
      const folded = [...expected[time].slice(0, longest), sumOf(expected[time].slice(longest))];
      return sumOf(row.map((probability, run) => Math.abs(probability - (folded[run] ?? 0)))) / 2;
    });
    expect(sumOf(distances.slice(0, longest - 1))).toBeLessThan(1e-8);
    expect(sumOf(distances) / distances.length).toBeLessThan(0.02);
    expect(distances[distances.length - 1]).toBeLessThan(0.02);
  });

  it('sums to one at every time, with the hazard on run length 0', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
      minLength: 60,
      maxLength: 120,
    });
    fc.assert(
      fc.property(values, fc.constantFrom(5, 40, 200), (series, longest) => {
        for (const row of rowsOf(new NormalGammaModel(1, PRIOR, longest), 1 / 40, series)) {
          expect(Math.abs(sumOf(row) - 1)).toBeLessThan(1e-8);
          expect(row[0]).toBe(1 / 40);
          expect(row.every((probability) => probability >= 0)).toBe(true);
        }
      }),
      { seed: 11, numRuns: 40 },
    );
  });

  it('sums to one for counts, too', () => {
    for (const longest of [1, 7, 200]) {
      for (const row of rowsOf(new PoissonGammaModel({ shape: 1, rate: 1 }, longest), 0.01, COAL)) {
        expect(Math.abs(sumOf(row) - 1)).toBeLessThan(1e-8);
      }
    }
  });

  it('stays finite through an impossible value, a constant and a return to normal', () => {
    const series = [
      1e6,
      ...normals(8, 50),
      ...Array.from({ length: 300 }, () => 0),
      1e300,
      -1e300,
      1e-300,
      ...normals(9, 50),
    ];
    for (const row of rowsOf(new NormalGammaModel(1, PRIOR, 120), 1 / 250, series)) {
      expect(row.every((probability) => Number.isFinite(probability))).toBe(true);
      expect(Math.abs(sumOf(row) - 1)).toBeLessThan(1e-8);
    }
  });

  it('adds the evidence of independent dimensions: five copies of one give its density to the fifth power', () => {
    const series = [...normals(10, 60), 1e6, -1e40, 0.5];
    const one = new RunLengthPosterior(new NormalGammaModel(1, PRIOR, 100), 1e-300);
    const five = new RunLengthPosterior(new NormalGammaModel(5, PRIOR, 100), 1e-300);
    for (const value of series.slice(0, 60)) {
      one.update(Float64Array.of(value));
      five.update(new Float64Array(5).fill(value));
      expect(five.logEvidence).toBeCloseTo(5 * one.logEvidence, 8);
    }
    for (const value of series.slice(60)) {
      five.update(new Float64Array(5).fill(value));
      expect(Number.isFinite(five.logEvidence)).toBe(true);
    }
  });

  it('gives a density: the predictive probabilities of all counts sum to one', () => {
    const total = Array.from({ length: 400 }, (_, count) => {
      const posterior = new RunLengthPosterior(new PoissonGammaModel({ shape: 2, rate: 0.5 }, 10), 0.1);
      for (const seen of [3, 1, 4]) posterior.update(Float64Array.of(seen));
      posterior.update(Float64Array.of(count));
      return Math.exp(posterior.logEvidence);
    });
    expect(sumOf(total)).toBeCloseTo(1, 9);
  });

  it('gives a density: the predictive density of a normal model integrates to one', () => {
    const step = 0.01;
    const density = (value: number): number => {
      const posterior = new RunLengthPosterior(new NormalGammaModel(1, { ...PRIOR, alpha: 3 }, 10), 0.1);
      for (const seen of [0.3, -1, 0.4]) posterior.update(Float64Array.of(seen));
      posterior.update(Float64Array.of(value));
      return Math.exp(posterior.logEvidence);
    };
    const grid = Array.from({ length: 8000 }, (_, i) => density((i - 4000) * step) * step);
    expect(sumOf(grid)).toBeCloseTo(1, 4);
  });

  it('refuses a wrong length, a number that is none, and a count that is none', () => {
    const posterior = new RunLengthPosterior(new NormalGammaModel(2, PRIOR, 10), 0.1);
    expect(() => posterior.update(Float64Array.of(1))).toThrow('E_INVARIANT');
    expect(() => posterior.update(Float64Array.of(1, Number.NaN))).toThrow('E_INVARIANT');
    const counts = new RunLengthPosterior(new PoissonGammaModel({ shape: 1, rate: 1 }, 10), 0.1);
    expect(() => counts.update(Float64Array.of(-1))).toThrow('E_PARAMETER_INVALID bocpd.model');
    expect(() => counts.update(Float64Array.of(0.5))).toThrow('E_PARAMETER_INVALID bocpd.model');
  });

  it('refuses a hazard or a prior out of range', () => {
    expect(() => new RunLengthPosterior(new NormalGammaModel(1, PRIOR, 10), 1)).toThrow(
      'E_PARAMETER_INVALID',
    );
    for (const wrong of [
      { kappa: 0 },
      { alpha: -1 },
      { beta: Number.NaN },
      { mean: Number.POSITIVE_INFINITY },
    ]) {
      expect(() => new NormalGammaModel(1, { ...PRIOR, ...wrong }, 10)).toThrow('E_PARAMETER_INVALID');
    }
    expect(() => new PoissonGammaModel({ shape: 0, rate: 1 }, 10)).toThrow('E_PARAMETER_INVALID');
  });
});
