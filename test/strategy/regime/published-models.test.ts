import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { decode, fitJumpModel, jumpStep } from '../../../src/strategy/regime/jump-model.ts';
import { MarkovFilter } from '../../../src/strategy/regime/markov-filter.ts';
import { fitMarkovSwitching, markovLogLikelihood } from '../../../src/strategy/regime/markov-likelihood.ts';
import type { MarkovModel } from '../../../src/strategy/regime/markov-model.ts';

const FOLDER = '../shared/fixtures';

// biome-ignore lint/suspicious/noExplicitAny: fixtures have no type
const fixture = (file: string): any => JSON.parse(readFileSync(`${FOLDER}/${file}.json`, 'utf8'));

/** States of a stretch of rows from where they switch. */
function statesFrom(
  first: number,
  switches: readonly (readonly [number, number])[],
  count: number,
): number[] {
  return Array.from({ length: count }, (_, t) => switches.findLast(([at]) => at <= t)?.[1] ?? first);
}

describe.skipIf(!existsSync(FOLDER))("Hamilton's model of GNP growth (needs ../shared/fixtures)", () => {
  const load = (): {
    series: Float64Array;
    published: MarkovModel;
    values: Record<string, number[] & number>;
  } => {
    const { data, values } = fixture('hamilton-gnp');
    const { p00, p10, mu0, mu1, sigma2, phi } = values.parameters;
    const published: MarkovModel = {
      states: 2,
      dimension: 1,
      transition: Float64Array.of(p00, 1 - p00, p10, 1 - p10),
      means: Float64Array.of(mu0, mu1),
      variances: Float64Array.of(sigma2, sigma2),
      coefficients: Float64Array.from(phi as number[]),
    };
    return { series: Float64Array.from(data.values as number[]), published, values };
  };

  it('has the published log-likelihood and filtered probabilities at the published parameters', () => {
    const { series, published, values } = load();
    expect(Math.abs(markovLogLikelihood(series, published) + 181.26339)).toBeLessThan(1e-5);
    const filter = new MarkovFilter(published);
    const filtered: number[] = [];
    series.forEach((_, t) => {
      filter.update(series.subarray(t, t + 1));
      if (t >= 4) filtered.push(filter.probability(1));
    });
    const expected = values['filtered_probability_of_expansion'] as number[];
    expect(filtered).toHaveLength(131);
    const apart = filtered.map((probability, t) => Math.abs(probability - expected[t]!));
    expect(Math.max(...apart)).toBeLessThan(1e-5);
  });

  it('is fitted at least as well as published, recession first', () => {
    const { series, published } = load();
    const { model, logLikelihood } = fitMarkovSwitching(series, {
      states: 2,
      order: 4,
      switchingVariance: false,
    });
    expect(logLikelihood).toBeGreaterThanOrEqual(-181.26339 - 1e-3);
    for (const [k, mean] of published.means.entries()) expect(model.means[k]).toBeCloseTo(mean, 2);
    expect(model.transition[0]).toBeCloseTo(published.transition[0]!, 2);
  });
});

describe.skipIf(!existsSync(FOLDER))('the published jump model (needs ../shared/fixtures)', () => {
  const load = () => {
    const { synthetic } = fixture('jump-model').values;
    const flat = (rows: number[][]): Float64Array => Float64Array.from(rows.flat());
    const settings = { states: 2, dimension: 2, penalty: 5, starts: 30, iterationsMax: 100 };
    const train = flat(synthetic.train_rows);
    return {
      synthetic,
      train,
      test: flat(synthetic.test_rows),
      fit: fitJumpModel(train, settings, randomFrom(1)),
    };
  };

  /** States are numbered as the fit drew them; the fixture has the one with the larger first number first. */
  const numbered = (path: Iterable<number>, centroids: Float64Array): number[] =>
    [...path].map((state) => (centroids[0]! > centroids[2]! ? state : 1 - state));

  it('has the objective, the centroids and the path of the fit', () => {
    const { synthetic, fit } = load();
    const { centroids } = fit.model;
    expect(Math.abs(fit.objective - synthetic.objective)).toBeLessThan(1e-6);
    const sorted =
      centroids[0]! > centroids[2]! ? [...centroids] : [...centroids.slice(2), ...centroids.slice(0, 2)];
    (synthetic.centroids.flat() as number[]).forEach((value, at) => {
      expect(Math.abs(sorted[at]! - value)).toBeLessThan(1e-6);
    });
    const expected = statesFrom(synthetic.train_first_state, synthetic.train_switches, 200);
    expect(numbered(fit.path, centroids)).toEqual(expected);
  });

  it('decodes later rows as published, online and offline, and only the offline path looks ahead', () => {
    const { synthetic, test, fit } = load();
    const count = test.length / 2;
    const values = new Float64Array(2);
    const online: number[] = [];
    for (let t = 0; t < count; t++) {
      jumpStep(fit.model, test.subarray(2 * t, 2 * t + 2), values, new Float64Array(2));
      online.push(values[1]! < values[0]! ? 1 : 0);
    }
    const offline = decode(test, fit.model).path;
    const { centroids } = fit.model;
    expect(numbered(online, centroids)).toEqual(
      statesFrom(synthetic.test_online_first_state, synthetic.test_online_switches, count),
    );
    expect(numbered(offline, centroids)).toEqual(
      statesFrom(synthetic.test_offline_first_state, synthetic.test_offline_switches, count),
    );
  });
});

describe('the path of least cost', () => {
  it('is the cheapest of all paths, tried one by one', () => {
    const random = randomFrom(3);
    for (let trial = 0; trial < 20; trial++) {
      const rows = Float64Array.from({ length: 8 }, () => 2 * random.normal());
      const model = {
        states: 2,
        dimension: 1,
        centroids: Float64Array.of(-1, 1),
        penalty: 0.2 + random.uniform(),
      };
      let least = Number.POSITIVE_INFINITY;
      for (let code = 0; code < 256; code++) {
        let cost = 0;
        for (let t = 0; t < 8; t++) {
          const state = (code >> t) & 1;
          const distance = rows[t]! - model.centroids[state]!;
          cost += (distance * distance) / 2;
          if (t > 0 && state !== ((code >> (t - 1)) & 1)) cost += model.penalty;
        }
        least = Math.min(least, cost);
      }
      expect(decode(rows, model).objective).toBeCloseTo(least, 10);
    }
  });
});
