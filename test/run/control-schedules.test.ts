import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarSchedule } from '../../src/run/calendar-schedule.ts';
import { rollingSlot } from '../../src/run/rolling-slot.ts';
import { trueChangeSchedule } from '../../src/run/true-changes.ts';
import { maml } from '../../src/strategy/learn/maml.ts';
import { learnOver, trends } from '../support/learn-over.ts';
import { learnerSlot, signDetector } from '../support/learning-parts.ts';
import { timeOfRow } from '../support/slices.ts';

describe('the schedule of the calendar', () => {
  it('has as many adaptations, with the same supports in the same order, all of them equally far apart', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.array(fc.integer({ min: 1, max: 80 }), { maxLength: 40 }),
        (slices, supports) => {
          fc.pre(supports.length <= slices);
          const times = Float64Array.from({ length: slices }, (_, i) => 1_000 + 7 * i);
          const made = supports.map((supportBars) => ({ time: 0, supportBars }));
          const schedule = calendarSchedule(made, times);
          expect(schedule.map(({ supportBars }) => supportBars)).toEqual(supports);
          const places = schedule.map(({ time }) => times.indexOf(time));
          const everyBars = Math.floor(slices / Math.max(1, supports.length));
          expect(places).toEqual(supports.map((_, i) => everyBars * (i + 1) - 1));
          // No bar more would leave room for all of them.
          expect((everyBars + 1) * supports.length).toBeGreaterThan(supports.length === 0 ? -1 : slices);
        },
      ),
    );
  });
});

describe('the schedule of true changes', () => {
  it('is what a learner does whose detector sees each change in the slice in which it happens', () => {
    const leg = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(fc.array(leg, { minLength: 2, maxLength: 8 }), fc.nat(40), (legs, testFromRow) => {
        const rows = trends(...legs);
        fc.pre(testFromRow < legs[0]!);
        const slot = learnerSlot({ detector: signDetector(1), supportBars: [2, 5, 9] });
        const { host } = learnOver(rows, { slot, testFromRow });
        const times = Float64Array.from(rows, (_, row) => timeOfRow(row));
        // The first row has no return, and a leg begins with the first day of its own.
        const begins = legs
          .slice(1)
          .map((_, i) => 1 + legs.slice(0, i + 1).reduce((sum, days) => sum + days, 0));
        const changes = begins.map((row) => times[row]!);
        expect(trueChangeSchedule(changes, times, times[testFromRow]!, slot)).toEqual(host.adaptations);
      }),
      { numRuns: 200 },
    );
  });

  it('takes a change between two slices as one of the later slice, and leaves out what would come after the data', () => {
    const times = Float64Array.of(0, 10, 20, 30, 40, 50);
    const slot = { supportBars: [1, 2], labelHorizonBars: 1 };
    expect(trueChangeSchedule([11, 35, 99], times, 0, slot)).toEqual([
      { time: 30, supportBars: 1 },
      { time: 50, supportBars: 1 },
    ]);
  });
});

describe('the slot of the rolling arm', () => {
  it('has the features and labels of the strategy, a network of its shape, and a window by its supports', () => {
    const slot = learnerSlot({ model: maml({ hidden: [7, 5], loss: 'huber' }), supportBars: [10, 20, 40] });
    const { slot: rolling, windowBars, everyBars } = rollingSlot(slot);
    expect([windowBars, everyBars]).toEqual([240, 40]);
    expect(rolling).toMatchObject({ features: slot.features, labelHorizonBars: 3, supportBars: [240] });
    expect(rolling.model.settings).toMatchObject({ hidden: [7, 5], loss: 'huber' });
  });

  it('stands beside a learner that is no network too', () => {
    expect(rollingSlot(learnerSlot()).slot.model.settings).toMatchObject({ hidden: [32] });
  });
});
