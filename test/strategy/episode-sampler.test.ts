import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../src/math/random.ts';
import { RegimetaError } from '../../src/model/regimeta-error.ts';
import { EpisodeSampler, type Segment } from '../../src/strategy/episode-sampler.ts';
import type { SampleSet } from '../../src/strategy/learn/meta-learner.ts';
import type { LearnerSlot } from '../../src/strategy/learner-slot.ts';
import { SampleMemory } from '../../src/strategy/sample-memory.ts';
import { learnerSlot, MeanLearner, ReturnFeatures } from '../support/learning-parts.ts';
import { type NaiveSample, naiveSamples } from '../support/naive-samples.ts';
import { anyMarket } from '../support/random-market.ts';
import { bar, type SliceRow, slicesOf } from '../support/slices.ts';

const HORIZON = 3;

/** Rows in which no two returns are equal, so that a feature tells its slice and its symbol. */
function distinctRows(count: number, symbolCount: number): SliceRow[] {
  const random = randomFrom(5);
  const closes = Array.from({ length: symbolCount }, () => 100);
  return Array.from({ length: count }, () =>
    closes.map((before, symbol) => {
      const close = before * (0.98 + 0.04 * random.uniform());
      closes[symbol] = close;
      return bar(before, Math.max(before, close), Math.min(before, close), close);
    }),
  );
}

function remember(rows: readonly SliceRow[]): SampleMemory {
  const symbolCount = rows[0]!.length;
  const settings = { capacity: rows.length, symbolCount, featureCount: 1, labelHorizonBars: HORIZON };
  const memory = new SampleMemory(settings);
  const features = new ReturnFeatures(symbolCount);
  for (const slice of slicesOf(rows)) {
    features.update(slice);
    memory.push(slice, features);
  }
  return memory;
}

/** A sampler over the rows, with the sample behind each feature. */
function samplerOver(
  rows: readonly SliceRow[],
  segments: readonly Segment[],
  slot: LearnerSlot = learnerSlot(),
) {
  const symbolCount = rows[0]!.length;
  const symbols = Array.from({ length: symbolCount }, (_, symbol) => symbol);
  const samples = naiveSamples(rows, 0, rows.length - 1, { horizon: HORIZON, symbols });
  const byFeature = new Map(samples.map((sample) => [sample.feature, sample]));
  const sampler = new EpisodeSampler({ memory: remember(rows), slot, segments, symbols });
  const identify = ({ rows: count, features }: SampleSet): NaiveSample[] =>
    [...features.subarray(0, count)].map((feature) => byFeature.get(feature)!);
  return { sampler, identify };
}

const rows = distinctRows(120, 5);
const segments = [
  { first: 0, end: 40 },
  { first: 40, end: 48 },
  { first: 48, end: 120 },
];

describe('an episode', () => {
  const { sampler, identify } = samplerOver(rows, segments);
  const random = randomFrom(1);
  const episodes = Array.from({ length: 400 }, () => {
    const { support, query } = sampler.draw(random);
    return { support: identify(support), query: identify(query) };
  });

  test('has its query strictly after its support, with a gap of the label horizon', () => {
    for (const { support, query } of episodes) {
      const lastKnown = Math.max(...support.map(({ slice }) => slice)) + HORIZON;
      expect(Math.min(...query.map(({ slice }) => slice))).toBe(lastKnown);
    }
  });

  test('lies within one segment between changes', () => {
    for (const { support, query } of episodes) {
      const slices = [...support, ...query].map(({ slice }) => slice);
      const home = segments.filter(({ first, end }) =>
        slices.every((slice) => first <= slice && slice < end),
      );
      expect(home).toHaveLength(1);
    }
  });

  test('has one of the support sizes and no more query slices than asked for, of the same few symbols', () => {
    const sizes = new Set<number>();
    for (const { support, query } of episodes) {
      const supportSlices = new Set(support.map(({ slice }) => slice)).size;
      const querySlices = new Set(query.map(({ slice }) => slice)).size;
      const symbols = [...new Set(support.map(({ symbol }) => symbol))];
      sizes.add(supportSlices);
      expect(querySlices).toBeGreaterThanOrEqual(5);
      expect(querySlices).toBeLessThanOrEqual(6);
      expect(symbols).toHaveLength(2);
      expect(new Set(query.map(({ symbol }) => symbol))).toEqual(new Set(symbols));
    }
    // One slice more or less where the very first slice has no return yet.
    expect([...sizes].sort((a, b) => a - b)).toEqual(expect.arrayContaining([4, 8]));
  });

  test('comes from every long segment and from every symbol', () => {
    const starts = new Set(episodes.map(({ query }) => (query[0]!.slice < 40 ? 'first' : 'last')));
    const symbols = new Set(episodes.flatMap(({ support }) => support.map(({ symbol }) => symbol)));
    expect([starts, symbols]).toEqual([new Set(['first', 'last']), new Set([0, 1, 2, 3, 4])]);
  });

  test('never uses a label beyond the data', () => {
    const slices = episodes.flatMap(({ query }) => query.map(({ slice }) => slice));
    expect(Math.max(...slices)).toBe(120 - 1 - HORIZON);
  });
});

