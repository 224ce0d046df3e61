import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import type { FeatureSet } from '../../../src/strategy/features/feature-set.ts';
import { trendFeatures } from '../../../src/strategy/features/trend-features.ts';
import { flat, SliceWriter } from '../../support/slices.ts';
import { type CloseRows, naiveFeatures, naiveObservation } from './naive-features.ts';

/** Small windows, so that random sequences of a hundred bars reach every feature. */
const SMALL = {
  horizons: [1, 3, 10],
  marketHorizons: [5],
  highWindow: 8,
  observation: { scaleHalfLife: 20, warmUp: 10, clip: 3 },
};

interface Said {
  readonly ready: readonly boolean[];
  /** By symbol; null where it is not ready. */
  readonly vectors: readonly (readonly number[] | null)[];
  readonly observation: readonly number[] | null;
}

function sayingOf(features: FeatureSet, symbolCount: number): Said {
  const symbols = Array.from({ length: symbolCount }, (_, symbolIndex) => symbolIndex);
  const observation = new Float64Array(features.observationNames.length);
  const observed = features.observe(observation);
  return {
    ready: symbols.map((symbolIndex) => features.ready(symbolIndex)),
    vectors: symbols.map((symbolIndex) => {
      if (!features.ready(symbolIndex)) return null;
      const out = new Float64Array(features.names.length + 2).fill(Number.NaN);
      features.write(symbolIndex, out, 1);
      expect(out[0]).toBeNaN();
      expect(out[out.length - 1]).toBeNaN();
      return [...out.slice(1, -1), features.volatility(symbolIndex)];
    }),
    observation: observed ? [...observation] : null,
  };
}

/** What the feature set says after each slice. */
function say(rows: CloseRows, settings: Parameters<typeof trendFeatures>[0] = {}): Said[] {
  const symbolCount = rows[0].length;
  const features = trendFeatures(settings).create(symbolCount);
  const writer = new SliceWriter(rows[0].map((_, symbolIndex) => `S${symbolIndex}`));
  return rows.map((row) => {
    features.update(writer.show(row.map((close) => (close === null ? null : flat(close)))));
    return sayingOf(features, symbolCount);
  });
}

/** Random walks of different volatility, with one bar in ten missing for all symbols but the first. */
function randomCloses(seed: number, slices: number, symbolCount: number): CloseRows {
  const random = randomFrom(seed);
  const prices = Array.from({ length: symbolCount }, (_, symbolIndex) => 10 * (symbolIndex + 1));
  return Array.from({ length: slices }, (_, t) =>
    prices.map((price, symbolIndex) => {
      const change = (0.01 + 0.005 * symbolIndex) * random.normal() * (t > slices / 2 ? 2 : 1);
      prices[symbolIndex] = price * Math.exp(change);
      return symbolIndex > 0 && random.uniform() < 0.1 ? null : prices[symbolIndex];
    }),
  );
}

const closes = fc.array(
  fc.tuple(
    fc.option(fc.double({ min: 1e-4, max: 1e6, noNaN: true }), { freq: 8 }),
    fc.option(fc.double({ min: 1e-4, max: 1e6, noNaN: true }), { freq: 2 }),
  ),
  { minLength: 60, maxLength: 120, size: 'max' },
);

