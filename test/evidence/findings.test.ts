import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeWindows } from '../../src/evidence/change-windows.ts';
import { compareForecasts } from '../../src/evidence/forecast-comparison.ts';
import { lossDifferences } from '../../src/evidence/forecast-losses.ts';
import { ledoitWolf } from '../../src/evidence/ledoit-wolf.ts';
import { longRunVariance } from '../../src/evidence/long-run-variance.ts';
import { runFindings } from '../../src/evidence/run-findings.ts';
import { signFlipPValue } from '../../src/evidence/sign-flips.ts';
import { stepDownPValues, superiorAbility } from '../../src/evidence/superior-ability.ts';
import { randomFrom } from '../../src/math/random.ts';

const normals = (seed: number, length: number, label = 'x'): Float64Array => {
  const random = randomFrom(seed).split(label);
  return Float64Array.from({ length }, () => random.normal());
};

/** An autoregression of order one with innovations of variance one. */
function autoregression(seed: number, length: number, root: number): Float64Array {
  const values = normals(seed, length);
  for (let i = 1; i < length; i++) values[i]! += root * values[i - 1]!;
  return values;
}

describe('the long-run variance', () => {
  test.each([0, 0.3, 0.6, -0.4])('of an autoregression with root %d is 1 / (1 − root)²', (root) => {
    const ratio = longRunVariance(autoregression(5, 20_000, root)) * (1 - root) * (1 - root);
    expect(ratio).toBeGreaterThan(0.9);
    expect(ratio).toBeLessThan(1.1);
  });
});

describe('the test of Ledoit and Wolf', () => {
  const settings = { blockLength: 5, resamples: 1000 };
  const [a, b] = [normals(1, 800, 'a').map((x) => 0.1 + x), normals(1, 800, 'b').map((x) => x / 2)];

  test('has the standard error that Jobson, Korkie and Memmel give for independent normal returns', () => {
    const result = ledoitWolf(a, b, settings, randomFrom(1))!;
    // Memmel 2003: var = (2 − 2ρ + (S₁² + S₂² − 2 S₁ S₂ ρ²) / 2) / n; here ρ is about zero.
    expect(result.standardError / Math.sqrt((2 + (0.1 * 0.1) / 2) / 800)).toBeGreaterThan(0.9);
    expect(result.standardError / Math.sqrt((2 + (0.1 * 0.1) / 2) / 800)).toBeLessThan(1.1);
    expect(Math.abs(result.pValue - result.pValueNormal)).toBeLessThan(0.05);
  });

  test('does not depend on the leverage, nor on which of the two is first', () => {
    const result = ledoitWolf(a, b, settings, randomFrom(1))!;
    const levered = ledoitWolf(
      a.map((x) => 8 * x),
      b.map((x) => x / 4),
      settings,
      randomFrom(1),
    )!;
    expect(levered.pValue).toBe(result.pValue);
    expect(levered.difference).toBeCloseTo(result.difference, 12);
    const turned = ledoitWolf(b, a, settings, randomFrom(1))!;
    expect([turned.pValue, turned.difference]).toEqual([result.pValue, -result.difference]);
  });

  test('sees a difference that is there, and none between a series and itself', () => {
    expect(
      ledoitWolf(
        a.map((x) => x + 0.3),
        b,
        settings,
        randomFrom(2),
      )!.pValue,
    ).toBeLessThan(0.005);
    expect(ledoitWolf(a, a, settings, randomFrom(2))).toBeNull();
  });
});

