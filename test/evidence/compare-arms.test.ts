import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareArms } from '../../src/evidence/compare-arms.ts';
import { sharpeInfluence } from '../../src/evidence/sharpe-influence.ts';
import { normalQuantile } from '../../src/math/normal-distribution.ts';
import { randomFrom } from '../../src/math/random.ts';
import { arm, pairOf } from './market-returns.ts';

const SETTINGS = { periodsPerYear: 252, trials: 1, resamples: 2000 };
const NULL_MODEL = { days: 250, persistence: 0.2, sharpes: [0.8, 0.8], shared: 0.8 } as const;

function sharpeOf(values: Float64Array, riskFree = 0): number {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return (Math.sqrt(252) * (mean - riskFree)) / Math.sqrt(variance);
}

describe('by simulation', () => {
  /** Pairs out of `count` whose interval excludes zero, by side. */
  function decisions(count: number, model: Parameters<typeof pairOf>[0]) {
    const random = randomFrom(2024);
    const tally = { better: 0, worse: 0, inconclusive: 0, detectable: 0 };
    for (let i = 0; i < count; i++) {
      const [first, second] = pairOf(model, random);
      const [comparison] = compareArms(first, [second], SETTINGS, random.split(`pair ${i}`));
      tally[comparison!.verdict]++;
      tally.detectable += comparison!.minimumDetectable / count;
    }
    return tally;
  }

  test('two equally good arms with autocorrelated returns are told apart about once in twenty times', () => {
    const { better, worse } = decisions(160, NULL_MODEL);
    // Nominal 8 of 160 with a standard deviation of 2.8.
    expect(better + worse).toBeGreaterThanOrEqual(2);
    expect(better + worse).toBeLessThanOrEqual(18);
    expect(Math.abs(better - worse)).toBeLessThanOrEqual(10);
  });

  test('an effect of the minimum detectable size is found about four times in five', () => {
    const model = { ...NULL_MODEL, persistence: 0 };
    const { detectable } = decisions(10, model);
    const planted = decisions(60, { ...model, sharpes: [0.8 + detectable, 0.8] });
    // Nominal 48 of 60 with a standard deviation of 3.1.
    expect(planted.better).toBeGreaterThanOrEqual(38);
    expect(planted.better).toBeLessThanOrEqual(58);
    expect(planted.worse).toBe(0);
  });
});