describe('trend features', () => {
  it('are named, and declare their look-back', () => {
    const features = trendFeatures().create(3);
    expect(features.names).toEqual([
      'return_1',
      'return_5',
      'return_21',
      'return_63',
      'return_126',
      'volatility_ratio',
      'high_distance_126',
      'market_return_21',
      'market_return_63',
    ]);
    expect(features.lookback).toBe(127);
    expect(features.observationNames).toEqual(['market_return', 'market_move']);
  });

  it('equal the formulas over the full past', () => {
    const rows = randomCloses(1, 220, 3);
    const said = say(rows);
    let compared = 0;
    for (let time = 127; time < rows.length; time += 7) {
      for (const [symbolIndex, vector] of said[time].vectors.entries()) {
        if (vector === null) continue;
        const expected = naiveFeatures(rows, time, symbolIndex);
        for (const [k, value] of expected.entries()) expect(vector[k]).toBeCloseTo(value, 9);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(20);
  });

  it('are ready from the look-back on, and only with a bar in the slice', () => {
    const rows = randomCloses(2, 200, 3);
    const bars = [0, 0, 0];
    for (const [time, { ready }] of say(rows).entries()) {
      for (const [symbolIndex, close] of rows[time].entries()) {
        if (close !== null) bars[symbolIndex] += 1;
        expect(ready[symbolIndex]).toBe(close !== null && bars[symbolIndex] >= 127);
      }
    }
  });

  it('say nothing of the future: whatever follows, bit for bit the same was said', () => {
    fc.assert(
      fc.property(closes, closes, closes, (past, future, other) => {
        const told = say([...past, ...future], SMALL).slice(0, past.length);
        expect(say([...past, ...other], SMALL).slice(0, past.length)).toEqual(told);
      }),
      { seed: 3, numRuns: 20 },
    );
  });

  it('are finite and bounded for every positive price', () => {
    const price = fc.oneof(
      fc.double({ min: 5e-324, max: Number.MAX_VALUE, noNaN: true }),
      fc.constantFrom(1, 1, 1, 5e-324, Number.MAX_VALUE),
    );
    const rows = fc.array(fc.tuple(price, fc.option(price, { freq: 3 })), {
      minLength: 40,
      maxLength: 90,
      size: 'max',
    });
    fc.assert(
      fc.property(rows, (sequence) => {
        for (const { vectors, observation } of say(sequence, SMALL)) {
          for (const value of vectors.flatMap((vector) => vector?.slice(0, -1) ?? [])) {
            expect(Math.abs(value)).toBeLessThanOrEqual(5);
          }
          for (const value of observation ?? []) expect(Math.abs(value)).toBeLessThanOrEqual(3);
        }
      }),
      { seed: 4, numRuns: 25 },
    );
  });

  it('are zero, with the floor as volatility, where a price stands still', () => {
    const said = say(
      Array.from({ length: 30 }, () => [42]),
      SMALL,
    );
    expect(said[29].vectors[0]).toEqual([0, 0, 0, 0, 0, 0, 1e-5]);
    expect(said[29].observation).toEqual([0, 0]);
  });

  it('do not change when all prices are multiplied by the same number', () => {
    const rows = randomCloses(5, 200, 2);
    const plain = say(rows);
    for (const factor of [1e-3, 7, 12_345.678]) {
      const scaled = say(rows.map((row) => row.map((close) => (close === null ? null : close * factor))));
      for (const [time, { vectors, observation, ready }] of scaled.entries()) {
        expect(ready).toEqual(plain[time].ready);
        for (const [symbolIndex, vector] of vectors.entries()) {
          for (const [k, value] of (vector ?? []).entries()) {
            expect(value).toBeCloseTo(plain[time].vectors[symbolIndex]?.[k] ?? Number.NaN, 9);
          }
        }
        for (const [k, value] of (observation ?? []).entries()) {
          expect(value).toBeCloseTo(plain[time].observation?.[k] ?? Number.NaN, 9);
        }
      }
    }
  });

  it('keep the past of a symbol that halts', () => {
    const rows = randomCloses(6, 140, 1).map(([close]) => [close, close]);
    const halted = rows.map(([close], time) => [close, time >= 100 && time < 130 ? null : close]);
    const said = say(halted, SMALL);
    expect(said[115].ready).toEqual([true, false]);
    expect(said[130].ready).toEqual([true, true]);
    const jump = Math.log((halted[130][1] ?? 0) / (halted[99][1] ?? 0));
    const [first] = said[130].vectors[1] ?? [];
    expect(Math.sign(first)).toBe(Math.sign(jump));
  });

  it('refuse a close that is not positive, another number of symbols, and a symbol that is not ready', () => {
    const writer = new SliceWriter(['A']);
    const features = trendFeatures().create(1);
    expect(() => features.update(writer.show([flat(-37)]))).toThrow('E_INVARIANT');
    expect(() =>
      trendFeatures()
        .create(2)
        .update(writer.show([flat(1)])),
    ).toThrow('E_INVARIANT');
    expect(() => features.write(0, new Float64Array(9), 0)).toThrow('E_INVARIANT');
    expect(() => features.volatility(0)).toThrow('E_INVARIANT');
  });

  it.each([
    { horizons: [] },
    { horizons: [0] },
    { marketHorizons: [1.5] },
    { highWindow: 0 },
    { volatilityHalfLife: 0 },
    { clip: Number.NaN },
    { observation: { scaleHalfLife: 20, warmUp: 1, clip: 3 } },
  ])('refuse the settings %j', (settings) => {
    expect(() => trendFeatures(settings)).toThrow('E_PARAMETER_INVALID');
  });
});

describe('the observation of the market', () => {
  it('equals the formulas over the strict past, after the warm-up', () => {
    const rows = randomCloses(7, 90, 4);
    const said = say(rows, SMALL);
    for (const [time, { observation }] of said.entries()) {
      expect(observation !== null).toBe(time >= 11);
      if (observation === null) continue;
      const expected = naiveObservation(rows, time, 20, 3);
      expect(observation[0]).toBeCloseTo(expected[0], 9);
      expect(observation[1]).toBeCloseTo(expected[1], 9);
    }
  });

  it('works with a single symbol', () => {
    const rows = randomCloses(8, 60, 1);
    const said = say(rows, SMALL);
    const expected = naiveObservation(rows, 59, 20, 3);
    expect(said[59].observation?.[0]).toBeCloseTo(expected[0], 9);
    expect(said[59].observation?.[1]).toBeCloseTo(expected[1], 9);
  });

  it('is silent in a slice in which nothing traded, and unmoved by it', () => {
    const rows = randomCloses(9, 60, 1);
    const interrupted = [...rows.slice(0, 40), [null], [null], ...rows.slice(40)];
    const said = say(interrupted, SMALL);
    expect([said[40].observation, said[41].observation]).toEqual([null, null]);
    const plain = say(rows, SMALL);
    expect(said[61].observation).toEqual(plain[59].observation);
  });

  it('is standard: near mean 0 and deviation 1 on noise of one volatility', () => {
    const random = randomFrom(10);
    let price = 50;
    const rows = Array.from({ length: 3_000 }, () => {
      price *= Math.exp(0.02 * random.normal());
      return [price];
    });
    const observations = say(rows).flatMap(({ observation }) => (observation ? [observation] : []));
    expect(observations.length).toBe(3_000 - 127);
    for (const k of [0, 1]) {
      const values = observations.map((observation) => observation[k]);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      expect(Math.abs(mean)).toBeLessThan(0.1);
      expect(Math.abs(Math.sqrt(variance) - 1)).toBeLessThan(0.1);
    }
  });
});
