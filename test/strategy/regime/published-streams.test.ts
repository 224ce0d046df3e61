import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adwin } from '../../../src/strategy/regime/adwin.ts';
import { bocpd } from '../../../src/strategy/regime/bocpd.ts';
import { pageHinkley } from '../../../src/strategy/regime/page-hinkley.ts';
import type { DetectorFactory } from '../../../src/strategy/regime/regime-detector.ts';

const FOLDER = '../shared/fixtures';

function streamOf(file: string): number[] {
  return JSON.parse(readFileSync(`${FOLDER}/${file}.json`, 'utf8')).data.stream as number[];
}

/** The numbers of the observations at which a change was confirmed. */
function confirmedIn(factory: DetectorFactory, stream: readonly number[]): number[] {
  const detector = factory.create();
  return stream.flatMap((value, index) => (detector.update(value).confirmed ? [index] : []));
}

/**
 * 1,000 draws from 0 and 1, then 1,000 from 4 to 7: the example in the documentation of the package river, whose detections it states.
 */
describe.skipIf(!existsSync(FOLDER))('on the published stream (needs ../shared/fixtures)', () => {
  it('Page-Hinkley alarms first at 1006', () => {
    const factory = pageHinkley({ direction: 'up' });
    expect(confirmedIn(factory, streamOf('page-hinkley'))[0]).toBe(1006);
  });

  it('ADWIN alarms at 1023 and at no other place', () => {
    for (const drops of ['oldest', 'before-change'] as const) {
      expect(confirmedIn(adwin({ drops }), streamOf('adwin'))).toEqual([1023]);
    }
  });
});

describe('the start of the new regime', () => {
  it('is put where the mean moved, by the run length at the confirmation', () => {
    const stream = Array.from({ length: 300 }, (_, t) => (t < 200 ? 0 : 3) + (t % 2 === 0 ? 0.5 : -0.5));
    for (const factory of [pageHinkley({ threshold: 8 }), adwin(), bocpd()]) {
      const detector = factory.create();
      const found: number[] = [];
      stream.forEach((value, index) => {
        if (detector.update(value).confirmed) found.push(index - detector.runLength + 1);
      });
      // ADWIN tests again a clock later, and may then cut what is left of the old regime.
      expect([1, 2]).toContain(found.length);
      expect(Math.abs(found[0]! - 200)).toBeLessThanOrEqual(32);
    }
  });
});
