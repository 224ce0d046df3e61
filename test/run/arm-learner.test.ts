import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/math/random.ts';
import { learnerSlotOf, trainLearner } from '../../src/run/arm-learner.ts';
import { nodeHost } from '../../src/run/host.ts';
import type { LoadedStrategy } from '../../src/run/load-strategy.ts';
import { loadWritten } from '../support/strategy-file.ts';

/** A strategy whose slot has these fields instead of sound ones. */
function loadWithSlot(fields: string): Promise<LoadedStrategy> {
  return loadWritten({
    properties: `learner: () => ({
      features: trendFeatures(),
      detector: bocpd(),
      model: maml({ metaSteps: 1 }),
      labelHorizonBars: 5,
      supportBars: [10, 20],
      supportRowsMin: 5,
      tasks: { queryBars: 10, symbolsPerTask: 2 },
      ${fields}
    }),`,
  });
}

describe('the learner slot of a strategy', () => {
  it('is what the hook returns, or null without one', async () => {
    expect(learnerSlotOf(await loadWithSlot(''), {})?.supportBars).toEqual([10, 20]);
    expect(learnerSlotOf(await loadWritten({}), {})).toBeNull();
  });

  it.each([
    ['supportBars: []', /learner supportBars: /],
    ['supportBars: [20, 10]', /learner supportBars: must rise; found \[20,10\]/],
    ['supportBars: [0]', /learner supportBars\.0: .*found 0/],
    ['supportBars: [2.5]', /learner supportBars\.0: .*found 2\.5/],
    ['supportBars: [NaN]', /learner supportBars\.0: .*found NaN/],
    ['labelHorizonBars: 0', /learner labelHorizonBars: .*found 0/],
    ['labelHorizonBars: -3', /learner labelHorizonBars: .*found -3/],
    ['supportRowsMin: 0', /learner supportRowsMin: .*found 0/],
    ['tasks: { queryBars: 0, symbolsPerTask: 2 }', /learner tasks\.queryBars: .*found 0/],
    ['tasks: undefined', /learner tasks: .*found nothing/],
    ['model: undefined', /learner model: is made by a function such as maml/],
    ['detector: bocpd', /learner detector: is made by a function such as maml/],
  ])('is refused with %s', async (fields, message) => {
    const loaded = await loadWithSlot(fields);
    expect(() => learnerSlotOf(loaded, {})).toThrow(/^E_PLUGIN_SHAPE written /);
    expect(() => learnerSlotOf(loaded, {})).toThrow(message);
  });

  it('is refused where the hook returns none, or a promise of one', async () => {
    for (const learner of ['() => null', 'async () => ({})']) {
      const loaded = await loadWritten({ properties: `learner: ${learner},` });
      expect(() => learnerSlotOf(loaded, {})).toThrow(/^E_PLUGIN_SHAPE written learner/);
    }
  });

  it('names the line of a hook that throws', async () => {
    const loaded = await loadWritten({ properties: "learner: () => { throw new Error('no model'); }," });
    expect(() => learnerSlotOf(loaded, {})).toThrow(
      /^E_PLUGIN_THREW .*written\.ts:9:\d+: learner must not throw; found Error: no model/,
    );
  });
});

describe('training', () => {
  it('names the line of a part of the strategy that throws in it', async () => {
    const loaded = await loadWithSlot(`
      features: { settings: {}, create() { throw new TypeError('no features'); } },`);
    const training = trainLearner({ loaded, parameters: {} }, [], randomFrom(1), nodeHost());
    await expect(training).rejects.toThrow(/^E_PLUGIN_THREW .*written\.ts:18:\d+: .*TypeError: no features/);
  });
});
