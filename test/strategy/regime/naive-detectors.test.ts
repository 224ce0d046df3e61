import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { AdaptiveWindow } from '../../../src/strategy/regime/adaptive-window.ts';
import { adwin } from '../../../src/strategy/regime/adwin.ts';
import { cusum } from '../../../src/strategy/regime/cusum.ts';
import { pageHinkley } from '../../../src/strategy/regime/page-hinkley.ts';
import type { DetectorFactory } from '../../../src/strategy/regime/regime-detector.ts';
import { volatilityRule } from '../../../src/strategy/regime/volatility-rule.ts';

/** What an oracle says after an observation, from the whole past that it is given; it remembers nothing else. */
interface Said {
  readonly confirmed: boolean;
  readonly run: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const squares = (values: readonly number[]): number => {
  const middle = mean(values);
  return sum(values.map((value) => (value - middle) * (value - middle)));
};
const within = (value: number, bound: number): number => Math.max(-bound, Math.min(bound, value));

/** Sums of steps that never fall below 0, and how many steps ago each was last 0. */
function heights(steps: readonly number[], keep: number): { readonly height: number; readonly run: number } {
  let height = 0;
  let run = 0;
  for (const step of steps) {
    height = Math.max(0, keep * height + step);
    run = height === 0 ? 0 : run + 1;
  }
  return { height, run };
}

/** Of several sums the highest one, the first of equals. */
function highest(all: readonly { readonly height: number; readonly run: number }[]) {
  return all.reduce((best, one) => (one.height > best.height ? one : best));
}

/** The regime since the last change alone, in values and sizes in turn. */
const channelsOf = (regime: readonly number[]) => [regime, regime.map(Math.abs)];

function naivePageHinkley(regime: readonly number[]): Said {
  const clipped = regime.map((value) => within(value, 4));
  const sums = channelsOf(clipped).flatMap((values) => {
    const distances = values.map((value, t) => value - mean(values.slice(0, t + 1)));
    return [
      heights(
        distances.map((distance) => distance - 0.005),
        0.9999,
      ),
      heights(
        distances.map((distance) => -distance - 0.005),
        0.9999,
      ),
    ];
  });
  const { height, run } = highest(sums);
  const confirmed = regime.length >= 30 && height >= 12;
  return { confirmed, run: confirmed ? run : regime.length };
}

function naiveCusum(regime: readonly number[]): Said {
  const sums = channelsOf(regime).flatMap((values) => {
    const usual = values.slice(0, 42);
    const deviation = Math.max(1e-12, Math.sqrt(squares(usual) / 41));
    const scaled = values.slice(42).map((value) => within((value - mean(usual)) / deviation, 4));
    return [
      heights(
        scaled.map((z) => z - 0.5),
        1,
      ),
      heights(
        scaled.map((z) => -z - 0.5),
        1,
      ),
    ];
  });
  const { height, run } = highest(sums);
  return { confirmed: height > 8, run: height > 8 ? run : regime.length };
}

/** Plays an oracle that begins anew at a change. */
function renewed(oracle: (regime: readonly number[]) => Said, series: readonly number[]): Said[] {
  let regime: number[] = [];
  let last: Said = { confirmed: false, run: 0 };
  return series.map((value) => {
    if (!Number.isFinite(value)) return { confirmed: false, run: last.run };
    regime.push(value);
    last = oracle(regime);
    if (last.confirmed) regime = [];
    return last;
  });
}

/** ADWIN with buckets of plain values, whose means and variances are taken anew at every test. */
function naiveAdwin(series: readonly number[], drops: 'oldest' | 'before-change'): Said[] {
  let buckets: number[][] = [];
  let updates = 0;
  let run = 0;
  return series.map((value) => {
    if (!Number.isFinite(value)) return { confirmed: false, run };
    updates++;
    buckets.push([value]);
    for (let size = 1; buckets.filter(({ length }) => length === size).length > 5; size *= 2) {
      const at = buckets.findIndex(({ length }) => length === size);
      buckets.splice(at, 2, [...buckets[at]!, ...buckets[at + 1]!]);
    }
    let confirmed = false;
    while (updates % 32 === 0 && buckets.flat().length > 10) {
      const kept = keptAfter(buckets);
      if (kept === null) break;
      confirmed = true;
      buckets = drops === 'oldest' ? buckets.slice(1) : buckets.slice(kept);
    }
    run = buckets.flat().length;
    return { confirmed, run };
  });
}

/** The bucket that begins the younger part of the most different pair of parts; null where none differ enough. */
function keptAfter(buckets: readonly (readonly number[])[]): number | null {
  const window = buckets.flat();
  const logarithm = Math.log((2 * Math.log(window.length)) / 0.002);
  let best: number | null = null;
  let most = 1;
  for (let at = 1; at < buckets.length; at++) {
    const older = buckets.slice(0, at).flat();
    const younger = buckets.slice(at).flat();
    if (older.length < 5 || younger.length < 5) continue;
    const parts = 1 / (older.length - 4) + 1 / (younger.length - 4);
    const variance = squares(window) / window.length;
    const bound = Math.sqrt(2 * parts * variance * logarithm) + (2 / 3) * parts * logarithm;
    const ratio = Math.abs(mean(older) - mean(younger)) / bound;
    if (ratio > most) [most, best] = [ratio, at];
  }
  return best;
}

/** The volatility rule by explicit weights of all squares. */
function naiveVolatilityRule(series: readonly number[]): Said[] {
  const kept: number[] = [];
  const mean2 = (values: readonly number[], halfLife: number): number => {
    const weights = values.map((_, t) => Math.exp((-Math.LN2 * (values.length - 1 - t)) / halfLife));
    return sum(values.map((value, t) => value * weights[t]!)) / sum(weights);
  };
  let turbulent = false;
  let beyond = 0;
  let run = 0;
  return series.map((value) => {
    if (!Number.isFinite(value)) return { confirmed: false, run };
    const usual = kept.length > 0 ? mean2(kept, 252) : 0;
    const bound = usual > 1e-24 && kept.length >= 63 ? 4 * Math.sqrt(usual) : Number.POSITIVE_INFINITY;
    kept.push(within(value, bound) * within(value, bound));
    const ratio = Math.sqrt(Math.max(1e-24, mean2(kept, 10)) / Math.max(1e-24, mean2(kept, 252)));
    run++;
    beyond = (turbulent ? ratio <= 1.3 : ratio >= 1.3) ? beyond + 1 : 0;
    const confirmed = kept.length > 63 && (turbulent ? ratio <= 1.1 : ratio >= 1.5);
    if (confirmed) {
      turbulent = !turbulent;
      run = Math.max(1, Math.min(beyond, run));
      beyond = 0;
    }
    return { confirmed, run };
  });
}

const LENGTH = 420;
const noise = (seed: number): number[] => {
  const random = randomFrom(seed);
  return Array.from({ length: LENGTH }, () => random.normal());
};

/** Noise that shifts, grows, jumps, stands still, has holes, or ends before any warm-up. */
const SERIES: Readonly<Record<string, readonly number[]>> = {
  'a mean that shifts up and back': noise(1).map((x, t) => (t >= 150 && t < 260 ? x + 1.5 : x)),
  'a variance that grows': noise(2).map((x, t) => (t >= 200 ? 2.5 * x : x)),
  'noise with holes': noise(3).map((x, t) => (t % 7 === 3 || (t > 100 && t < 140) ? Number.NaN : x)),
  'jumps of a million': noise(4).map((x, t) => (t === 120 || t >= 300 ? x + 1e6 : x)),
  'a level of a million': noise(5).map((x, t) => 1e6 + (t >= 200 ? 3 + x : x)),
  'a constant': Array.from({ length: LENGTH }, () => 3),
  'a constant that jumps once': Array.from({ length: LENGTH }, (_, t) => (t < 210 ? 0 : 1e6)),
  'less than any warm-up': noise(6).slice(0, 20),
  'a single one': [1],
};

const CASES: readonly (readonly [string, DetectorFactory, (series: readonly number[]) => Said[]])[] = [
  ['CUSUM', cusum(), (series) => renewed(naiveCusum, series)],
  [
    'Page-Hinkley',
    pageHinkley({ of: 'both', clip: 4, threshold: 12 }),
    (series) => renewed(naivePageHinkley, series),
  ],
  ['ADWIN', adwin(), (series) => naiveAdwin(series, 'before-change')],
  ['ADWIN of the paper', adwin({ drops: 'oldest' }), (series) => naiveAdwin(series, 'oldest')],
  ['the volatility rule', volatilityRule(), naiveVolatilityRule],
];

describe.each(CASES)(
  '%s says at every observation what the formula says of the whole past',
  (_, factory, oracle) => {
    it.each(Object.keys(SERIES))('on %s', (name) => {
      const series = SERIES[name]!;
      const detector = factory.create(1);
      const said = series.map((value) => {
        const { confirmed, runLength: run } = detector.update(value);
        return { confirmed, run };
      });
      expect(said).toEqual(oracle(series));
    });
  },
);

describe('an adaptive window', () => {
  it('keeps its only bucket, though that holds more values than it is to have', () => {
    const window = new AdaptiveWindow({ delta: 0.9, bucketsMax: 1, sideMin: 1, drops: 'before-change' });
    window.push(1);
    window.push(5);
    window.shorten(1);
    expect(window.state).toMatchObject({ width: 2, total: 6, squares: 8 });
  });
});