describe('tests of several arms at once', () => {
  const models = fc.array(
    fc.record({
      estimate: fc.double({ min: -4, max: 4, noNaN: true }),
      seed: fc.integer({ min: 1, max: 999 }),
    }),
    { minLength: 1, maxLength: 6 },
  );
  const resampled = ({ estimate, seed }: { estimate: number; seed: number }) => ({
    estimate,
    draws: normals(seed, 300).map((draw) => estimate + draw),
  });

  test('the three p-values of Hansen are in order, and the upper one is that of the largest difference', () => {
    fc.assert(
      fc.property(models, (all) => {
        const { lower, consistent, upper } = superiorAbility(all.map(resampled), 500)!;
        expect(lower).toBeLessThanOrEqual(consistent);
        expect(consistent).toBeLessThanOrEqual(upper);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test('a model that is hopelessly worse costs the consistent p-value nothing, and the upper one much', () => {
    const good = resampled({ estimate: 1.5, seed: 1 });
    const bad = Array.from({ length: 30 }, (_, i) => resampled({ estimate: -30, seed: i + 2 }));
    const alone = superiorAbility([good], 500)!;
    const among = superiorAbility([good, ...bad], 500)!;
    expect(among.consistent).toBe(alone.consistent);
    expect(among.upper).toBeGreaterThan(3 * alone.upper);
  });

  test('adjusted p-values rise in the order of the statistics, and are none below that of the model alone', () => {
    fc.assert(
      fc.property(models, (all) => {
        const family = all.map(resampled);
        const adjusted = stepDownPValues(family);
        for (const [i, model] of family.entries()) {
          expect(adjusted[i]!).toBeGreaterThanOrEqual(stepDownPValues([model])[0]!);
        }
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  test('a single model is judged as by an ordinary one-sided test', () => {
    const model = resampled({ estimate: 1, seed: 7 });
    const beyond = model.draws.filter((draw) => draw - 1 >= 1).length;
    expect(stepDownPValues([model])).toEqual([(1 + beyond) / 301]);
  });
});

describe('the test of Diebold and Mariano', () => {
  test('of differences that lie on one cosine is the root of the number of cosines', () => {
    // ν = ⌊0.41 · 40^(2/3)⌋ = 4, and the one projection on the first of them is √(2/n) · √2 · n / 2, so that the variance is n / ν.
    const losses = Float64Array.from(
      { length: 40 },
      (_, t) => 1 + Math.SQRT2 * Math.cos((Math.PI * (t + 0.5)) / 40),
    );
    const { statistic, degrees } = compareForecasts(losses, 1)!;
    expect(degrees).toBe(4);
    expect(statistic).toBeCloseTo(2, 12);
    // A horizon of ten decisions leaves two cosines: the projection is spread over fewer.
    expect(compareForecasts(losses, 10)!.statistic).toBeCloseTo(Math.SQRT2, 12);
  });

  test('has no opinion where the horizon leaves fewer than two cosines, or nothing differs', () => {
    const losses = normals(3, 40).map((x) => x + 0.4);
    expect(compareForecasts(losses, 10)).not.toBeNull();
    expect(compareForecasts(losses, 11)).toBeNull();
    expect(compareForecasts(new Float64Array(20), 1)).toBeNull();
    expect(
      compareForecasts(
        losses.map((x) => -x),
        1,
      )!.pValue,
    ).toBeCloseTo(compareForecasts(losses, 1)!.pValue, 12);
  });

  test('pairs decisions by their times, and symbols by their labels', () => {
    const forecasts = (name: string, times: number[], predictions: number[], labels: number[]) => ({
      name,
      width: 2,
      times: Float64Array.from(times),
      predictions: Float32Array.from(predictions),
      labels: Float32Array.from(labels),
    });
    const a = forecasts('a', [1, 2, 3], [1, 1, 0, Number.NaN, 2, 2], [1, 2, 1, 1, 1, Number.NaN]);
    const b = forecasts('b', [2, 3, 4], [1, 1, 1, 1, 0, 0], [1, 1, 1, Number.NaN, 1, 1]);
    expect([...lossDifferences(a, b)]).toEqual([1, 1]);
  });
});

describe('changes as observations', () => {
  test('signs that are all alike are as rare as two in two to the number of changes', () => {
    expect(signFlipPValue(Float64Array.of(1, 2, 3, 4, 5), 100, randomFrom(1))).toBe(2 / 32);
    expect(signFlipPValue(Float64Array.of(1, -1), 100, randomFrom(1))).toBe(1);
    const many = signFlipPValue(
      normals(1, 40).map((x) => x + 2),
      2000,
      randomFrom(1),
    );
    expect(many).toBe(1 / 2001);
  });

  test('random flips come near to all of them', () => {
    const values = normals(9, 14).map((x) => x + 0.3);
    const exact = signFlipPValue(values, 0, randomFrom(1));
    // A zero changes no sum and makes fifteen of fourteen.
    const drawn = signFlipPValue(Float64Array.of(...values, 0), 20_000, randomFrom(1));
    expect(Math.abs(drawn - exact)).toBeLessThan(0.01);
  });

  test('a window begins after its confirmation and ends with the next one', () => {
    const day = Float64Array.from({ length: 30 }, (_, i) => i);
    const values = day.slice();
    // Days 3 to 8; 9 to 28; of the last one a single day is left.
    expect([...changeWindows(day, values, [2, 8, 28], 20)]).toEqual([5.5, 18.5]);
  });
});

test('the same seed gives the same findings, and too short a record none but reasons', () => {
  const day = Float64Array.from({ length: 120 }, (_, i) => i * 86_400_000);
  const arm = (name: string, seed: number) => ({ name, day, value: normals(seed, 120).map((x) => x / 100) });
  const material = {
    arms: [arm('meta', 1), arm('frozen', 2), arm('random-time', 3)],
    periodsPerYear: 252,
    riskFreeRate: 0,
    trials: { count: 4, sharpeVariance: 0.3 },
    confirmations: [5, 20, 40, 60, 80, 100].map((each) => each * 86_400_000),
    forecasts: [],
    horizon: 1,
  };
  const findings = runFindings(material, randomFrom(4));
  expect(runFindings(material, randomFrom(4))).toEqual(findings);
  for (const { estimate, pValue, reason } of findings)
    expect(estimate === null && pValue === null).toBe(reason !== null);
  const short = material.arms.map(({ name, value }) => ({
    name,
    day: day.slice(0, 20),
    value: value.slice(0, 20),
  }));
  const few = runFindings({ ...material, arms: short, confirmations: [] }, randomFrom(4));
  expect(few.filter(({ reason }) => reason === 'fewer than 30 daily returns').length).toBe(
    few.filter(({ method }) => method !== 'step-m').length,
  );
});

test('an arm that was ruined has no Sharpe ratio of its own, and so none that is sure', () => {
  const day = Float64Array.from({ length: 60 }, (_, i) => i * 86_400_000);
  const arm = (name: string, seed: number, isRuined: boolean) => ({
    name,
    day,
    value: normals(seed, 60).map((x) => x / 100),
    isRuined,
  });
  const findings = runFindings(
    {
      arms: [arm('meta', 1, true), arm('frozen', 2, false)],
      periodsPerYear: 252,
      riskFreeRate: 0,
      trials: { count: 1, sharpeVariance: null },
      confirmations: [],
      forecasts: [],
      horizon: 1,
    },
    randomFrom(4),
  );
  const own = findings.filter(
    ({ subject, against, method }) => subject === 'meta' && against === null && !method.startsWith('spa'),
  );
  expect(own.map(({ method }) => method)).toEqual([
    'probabilistic-sharpe',
    'deflated-sharpe',
    'track-record-min',
    'backtest-length-min',
  ]);
  for (const { estimate, reason } of own) {
    expect(estimate).toBe(null);
    expect(reason).toBe('equity fell to zero or below');
  }
  expect(findings.find(({ subject }) => subject === 'frozen')!.estimate).not.toBe(null);
});
