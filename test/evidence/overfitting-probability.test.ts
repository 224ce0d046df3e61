import { describe, expect, test } from 'vitest';
import { overfittingProbability, returnBlocks } from '../../src/evidence/overfitting-probability.ts';
import { type Random, randomFrom } from '../../src/math/random.ts';

const DAYS = 1000;
const TRIALS = 100;
const SEEDS = 20;

const noise = (random: Random): Float64Array =>
  Float64Array.from({ length: DAYS }, () => 0.01 * random.normal());

function centred(returns: Float64Array): Float64Array {
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  return returns.map((value) => value - mean);
}

/** The mean over the seeds, with eight stretches as the published figures have them. */
function meanProbability(trialsOf: (random: Random) => Float64Array[]): number {
  let sum = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const result = overfittingProbability(trialsOf(randomFrom(seed)).map(returnBlocks), 8);
    if (typeof result === 'string') throw new Error(result);
    expect(result.combinations).toBe(70);
    sum += result.probability;
  }
  return sum / SEEDS;
}

/** Bands of twenty seeds: means and deviations of the probability, as recomputed from Bailey et al. */
describe('the probability of overfitting', () => {
  test('of pure noise is about a half', () => {
    const mean = meanProbability((random) =>
      Array.from({ length: TRIALS }, (_, i) => noise(random.split(String(i)))),
    );
    expect(Math.abs(mean - 0.4436)).toBeLessThan((3 * 0.1661 * Math.SQRT2) / Math.sqrt(SEEDS));
  });

  test('of noise that has a Sharpe ratio of zero in full is one: what is won in one half is lost in the other', () => {
    const mean = meanProbability((random) =>
      Array.from({ length: TRIALS }, (_, i) => centred(noise(random.split(String(i))))),
    );
    expect(mean).toBe(1);
  });

  test('of one that is truly good among such noise is small', () => {
    const mean = meanProbability((random) =>
      Array.from({ length: TRIALS }, (_, i) => {
        const returns = centred(noise(random.split(String(i))));
        return i > 0 ? returns : returns.map((value) => value + (0.01 * 2) / Math.sqrt(252));
      }),
    );
    expect(Math.abs(mean - 0.1)).toBeLessThan((3 * 0.0685 * Math.SQRT2) / Math.sqrt(SEEDS));
  });

  test('is none of too few days, too few trials, or trials of different days', () => {
    const blocks = returnBlocks(noise(randomFrom(1)));
    expect(overfittingProbability([blocks])).toMatch(/fewer than two/);
    expect(overfittingProbability([blocks, returnBlocks(new Float64Array(990))])).toMatch(/different days/);
    const short = returnBlocks(new Float64Array(70));
    expect(overfittingProbability([short, short])).toBe('fewer than 80 daily returns');
  });
});
