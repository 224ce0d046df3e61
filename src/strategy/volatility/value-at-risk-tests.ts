import { normalCumulative } from '../../math/normal-distribution.ts';
import { requireRiskInput, requireTail } from './volatility-input.ts';

/** A test by a ratio of likelihoods. */
export interface LikelihoodRatioTest {
  readonly statistic: number;
  /** The probability of a statistic this large if the hypothesis holds, by the limiting χ² distribution. */
  readonly pValue: number;
}

/** Christoffersen's tests of when a value at risk was exceeded. */
export interface ChristoffersenTest {
  /** As often as it should be: `kupiecTest`. */
  readonly coverage: LikelihoodRatioTest;
  /** A day after one with an excess has no more of them than another; χ² with one degree of freedom. */
  readonly independence: LikelihoodRatioTest;
  /** Both at once: the sum of the statistics, χ² with two degrees of freedom. */
  readonly conditional: LikelihoodRatioTest;
}

/**
 * Kupiec's test (1995) that a value at risk is exceeded with the probability `tail`: −2 ln of the likelihood ratio of so many
 * `excesses` in so many `days` under it and under the rate that was found; 0·ln 0 is 0. E_PARAMETER_INVALID for counts that make no sense.
 */
export function kupiecTest(days: number, excesses: number, tail: number): LikelihoodRatioTest {
  requireTail(tail, 'kupiecTest');
  const isCounted = Number.isInteger(days) && Number.isInteger(excesses) && excesses >= 0 && excesses <= days;
  requireRiskInput(
    isCounted && days > 0,
    'kupiecTest',
    'excesses are counted in days',
    `${excesses} in ${days}`,
  );
  const found = excesses / days;
  return oneDegree(2 * (logChance(days, excesses, found) - logChance(days, excesses, tail)));
}

/**
 * Christoffersen's tests (1998) on `excesses`, one a day in time order: independence is a first-order Markov chain against one
 * without memory, over the transitions from day to day. E_PARAMETER_INVALID for fewer than two days.
 */
export function christoffersenTest(excesses: readonly boolean[], tail: number): ChristoffersenTest {
  requireRiskInput(
    excesses.length >= 2,
    'christoffersenTest',
    'there are at least two days',
    excesses.length,
  );
  const coverage = kupiecTest(excesses.length, excesses.filter(Boolean).length, tail);
  // Days after a calm one and after an excess, and how many of them had one.
  const days = [0, 0];
  const hits = [0, 0];
  for (let t = 1; t < excesses.length; t++) {
    const before = excesses[t - 1] ? 1 : 0;
    days[before]!++;
    if (excesses[t]) hits[before]!++;
  }
  const rate = (hits[0]! + hits[1]!) / (days[0]! + days[1]!);
  const alike = logChance(days[0]!, hits[0]!, rate) + logChance(days[1]!, hits[1]!, rate);
  const apart = [0, 1].reduce(
    (sum, before) =>
      sum + logChance(days[before]!, hits[before]!, hits[before]! / Math.max(1, days[before]!)),
    0,
  );
  const independence = oneDegree(2 * (apart - alike));
  const statistic = coverage.statistic + independence.statistic;
  return { coverage, independence, conditional: { statistic, pValue: Math.exp(-statistic / 2) } };
}

/** The Basel Committee's zones (1996) for excesses of a 1 % value at risk in 250 days, and the multiplier of each. */
export function baselZone(excesses: number): {
  readonly zone: 'green' | 'yellow' | 'red';
  readonly multiplier: number;
} {
  requireRiskInput(
    Number.isInteger(excesses) && excesses >= 0,
    'baselZone',
    'excesses are counted',
    excesses,
  );
  if (excesses <= 4) return { zone: 'green', multiplier: 3 };
  const multiplier = [3.4, 3.5, 3.65, 3.75, 3.85][excesses - 5];
  return multiplier === undefined ? { zone: 'red', multiplier: 4 } : { zone: 'yellow', multiplier };
}

/** ln of chance^hits·(1 − chance)^(days − hits). */
function logChance(days: number, hits: number, chance: number): number {
  const part = (count: number, probability: number): number =>
    count === 0 ? 0 : count * Math.log(probability);
  return part(hits, chance) + part(days - hits, 1 - chance);
}

/** χ² with one degree of freedom is the square of a standard normal number. */
function oneDegree(ratio: number): LikelihoodRatioTest {
  const statistic = Math.max(0, ratio);
  return { statistic, pValue: 2 * normalCumulative(-Math.sqrt(statistic)) };
}