test('tasks are counted by the beginning of the query and the size of the support', () => {
  const { sampler } = samplerOver(rows, segments);
  // A query of at least 5 labelled slices begins after support and horizon: 4 + 3 − 1 slices in, or 8 + 3 − 1.
  const beginnings = (length: number, support: number) =>
    Math.max(0, length - 5 - (support + HORIZON - 1) + 1);
  const lengths = [40, 8, 120 - 48 - HORIZON];
  const expected = lengths.flatMap((length) => [beginnings(length, 4), beginnings(length, 8)]);
  expect(sampler.taskCount).toBe(expected.reduce((sum, one) => sum + one, 0));
});

test('the same seed draws the same episodes, and another one others', () => {
  const draw = (seed: number) => {
    const { sampler } = samplerOver(rows, segments);
    const random = randomFrom(seed);
    return Array.from({ length: 20 }, () => sampler.draw(random));
  };
  expect(draw(3)).toEqual(draw(3));
  expect(draw(3)).not.toEqual(draw(4));
});

test('a learner can be trained on the episodes, and the seed fixes the result', () => {
  const train = () => {
    const { sampler } = samplerOver(rows, segments);
    const learner = new MeanLearner(1);
    const losses = [...learner.train((random) => sampler.draw(random), randomFrom(9))].map(
      (one) => one.queryLoss,
    );
    return [losses, [...learner.checkpoint().parameters]];
  };
  const [losses, parameters] = train();
  expect(losses).toHaveLength(5);
  expect([...losses!, ...parameters!].every(Number.isFinite)).toBe(true);
  expect(train()).toEqual([losses, parameters]);
});

describe('data that are too short are E_DATA_SHORT:', () => {
  function errorOf(call: () => unknown): RegimetaError {
    try {
      call();
    } catch (error) {
      if (error instanceof RegimetaError) return error;
    }
    throw new Error('no coded error was thrown');
  }

  test('where no segment holds support, horizon and query', () => {
    const short = [0, 10, 20].map((first) => ({ first, end: first + 10 }));
    expect(errorOf(() => samplerOver(distinctRows(30, 2), short)).code).toBe('E_DATA_SHORT');
  });

  test('where no draw finds enough support rows', () => {
    const { sampler } = samplerOver(rows, segments, learnerSlot({ supportRowsMin: 1_000 }));
    expect(errorOf(() => sampler.draw(randomFrom(1))).rule).toMatch(/at least 1000 support rows/);
  });
});

test('over markets with missing bars, episodes keep to what was asked for', () => {
  const cut = fc.integer({ min: 15, max: 45 });
  fc.assert(
    fc.property(anyMarket(3, 60), cut, fc.nat(1_000), (market, change, seed) => {
      const parts = [
        { first: 0, end: change },
        { first: change, end: 60 },
      ];
      const slot = learnerSlot({ supportRowsMin: 3 });
      const sampler = new EpisodeSampler({
        memory: remember(market),
        slot,
        segments: parts,
        symbols: [0, 1, 2],
      });
      const random = randomFrom(seed);
      for (let i = 0; i < 10; i++) {
        const { support, query } = sampler.draw(random);
        expect(support.rows).toBeGreaterThanOrEqual(3);
        expect(query.rows).toBeGreaterThanOrEqual(1);
        expect([...support.labels, ...query.labels].every(Number.isFinite)).toBe(true);
      }
    }),
    { seed: 11_004, numRuns: 30 },
  );
});
