import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/math/random.ts';
import { nodeHost } from '../../src/run/host.ts';
import { metaTrain } from '../../src/run/meta-training.ts';
import { trendFeatures } from '../../src/strategy/features/trend-features.ts';
import { maml } from '../../src/strategy/learn/maml.ts';
import type { LearnerSlot } from '../../src/strategy/learner-slot.ts';
import { signDetector } from '../support/learning-parts.ts';
import { randomSeries } from '../support/random-series.ts';

const META_STEPS = 5;
const TASKS_PER_STEP = 3;

/** Rectified units without a limit on the inner gradient run away at a large enough rate. */
function slotWith(innerRate: number): LearnerSlot {
  return {
    features: trendFeatures({ horizons: [1, 5], marketHorizons: [5], highWindow: 10 }),
    detector: signDetector(4),
    model: maml({
      hidden: [8],
      activation: 'relu',
      metaSteps: META_STEPS,
      tasksPerStep: TASKS_PER_STEP,
      supportCapacity: 16,
      queryCapacity: 16,
      innerSteps: 20,
      innerRate,
      innerClip: null,
    }),
    labelHorizonBars: 3,
    supportBars: [8],
    supportRowsMin: 2,
    tasks: { queryBars: 6, symbolsPerTask: 2 },
  };
}

const series = ['AAA', 'BBB', 'CCC'].map((symbol, i) => randomSeries(symbol, i + 1, { slices: 500 }));

describe('a training in which tasks diverge', () => {
  it('records how many, and its losses and parameters stay finite', async () => {
    const { record } = await metaTrain(slotWith(1), series, randomFrom(1), nodeHost());
    const count = record.settings['tasksDiverged'] as number;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(META_STEPS * TASKS_PER_STEP);
    expect(record.lossCurve.every(Number.isFinite)).toBe(true);
    expect(record.parameters.every(Number.isFinite)).toBe(true);
  });

  it('says nothing of it where none did', async () => {
    const { record } = await metaTrain(slotWith(0.01), series, randomFrom(1), nodeHost());
    expect(record.settings).not.toHaveProperty('tasksDiverged');
  });
});
