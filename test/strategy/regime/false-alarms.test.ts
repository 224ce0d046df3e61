import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { bocpd } from '../../../src/strategy/regime/bocpd.ts';
import { cusum } from '../../../src/strategy/regime/cusum.ts';
import { defineDetector } from '../../../src/strategy/regime/define-detector.ts';
import { guarded } from '../../../src/strategy/regime/guarded.ts';
import type { DetectorFactory } from '../../../src/strategy/regime/regime-detector.ts';
import { learnOver } from '../../support/learn-over.ts';
import { learnerSlot } from '../../support/learning-parts.ts';
import { bar, type SliceRow } from '../../support/slices.ts';

/** Days whose log returns are a hundredth of these numbers. */
function daysOf(returns: readonly number[]): SliceRow[] {
  let close = 100;
  return [0, ...returns].map((value) => {
    const open = close;
    close *= Math.exp(0.01 * value);
    return [bar(open, Math.max(open, close), Math.min(open, close), close)];
  });
}

/** Normal noise; from row 120 on, so many rows have the other value added. */
function noiseWith(seed: number, rows: number, { burst, shift }: { burst: number; shift: number }): number[] {
  const random = randomFrom(seed);
  return Array.from({ length: rows }, (_, t) => {
    const noise = random.normal();
    return t >= 120 && t < 120 + burst ? noise + shift : noise;
  });
}

const kindsOver = (returns: readonly number[], detector: DetectorFactory): string[] => {
  const slot = learnerSlot({ detector, adaptation: { revertBars: 40 } });
  const { journal } = learnOver(daysOf(returns), { slot });
  return journal.events.map(({ kind }) => kind).filter((kind) => /regime|adapt/.test(kind));
};

const scaled = (x: number): number => 0.01 * x;

describe('a false alarm of BOCPD', () => {
  // The prior of the variance has the scale of the returns.
  const prior = { mean: 0, kappa: 0.1, alpha: 1, beta: scaled(1) * scaled(1) };
  const detector = bocpd({ threshold: 0.5, dwellMin: 3, prior });

  it('reverts the adaptation once its most probable run goes back beyond the change', () => {
    const kinds = kindsOver(noiseWith(7, 160, { burst: 3, shift: 3 }), detector);
    expect(kinds.slice(0, 1)).toEqual(['regime-changed']);
    expect(kinds).toContain('adaptation-reverted');
    const longer = kindsOver(noiseWith(7, 200, { burst: 80, shift: 3 }), detector);
    expect(longer).toContain('adapted');
    expect(longer).not.toContain('adaptation-reverted');
  });
});

/** A detector that alarms too often, and never takes anything back by itself. */
const nervous = cusum({ threshold: 4, drift: 0.25, of: 'values', warmUp: 30 });

/** What becomes of every alarm of a reviewed detector over a stretch of observations. */
function reviewed(
  observations: readonly number[],
  guard: Parameters<typeof guarded>[1],
  inner: DetectorFactory = nervous,
) {
  const detector = guarded(inner, guard).create(1);
  const outcomes: { at: number; takenBackAt: number | null }[] = [];
  let before = 0;
  observations.forEach((value, t) => {
    const { confirmed, runLength } = detector.update(value);
    if (confirmed) outcomes.push({ at: t, takenBackAt: null });
    else if (runLength > before + 1) outcomes.at(-1)!.takenBackAt = t;
    before = runLength;
  });
  return { outcomes, detector };
}

describe('the review of a change', () => {
  const guard = { reviewBars: 30, coolDown: 60, reviewLevel: 0.1 };

  it('takes back what was chance, but for as many as its level says, and lets what was a change stand', () => {
    let alarms = 0;
    let standing = 0;
    let kept = 0;
    let real = 0;
    for (let seed = 0; seed < 150; seed++) {
      const noise = reviewed(noiseWith(seed, 600, { burst: 0, shift: 0 }), guard);
      for (const { at, takenBackAt } of noise.outcomes.filter(({ at }) => at < 560)) {
        alarms++;
        if (takenBackAt === null) standing++;
        else expect(takenBackAt - at).toBe(30);
      }
      const changed = reviewed(noiseWith(seed, 240, { burst: 120, shift: 1.5 }), guard);
      for (const { takenBackAt } of changed.outcomes.filter(({ at }) => at >= 121 && at < 140)) {
        real++;
        if (takenBackAt === null) kept++;
      }
    }
    expect(alarms).toBeGreaterThan(300);
    // A level of 0.1, with four standard errors.
    expect(Math.abs(standing / alarms - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / alarms) + 0.02);
    expect(real).toBeGreaterThan(100);
    expect(kept / real).toBeGreaterThan(0.97);
  });

  it('lets the run reach over what it took back, goes on from a saved state, and reverts the adaptation', () => {
    const calm = cusum({ threshold: 10, drift: 0.25, of: 'values', warmUp: 30 });
    const once = guarded(calm, { reviewBars: 20 });
    const observations = noiseWith(4, 180, { burst: 4, shift: 4 });
    const { outcomes, detector } = reviewed(observations, { reviewBars: 20 }, calm);
    expect(outcomes).toHaveLength(1);
    const { at, takenBackAt } = outcomes[0]!;
    expect(at).toBeGreaterThanOrEqual(120);
    expect(takenBackAt).toBe(at + 20);
    expect(detector.runLength).toBe(180);
    const first = once.create(1);
    for (const value of observations.slice(0, at + 5)) first.update(value);
    const second = once.create(1);
    second.restore(JSON.parse(JSON.stringify(first.save())));
    for (const value of observations.slice(at + 5)) {
      expect(second.update(value).runLength).toBe(first.update(value).runLength);
    }
    expect(kindsOver(observations, once)).toEqual([
      'regime-changed',
      'adapted',
      'adapted',
      'adaptation-reverted',
    ]);
    expect(kindsOver(observations, calm)).not.toContain('adaptation-reverted');
  });

  it('sees a change of variance alone, wherever the mean lies, in any of the numbers, and through gaps', () => {
    const alarmAt = (time: number) =>
      defineDetector({
        name: 'timed',
        init: () => ({ count: 0, run: 0 }),
        update(state) {
          state.count++;
          state.run = state.count === time ? 1 : state.run + 1;
          return { confirmed: state.count === time, changeProbability: 0, runLength: state.run };
        },
      });
    for (const factor of [1, 3]) {
      const random = randomFrom(5);
      // Every seventh observation is none to the inner detector, whose 171st is that of t = 199.
      const detector = guarded(alarmAt(171), { reviewBars: 40 }).create(3);
      for (let t = 0; t < 260; t++) {
        const deviation = t >= 199 ? factor : 1;
        const rest = t % 7 === 0 ? Number.NaN : random.normal();
        detector.update(Float64Array.of(1e6 + random.normal(), -1e3 + deviation * random.normal(), rest));
      }
      expect(detector.runLength).toBe(factor === 1 ? 260 : 61);
    }
  });

  it('takes back nothing, and meets no number that is none, where all is constant or jumps by millions', () => {
    for (const jump of [0, 1e6]) {
      const detector = guarded(cusum({ warmUp: 5 }), { reviewBars: 20 }).create(1);
      const runs = Array.from({ length: 200 }, (_, t) => detector.update(t < 100 ? 3 : 3 + jump).runLength);
      expect(runs.every(Number.isSafeInteger)).toBe(true);
      expect(runs.at(-1)).toBe(jump === 0 ? 200 : 100);
    }
  });
});
