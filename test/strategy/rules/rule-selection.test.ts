import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import type { Episode, SampleSet } from '../../../src/strategy/learn/meta-learner.ts';
import { ruleSelector } from '../../../src/strategy/learn/rule-selector.ts';
import {
  channelRule,
  crossoverRule,
  reversionRule,
  trendRule,
  USUAL_RULES,
} from '../../../src/strategy/rules/trading-rule.ts';

/** Rows in which three rules hold random positions and the label follows the chosen one. */
function rowsWhere(chosen: number, rows: number, random: ReturnType<typeof randomFrom>): SampleSet {
  const features = Float64Array.from({ length: rows * 3 }, () => (random.uniform() < 0.5 ? -1 : 1));
  const labels = Float64Array.from(
    { length: rows },
    (_, row) => features[row * 3 + chosen]! + random.normal(),
  );
  const slices = Int32Array.from({ length: rows }, (_, row) => row);
  return { rows, featureCount: 3, features, labels, slices };
}

/** Regimes in which the first rule pays, or the second; the third never does. */
const episode = (random: ReturnType<typeof randomFrom>): Episode => {
  const chosen = random.integer(2);
  return { support: rowsWhere(chosen, 20, random), query: rowsWhere(chosen, 40, random) };
};

describe('a selector of rules', () => {
  const learner = ruleSelector({ metaTasks: 200, pastTasks: 0 }).create(3, randomFrom(1));
  for (const _ of learner.train(episode, randomFrom(2)));

  it('learns which rules pay, and adapts to the one that pays now', () => {
    const { parameters } = learner.checkpoint();
    expect(parameters[0]).toBeCloseTo(0.5, 0);
    expect(parameters[2]).toBeCloseTo(0, 0);
    const random = randomFrom(3);
    const { predictor, lossBefore, lossAfter } = learner.adapt(rowsWhere(1, 20, random));
    expect(lossAfter).toBeLessThan(lossBefore);
    expect(predictor.predict(Float64Array.of(-1, 1, -1))).toBeGreaterThan(0.5);
    expect(learner.lossOf!(predictor, rowsWhere(1, 200, random))).toBeLessThan(
      learner.lossOf!(learner.initial(), rowsWhere(1, 200, random)),
    );
  });

  it('goes on from its checkpoint to the bit', () => {
    const again = ruleSelector({ metaTasks: 200, pastTasks: 0 }).restore(learner.checkpoint());
    const support = rowsWhere(0, 20, randomFrom(4));
    expect(again.adapt(support).predictor.parametersHash).toBe(
      learner.adapt(support).predictor.parametersHash,
    );
  });
});

describe('trading rules', () => {
  const walk = fc
    .array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 252, maxLength: 252 })
    .map((changes) => {
      let price = 4;
      return Float64Array.from([price, ...changes.map((change) => (price += change))]);
    });

  it('hold between −1 and 1, whatever the prices', () => {
    fc.assert(
      fc.property(walk, (prices) => {
        for (const { lookback, signal } of USUAL_RULES) {
          expect(Math.abs(signal(prices.slice(-lookback)))).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('follow a rise, fade it, and stay out where nothing moves', () => {
    const rise = Float64Array.from({ length: 20 }, (_, t) => t / 100);
    const flat = new Float64Array(20);
    expect(trendRule(19).signal(rise)).toBe(1);
    expect(reversionRule(19).signal(rise)).toBe(-1);
    expect(crossoverRule(5, 20).signal(rise)).toBe(1);
    expect(channelRule(20).signal(rise)).toBe(1);
    for (const rule of [trendRule(19), reversionRule(19), crossoverRule(5, 20), channelRule(20)]) {
      expect(Math.abs(rule.signal(flat))).toBe(0);
    }
  });
});
