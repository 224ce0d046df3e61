import { describe, expect, it } from 'vitest';
import {
  baselZone,
  christoffersenTest,
  kupiecTest,
} from '../../../src/strategy/volatility/value-at-risk-tests.ts';

/** Days, excesses, tail and −2 ln of the likelihood ratio, in closed form. */
const KUPIEC = [
  [250, 0, 0.01, 5.025168],
  [250, 1, 0.01, 1.176491],
  [250, 2, 0.01, 0.108435],
  [250, 3, 0.01, 0.09494],
  [250, 4, 0.01, 0.769138],
  [250, 5, 0.01, 1.95681],
  [250, 7, 0.01, 5.49699],
  [250, 10, 0.01, 12.955491],
  [500, 40, 0.05, 8.079041],
  [500, 35, 0.05, 3.765076],
  [500, 45, 0.05, 13.754979],
  [1000, 60, 0.05, 1.984221],
] as const;

/** Kupiec's table 3: for 255, 510 and 1,000 days the counts between which, both left out, 5 % does not reject. */
const REGIONS = [
  [0.01, [0, 7], [1, 11], [4, 17]],
  [0.025, [2, 12], [6, 21], [15, 36]],
  [0.05, [6, 21], [16, 36], [37, 65]],
  [0.075, [11, 28], [27, 51], [59, 92]],
  [0.1, [16, 36], [38, 65], [81, 120]],
] as const;

describe('tests of a value at risk', () => {
  it('have the ratios of Kupiec', () => {
    for (const [days, excesses, tail, ratio] of KUPIEC) {
      expect(kupiecTest(days, excesses, tail).statistic).toBeCloseTo(ratio, 5);
    }
    expect(kupiecTest(250, 3, 0.01).pValue).toBeCloseTo(0.757988, 6);
  });

  it('have his regions in which 5 % does not reject', () => {
    for (const [tail, ...bounds] of REGIONS) {
      for (const [place, days] of [255, 510, 1000].entries()) {
        const [below, above] = bounds[place]!;
        const kept = Array.from({ length: days / 4 }, (_, x) => x).filter(
          (x) => kupiecTest(days, x, tail).pValue > 0.05,
        );
        expect([kept[0]! - 1, kept.at(-1)! + 1]).toEqual([below, above]);
      }
    }
  });

  it('tell excesses that come together, as Christoffersen does', () => {
    const excesses = Array.from({ length: 250 }, (_, day) => [20, 21, 22, 100, 180].includes(day));
    const { coverage, independence, conditional } = christoffersenTest(excesses, 0.01);
    expect(coverage.statistic).toBeCloseTo(1.95681, 5);
    expect(independence.statistic).toBeCloseTo(9.894654, 5);
    expect(conditional.statistic).toBeCloseTo(11.851464, 5);
    expect(conditional.pValue).toBeCloseTo(Math.exp(-11.851464 / 2), 7);
  });

  it('say nothing of days without any excess, and refuse counts that make no sense', () => {
    expect(christoffersenTest([false, false, false], 0.01).independence).toEqual({ statistic: 0, pValue: 1 });
    const coded = expect.objectContaining({ code: 'E_PARAMETER_INVALID' });
    expect(() => kupiecTest(10, 11, 0.01)).toThrow(coded);
    expect(() => kupiecTest(10, 1, 0)).toThrow(coded);
    expect(() => christoffersenTest([true], 0.01)).toThrow(coded);
  });

  it('know the zones of Basel', () => {
    expect([0, 4, 5, 9, 10].map((count) => baselZone(count).multiplier)).toEqual([3, 3, 3.4, 3.85, 4]);
    expect([4, 5, 10].map((count) => baselZone(count).zone)).toEqual(['green', 'yellow', 'red']);
  });
});
