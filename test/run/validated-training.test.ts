import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/math/random.ts';
import { nodeHost } from '../../src/run/host.ts';
import { metaTrain } from '../../src/run/meta-training.ts';
import { trendFeatures } from '../../src/strategy/features/trend-features.ts';
import { maml } from '../../src/strategy/learn/maml.ts';
import type { LearnerSlot, ValidationSettings } from '../../src/strategy/learner-slot.ts';
import { signDetector } from '../support/learning-parts.ts';
import { randomSeries } from '../support/random-series.ts';

const VALIDATION: ValidationSettings = {
  timeShare: 0.3,
  symbolShare: 0.34,
  tasks: 6,
  everySteps: 2,
  patience: 2,
};

function slotWith(validation: ValidationSettings | undefined, outerRate: number): LearnerSlot {
  return {
    features: trendFeatures({ horizons: [1, 5], marketHorizons: [5], highWindow: 10 }),
    detector: signDetector(4),
    model: maml({
      hidden: [4],
      metaSteps: 40,
      tasksPerStep: 2,
      supportCapacity: 16,
      queryCapacity: 16,
      outerRate,
    }),
    labelHorizonBars: 3,
    supportBars: [8],
    supportRowsMin: 2,
    tasks: { queryBars: 6, symbolsPerTask: 2 },
    ...(validation ? { validation } : {}),
  };
}

const series = ['AAA', 'BBB', 'CCC'].map((symbol, i) => randomSeries(symbol, i + 1, { slices: 700 }));

describe('a training that is watched', () => {
  it('ends after so many looks without a lower loss, and keeps the learner of the lowest', async () => {
    // A rate at which the outer loop runs away from where it began.
    const trained = await metaTrain(slotWith(VALIDATION, 0.5), series, randomFrom(1), nodeHost());
    const { lossCurve, settings } = trained.record;
    const { curve, bestStep, bestLoss } = settings['validated'] as {
      curve: number[];
      bestStep: number;
      bestLoss: number;
    };
    expect(bestLoss).toBe(Math.min(...curve));
    expect(bestStep).toBe(2 * (curve.indexOf(bestLoss) + 1));
    expect(lossCurve.length).toBeLessThan(40);
    expect(lossCurve.length).toBe(2 * curve.length);
    expect(curve.length).toBe(curve.indexOf(bestLoss) + 1 + VALIDATION.patience);
  });

  it('is the same for the same seed, and one that is not watched takes all its steps', async () => {
    const watched = await metaTrain(slotWith(VALIDATION, 0.01), series, randomFrom(1), nodeHost());
    const again = await metaTrain(slotWith(VALIDATION, 0.01), series, randomFrom(1), nodeHost());
    expect(again.record.parametersHash).toBe(watched.record.parametersHash);
    const other = await metaTrain(slotWith(undefined, 0.01), series, randomFrom(1), nodeHost());
    expect(other.record.settings).not.toHaveProperty('validated');
    expect(other.record.lossCurve).toHaveLength(40);
  });
});