describe('the figures', () => {
  const random = randomFrom(77);
  const [subject, other] = pairOf({ days: 600, persistence: 0.1, sharpes: [1.2, 0.4], shared: 0.7 }, random);

  test('the differences are those of the two series themselves', () => {
    const [comparison] = compareArms(subject, [other], { periodsPerYear: 252, trials: 1 }, randomFrom(1));
    expect(comparison!.resamples).toBe(4000);
    expect(comparison!.sharpeDifference).toBeCloseTo(sharpeOf(subject.value) - sharpeOf(other.value), 10);
    const total = subject.value.reduce((sum, value, day) => sum + value - other.value[day]!, 0);
    expect(comparison!.returnDifference).toBeCloseTo((252 * total) / 600, 12);
    expect(comparison!.observations).toBe(600);
    expect(comparison!.correlation).toBeGreaterThan(0.6);
    expect(comparison!.correlation).toBeLessThan(0.8);
    expect([comparison!.subject, comparison!.against]).toEqual(['first', 'second']);
  });

  test('a risk-free rate comes off both arms', () => {
    const settings = { ...SETTINGS, riskFreeRate: 0.05 };
    const [comparison] = compareArms(subject, [other], settings, randomFrom(1));
    const daily = 1.05 ** (1 / 252) - 1;
    const expected = sharpeOf(subject.value, daily) - sharpeOf(other.value, daily);
    expect(comparison!.sharpeDifference).toBeCloseTo(expected, 10);
  });

  test('the standard error agrees with the asymptotic one of independent returns', () => {
    const white = pairOf({ days: 2000, persistence: 0, sharpes: [1, 0.5], shared: 0.5 }, random);
    const [comparison] = compareArms(white[0], [white[1]], SETTINGS, randomFrom(1));
    const influence = sharpeInfluence(white[1].value);
    const difference = sharpeInfluence(white[0].value).map((value, day) => value - influence[day]!);
    const variance = difference.reduce((sum, value) => sum + value * value, 0) / 2000;
    const standardError = Math.sqrt((252 * variance) / 2000);
    const factor = normalQuantile(0.975) + normalQuantile(0.8);
    expect(comparison!.minimumDetectable / factor / standardError).toBeGreaterThan(0.9);
    expect(comparison!.minimumDetectable / factor / standardError).toBeLessThan(1.1);
  });

  test('more comparisons and more trials raise the level and widen the interval', () => {
    const alone = compareArms(subject, [other], SETTINGS, randomFrom(1))[0]!;
    const twice = compareArms(subject, [other, arm('third', other.value)], SETTINGS, randomFrom(1))[0]!;
    const often = compareArms(subject, [other], { ...SETTINGS, trials: 500 }, randomFrom(1))[0]!;
    expect(alone.level).toBeCloseTo(0.95, 12);
    expect(twice.level).toBeCloseTo(0.975, 12);
    expect(often.level).toBeCloseTo(0.9999, 12);
    const width = (comparison: typeof alone) => comparison.sharpeHigh - comparison.sharpeLow;
    expect(width(twice)).toBeGreaterThan(width(alone));
    expect(width(often)).toBeGreaterThan(width(twice));
    expect(often.minimumDetectable).toBeGreaterThan(twice.minimumDetectable);
  });

  test('the same stream gives the same comparison to the last bit, another one a slightly different one', () => {
    const run = (seed: number) => compareArms(subject, [other], SETTINGS, randomFrom(seed));
    expect(run(9)).toEqual(run(9));
    expect(run(9)[0]!.sharpeLow).not.toBe(run(10)[0]!.sharpeLow);
    expect(run(9)[0]!.sharpeLow).toBeCloseTo(run(10)[0]!.sharpeLow, 0);
  });

  test('circular blocks give about the same interval from other days', () => {
    const run = (bootstrap: 'stationary' | 'circular') =>
      compareArms(subject, [other], { ...SETTINGS, bootstrap }, randomFrom(9))[0]!;
    const [stationary, circular] = [run('stationary'), run('circular')];
    expect(circular.sharpeDifference).toBe(stationary.sharpeDifference);
    expect(circular.sharpeLow).not.toBe(stationary.sharpeLow);
    const ratio = (circular.sharpeHigh - circular.sharpeLow) / (stationary.sharpeHigh - stationary.sharpeLow);
    expect(ratio).toBeGreaterThan(0.85);
    expect(ratio).toBeLessThan(1.15);
    expect(Number.isInteger(circular.blockLength)).toBe(true);
  });

  test('subject and other can change places', () => {
    const [forth] = compareArms(subject, [other], SETTINGS, randomFrom(4));
    const [back] = compareArms(other, [subject], SETTINGS, randomFrom(4));
    expect(back!.sharpeDifference).toBe(-forth!.sharpeDifference);
    expect(back!.sharpeLow).toBeCloseTo(-forth!.sharpeHigh, 9);
    expect(back!.returnHigh).toBeCloseTo(-forth!.returnLow, 9);
  });

  test('leverage changes returns and not Sharpe ratios', () => {
    const levered = arm(
      'levered',
      other.value.map((value) => 3 * value),
    );
    const [comparison] = compareArms(levered, [other], SETTINGS, randomFrom(4));
    expect(comparison!.sharpeDifference).toBeCloseTo(0, 12);
    expect(comparison!.verdict).toBe('inconclusive');
    expect(comparison!.returnDifference).not.toBe(0);
    expect(comparison!.correlation).toBeCloseTo(1, 12);
  });
});

