import { expect, test } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { fixedRule } from '../../../src/strategy/learn/fixed-rule.ts';

const names = ['return_5', 'return_21', 'volatility_ratio'];
const predictorOf = (rule: Parameters<typeof fixedRule>[0]) =>
  fixedRule(rule, names).create(names.length, randomFrom(1)).initial();

test('a rule predicts from its features by name, and an adaptation changes nothing', () => {
  const factory = fixedRule((feature) => feature('return_21') - 2 * feature('return_5'), names);
  const learner = factory.restore(factory.create(3, randomFrom(1)).checkpoint());
  const row = Float64Array.of(0.25, 3, 9);
  expect(learner.initial().predict(row)).toBe(2.5);
  const { predictor, steps } = learner.adapt({
    rows: 1,
    featureCount: 3,
    features: row,
    labels: Float64Array.of(7),
  });
  expect([predictor.predict(Float64Array.of(1, 1, 0)), steps]).toEqual([-1, 0]);
});

test('two rules have different hashes', () => {
  const hashes = [(): number => 1, (): number => 2].map((rule) => predictorOf(rule).parametersHash);
  expect(new Set(hashes).size).toBe(2);
});

test.each([
  [
    'a feature that there is not',
    (feature: (name: string) => number) => feature('return_22'),
    /return_5, return_21, volatility_ratio; found return_22/,
  ],
  ['no number', () => Number.NaN, /a rule gives a finite number; found NaN/],
])('%s is refused', (_, rule, message) => {
  expect(() => predictorOf(rule).predict(Float64Array.of(1, 2, 3))).toThrow(message);
});
