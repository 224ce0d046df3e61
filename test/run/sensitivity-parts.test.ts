import { describe, expect, it } from 'vitest';
import { runSettingsSchema } from '../../src/run/run-settings.ts';
import { scaledDetector } from '../../src/run/scaled-detector.ts';
import { variations } from '../../src/run/sensitivity-variations.ts';
import { adwin } from '../../src/strategy/regime/adwin.ts';
import { bocpd } from '../../src/strategy/regime/bocpd.ts';
import { cusum } from '../../src/strategy/regime/cusum.ts';
import { ensemble } from '../../src/strategy/regime/ensemble.ts';
import { guarded } from '../../src/strategy/regime/guarded.ts';
import { jumpDetector } from '../../src/strategy/regime/jump-detector.ts';
import { volatilityRule } from '../../src/strategy/regime/volatility-rule.ts';
import { signDetector } from '../support/learning-parts.ts';

const thresholdOf = (settings: unknown): number => (settings as { readonly threshold: number }).threshold;

describe('a scaled detector', () => {
  it('has a statistic multiplied, and the odds of a probability', () => {
    expect(scaledDetector(cusum({ threshold: 6 }), 2)!.settings).toEqual(cusum({ threshold: 12 }).settings);
    expect(thresholdOf(scaledDetector(bocpd({ threshold: 0.9 }), 2)!.settings)).toBeCloseTo(18 / 19, 12);
    expect(thresholdOf(scaledDetector(bocpd({ threshold: 0.9 }), 0.5)!.settings)).toBeCloseTo(4.5 / 5.5, 12);
    expect(scaledDetector(bocpd({ threshold: 0.9 }), 1)!.settings['threshold']).toBeCloseTo(0.9, 12);
  });

  it('is scaled inside of a guard and of an ensemble', () => {
    const inner = scaledDetector(guarded(cusum({ threshold: 6 }), { minDwell: 9 }), 0.5)!.settings;
    expect(inner).toMatchObject({ minDwell: 9, inner: { threshold: 3 } });
    const both = scaledDetector(ensemble([cusum({ threshold: 6 }), cusum({ threshold: 4 })]), 2)!.settings;
    expect(both).toMatchObject({ members: [{ threshold: 12 }, { threshold: 8 }] });
  });

  it('has what takes the part of a threshold scaled', () => {
    expect(scaledDetector(adwin({ delta: 0.01 }), 2)!.settings['delta']).toBeCloseTo(1e-4, 12);
    expect(scaledDetector(jumpDetector({ penalty: 50 }), 0.5)!.settings).toMatchObject({ penalty: 25 });
    expect(scaledDetector(volatilityRule({ enter: 1.5 }), 2)!.settings).toMatchObject({ enter: 2 });
  });

  it('is none where the scaled one would be out of range, or settings do not tell what the detector is', () => {
    expect(scaledDetector(volatilityRule({ enter: 1.2, exit: 1.15 }), 0.5)).toBeNull();
    expect(scaledDetector(signDetector(2), 2)).toBeNull();
  });
});

describe('the settings of a sensitivity run', () => {
  it('hold that of the run once on each axis, and scale every cost', () => {
    const settings = runSettingsSchema.parse({
      fill: 'next-close',
      commissionMinimum: 2,
      commissionTiers: [{ from: 0, bps: 4, perShare: 0.01 }],
      commissionMaximumBps: 50,
    });
    const all = variations(settings, true);
    const axes = [...new Set(all.map(({ axis }) => axis))];
    expect(axes).toEqual(['costs', 'fill', 'detector', 'ambiguous-fills']);
    for (const axis of axes) expect(all.filter((one) => one.axis === axis && one.isBase)).toHaveLength(1);
    expect(all.find(({ axis, isBase }) => axis === 'fill' && isBase)!.setting).toBe('next-close');
    const double = { ...settings, ...all.find(({ setting }) => setting === '×2')!.settings };
    expect(double).toMatchObject({
      commissionBps: 10,
      slippageBps: 10,
      commissionMinimum: 4,
      commissionMaximumBps: 100,
      commissionTiers: [{ from: 0, bps: 8, perShare: 0.02 }],
      conversionBps: 10,
    });
    expect(variations(settings, false).map(({ axis }) => axis)).not.toContain('detector');
  });
});