describe('at the edges', () => {
  test('identical arms differ by nothing', () => {
    const [subject] = pairOf(NULL_MODEL, randomFrom(3));
    const [comparison] = compareArms(subject, [arm('twin', subject.value)], SETTINGS, randomFrom(4));
    expect(comparison).toMatchObject({
      sharpeDifference: 0,
      sharpeLow: 0,
      sharpeHigh: 0,
      returnDifference: 0,
      minimumDetectable: 0,
      verdict: 'inconclusive',
    });
  });

  test('an arm that never moved enters as cash and decides nothing', () => {
    const rising = arm(
      'rising',
      Array.from({ length: 300 }, (_, i) => 0.01 + 0.001 * (i % 2)),
    );
    const [comparison] = compareArms(rising, [arm('cash', new Float64Array(300))], SETTINGS, randomFrom(4));
    expect(comparison!.sharpeDifference).toBeCloseTo(sharpeOf(rising.value), 6);
    expect(comparison!.correlation).toBeNull();
    expect(comparison!.verdict).toBe('inconclusive');
    const [flat] = compareArms(arm('a', [0, 0]), [arm('b', [0, 0])], SETTINGS, randomFrom(4));
    expect(flat).toMatchObject({ sharpeDifference: 0, sharpeLow: 0, sharpeHigh: 0, correlation: null });
  });

  test('fewer than thirty days decide nothing, however clear they look', () => {
    const clear = (days: number) =>
      compareArms(
        arm(
          'up',
          Array.from({ length: days }, (_, i) => 0.02 + 0.001 * (i % 3)),
        ),
        [
          arm(
            'down',
            Array.from({ length: days }, (_, i) => -0.02 + 0.001 * (i % 2)),
          ),
        ],
        SETTINGS,
        randomFrom(4),
      )[0]!.verdict;
    expect(clear(29)).toBe('inconclusive');
    expect(clear(30)).toBe('better');
  });

  test('an arm in ruin is compared like any other', () => {
    const ruined = arm(
      'ruined',
      Array.from({ length: 201 }, (_, i) => (i < 100 ? 0.001 : i === 100 ? -1.4 : 0)),
    );
    const [, other] = pairOf({ ...NULL_MODEL, days: 201 }, randomFrom(3));
    const [comparison] = compareArms(ruined, [other], SETTINGS, randomFrom(4));
    expect(Number.isFinite(comparison!.sharpeLow)).toBe(true);
  });

  test('no other arms, no comparisons', () => {
    expect(compareArms(arm('alone', [0.1]), [], SETTINGS, randomFrom(4))).toEqual([]);
  });

  test('one day is too short', () => {
    expect(() => compareArms(arm('a', [0.1]), [arm('b', [0.2])], SETTINGS, randomFrom(4))).toThrow(
      'E_DATA_SHORT',
    );
  });

  test('returns of different days are not a pair, and a return that is no number is none', () => {
    const a = arm('a', [0.1, 0.2]);
    const late = { ...arm('late', [0.1, 0.2]), day: Float64Array.of(0, 1) };
    for (const other of [late, arm('long', [1, 2, 3]), arm('b', [Number.NaN, 0])]) {
      expect(() => compareArms(a, [other], SETTINGS, randomFrom(4))).toThrow('E_INVARIANT');
    }
  });

  test.each([
    { periodsPerYear: 0 },
    { trials: 0 },
    { trials: 1.5 },
    { level: 1 },
    { riskFreeRate: -1 },
    { resamples: 1999 },
  ])('%o is refused', (wrong) => {
    const settings = { ...SETTINGS, ...wrong };
    expect(() => compareArms(arm('a', [0, 1]), [arm('b', [0, 2])], settings, randomFrom(4))).toThrow(
      'E_INVARIANT',
    );
  });

  test('whatever the returns, every figure is finite and the interval holds together', () => {
    const returns = fc.array(fc.integer({ min: -99, max: 99 }), {
      minLength: 2,
      maxLength: 120,
      size: 'max',
    });
    fc.assert(
      fc.property(returns, fc.integer({ min: 1, max: 9 }), (percents, period) => {
        const subject = arm(
          'subject',
          percents.map((percent) => percent / 100),
        );
        const other = arm(
          'other',
          percents.map((percent, i) => (i % period === 0 ? percent / 200 : 0)),
        );
        const [comparison] = compareArms(subject, [other], SETTINGS, randomFrom(6));
        const { subject: _, against: __, verdict: ___, correlation, ...figures } = comparison!;
        for (const figure of Object.values(figures)) expect(Number.isFinite(figure)).toBe(true);
        expect(correlation ?? 0).toBeGreaterThanOrEqual(-1);
        expect(correlation ?? 0).toBeLessThanOrEqual(1);
        expect(comparison!.sharpeLow).toBeLessThanOrEqual(comparison!.sharpeHigh);
        expect(comparison!.returnLow).toBeLessThanOrEqual(comparison!.returnHigh);
        expect(comparison!.minimumDetectable).toBeGreaterThanOrEqual(0);
      }),
      { seed: 5, numRuns: 40 },
    );
  });
});
