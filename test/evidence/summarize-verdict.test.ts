import { describe, expect, test } from 'vitest';
import { summarizeVerdict } from '../../src/evidence/summarize-verdict.ts';
import type { Comparison } from '../../src/model/comparison.ts';

const comparison = (given: Partial<Comparison>): Comparison => ({
  subject: 'meta',
  against: 'frozen',
  sharpeDifference: 0.1,
  sharpeLow: -0.2,
  sharpeHigh: 0.4,
  returnDifference: 0.01,
  returnLow: -0.02,
  returnHigh: 0.04,
  level: 0.975,
  correlation: 0.9,
  observations: 1000,
  blockLength: 3.2,
  resamples: 4000,
  minimumDetectable: 0.43,
  verdict: 'inconclusive',
  ...given,
});

const better = comparison({ sharpeDifference: 0.41, sharpeLow: 0.12, sharpeHigh: 0.7, verdict: 'better' });
const muchBetter = { ...better, against: 'random-time', sharpeDifference: 0.9 };
const worse = comparison({ sharpeDifference: -0.52, sharpeLow: -0.9, sharpeHigh: -0.11, verdict: 'worse' });
const doubtful = comparison({
  against: 'random-time',
  sharpeDifference: -0.03,
  sharpeLow: -0.25,
  sharpeHigh: 0.19,
  minimumDetectable: 0.31,
});

const summary = (controls: readonly Comparison[], baselines: readonly Comparison[] = [], trials = 1) =>
  summarizeVerdict({ subject: 'meta', controls, baselines, trials });

describe('the verdict', () => {
  test('is better only if every control is beaten', () => {
    expect(summary([better, muchBetter]).verdict).toBe('better');
    expect(summary([better, doubtful]).verdict).toBe('inconclusive');
  });

  test('is worse as soon as one control is significantly better', () => {
    expect(summary([better, worse, doubtful]).verdict).toBe('worse');
  });

  test('does not depend on the baselines where there are controls', () => {
    expect(summary([better], [worse]).verdict).toBe('better');
    expect(summary([doubtful], [better]).verdict).toBe('inconclusive');
  });

  test('rests on the baselines for a strategy without a learner', () => {
    expect(summary([], [better, muchBetter]).verdict).toBe('better');
    expect(summary([], [better, worse]).verdict).toBe('worse');
  });

  test('is inconclusive when there is nothing to compare with', () => {
    expect(summary([])).toEqual({
      verdict: 'inconclusive',
      sentence: 'inconclusive: there is no arm to compare meta with',
      trials: 1,
      comparisons: [],
    });
  });

  test('carries all comparisons, controls first, and the trials', () => {
    expect(summary([better], [doubtful], 12)).toMatchObject({ trials: 12, comparisons: [better, doubtful] });
  });
});

describe('the sentence', () => {
  test('says what an inconclusive comparison could have shown', () => {
    expect(summary([better, doubtful]).sentence).toBe(
      'inconclusive: meta − random-time ΔSharpe −0.03, 97.5 % interval −0.25 to 0.19; this much data could have shown 0.31',
    );
  });

  test('names the closest control that was beaten', () => {
    expect(summary([muchBetter, better]).sentence).toBe(
      'better: meta beat each control of 2; the closest: meta − frozen ΔSharpe 0.41, 97.5 % interval 0.12 to 0.70',
    );
    expect(summary([], [better, muchBetter, muchBetter]).sentence).toContain('each baseline of 3');
    expect(summary([better]).sentence).toBe(
      'better: meta − frozen ΔSharpe 0.41, 97.5 % interval 0.12 to 0.70',
    );
  });

  test('names the control that did better, and the trials if there were several', () => {
    expect(summary([better, worse], [], 7).sentence).toBe(
      'worse: meta − frozen ΔSharpe −0.52, 97.5 % interval −0.90 to −0.11; corrected for 7 trials',
    );
  });

  test('says why a comparison could decide nothing', () => {
    expect(summary([comparison({ observations: 12 })]).sentence).toBe(
      'inconclusive: meta and frozen have 12 daily returns in common, and a verdict needs 30',
    );
    expect(summary([comparison({ correlation: null })]).sentence).toBe(
      'inconclusive: meta and frozen cannot be compared, since the returns of one of them do not vary',
    );
    const twin = {
      sharpeDifference: 0,
      sharpeLow: 0,
      sharpeHigh: 0,
      returnLow: 0,
      returnHigh: 0,
      minimumDetectable: 0,
    };
    expect(summary([comparison(twin)]).sentence).toBe(
      'inconclusive: meta and frozen had the same return on every day',
    );
  });

  test('never shows zero for a bound that is not zero, nor a level of a hundred percent', () => {
    const narrow = { ...better, sharpeLow: 0.0042, level: 1 - 0.05 / 300 };
    expect(summary([narrow]).sentence).toContain('99.983 % interval 0.004 to 0.70');
    expect(summary([{ ...better, level: 0.95 }]).sentence).toContain('95 % interval');
    expect(summary([{ ...better, level: 1 - 0.05 / 6 }]).sentence).toContain('99.17 % interval');
  });
});
