import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AverageTrueRange } from '../../../src/strategy/indicators/average-true-range.ts';
import { ExponentialMovingAverage } from '../../../src/strategy/indicators/exponential-moving-average.ts';
import { Highest } from '../../../src/strategy/indicators/highest.ts';
import type { Indicator } from '../../../src/strategy/indicators/indicator.ts';
import { Lowest } from '../../../src/strategy/indicators/lowest.ts';
import { RateOfChange } from '../../../src/strategy/indicators/rate-of-change.ts';
import { RelativeStrengthIndex } from '../../../src/strategy/indicators/relative-strength-index.ts';
import { SimpleMovingAverage } from '../../../src/strategy/indicators/simple-moving-average.ts';
import { StandardDeviation } from '../../../src/strategy/indicators/standard-deviation.ts';

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function meanOf(values: readonly number[]): number {
  return sumOf(values) / values.length;
}

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(sumOf(values.map((value) => (value - mean) ** 2)) / (values.length - 1));
}

/** The mean of the first `length` values, then moved by `smoothing` of each distance. */
function seededAverage(values: readonly number[], length: number, smoothing: number): number {
  return values
    .slice(length)
    .reduce(
      (average, value) => (1 - smoothing) * average + smoothing * value,
      meanOf(values.slice(0, length)),
    );
}

function naiveRelativeStrength(values: readonly number[], length: number): number {
  const changes = values.slice(1).map((value, i) => value - values[i]);
  const gain = seededAverage(
    changes.map((change) => Math.max(0, change)),
    length,
    1 / length,
  );
  const loss = seededAverage(
    changes.map((change) => Math.max(0, -change)),
    length,
    1 / length,
  );
  if (gain === 0 && loss === 0) return 50;
  return loss === 0 ? 100 : 100 - 100 / (1 + gain / loss);
}

interface Subject {
  readonly name: string;
  readonly create: (length: number) => Indicator;
  /** Updates until ready, for a length. */
  readonly lookback: (length: number) => number;
  readonly lengthMin: number;
  /** The value after all of `values`, of which there are at least `lookback`. */
  readonly naive: (values: readonly number[], length: number) => number;
  /** Whether inputs older than the look-back are forgotten altogether. */
  readonly windowed: boolean;
}

const SUBJECTS: readonly Subject[] = [
  {
    name: 'the simple moving average',
    create: (length) => new SimpleMovingAverage(length),
    lookback: (length) => length,
    lengthMin: 1,
    naive: (values, length) => meanOf(values.slice(-length)),
    windowed: true,
  },
  {
    name: 'the standard deviation',
    create: (length) => new StandardDeviation(length),
    lookback: (length) => length,
    lengthMin: 2,
    naive: (values, length) => deviationOf(values.slice(-length)),
    windowed: true,
  },
  {
    name: 'the highest',
    create: (length) => new Highest(length),
    lookback: (length) => length,
    lengthMin: 1,
    naive: (values, length) => Math.max(...values.slice(-length)),
    windowed: true,
  },
  {
    name: 'the lowest',
    create: (length) => new Lowest(length),
    lookback: (length) => length,
    lengthMin: 1,
    naive: (values, length) => Math.min(...values.slice(-length)),
    windowed: true,
  },
  {
    name: 'the rate of change',
    create: (length) => new RateOfChange(length),
    lookback: (length) => length + 1,
    lengthMin: 1,
    naive: (values, length) => values[values.length - 1] / values[values.length - 1 - length] - 1,
    windowed: true,
  },
  {
    name: 'the exponential moving average',
    create: (length) => new ExponentialMovingAverage(length),
    lookback: (length) => length,
    lengthMin: 1,
    naive: (values, length) => seededAverage(values, length, 2 / (length + 1)),
    windowed: false,
  },
  {
    name: 'the relative strength index',
    create: (length) => new RelativeStrengthIndex(length),
    lookback: (length) => length + 1,
    lengthMin: 1,
    naive: naiveRelativeStrength,
    windowed: false,
  },
];

const prices = fc.array(fc.double({ min: 0.01, max: 1_000, noNaN: true }), {
  minLength: 60,
  maxLength: 150,
  size: 'max',
});
const lengths = fc.integer({ min: 2, max: 40 });

describe.each(SUBJECTS)('$name', ({ create, lookback, lengthMin, naive }) => {
  it('equals its definition at every bar, and is NaN until ready', () => {
    fc.assert(
      fc.property(prices, lengths, (values, length) => {
        const indicator = create(length);
        expect(indicator.lookback).toBe(lookback(length));
        for (const [index, value] of values.entries()) {
          indicator.update(value);
          expect(indicator.ready).toBe(index + 1 >= indicator.lookback);
          expect(Number.isNaN(indicator.value)).toBe(!indicator.ready);
          if (!indicator.ready) continue;
          const expected = naive(values.slice(0, index + 1), length);
          expect(Math.abs(indicator.value - expected)).toBeLessThanOrEqual(
            1e-9 * Math.max(1, Math.abs(expected)),
          );
        }
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it('equals its definition for the smallest length', () => {
    const values = [3, 5, 2, 2, 8, 1];
    const indicator = create(lengthMin);
    for (const value of values) indicator.update(value);
    expect(indicator.value).toBeCloseTo(naive(values, lengthMin), 12);
  });

  it('does not drift over a hundred thousand bars', () => {
    const values = Array.from({ length: 100_000 }, (_, i) => 1_000 + 900 * Math.sin(i * 0.7) + (i % 997));
    const indicator = create(20);
    for (const value of values) indicator.update(value);
    const expected = naive(values.slice(-2_000), 20);
    expect(Math.abs(indicator.value - expected)).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(expected)));
  });

  it('refuses an input that is not finite or is huge, and goes on as if it had not been', () => {
    const values = [3, 5, 2, 9, 8, 1, 4, 4, 6];
    const plain = create(3);
    const tried = create(3);
    for (const value of values) {
      plain.update(value);
      tried.update(value);
      for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1e151]) {
        expect(() => tried.update(wrong)).toThrow('E_INDICATOR_INPUT');
      }
      expect(tried.value).toBe(plain.value);
    }
  });

  it('takes inputs of any allowed size without losing its head', () => {
    const indicator = create(3);
    for (const value of [1e150, -1e150, 1e150, -1e150, 0, 1e-300, 1e150]) indicator.update(value);
    for (let i = 0; i < 5_000; i++) indicator.update(7 + (i % 2));
    expect(indicator.ready).toBe(true);
    expect(Number.isFinite(indicator.value)).toBe(true);
  });

  it('refuses a length that is too small or not whole', () => {
    for (const length of [lengthMin - 1, 2.5, Number.NaN]) {
      expect(() => create(length)).toThrow('E_PARAMETER_INVALID');
    }
  });
});

describe.each(SUBJECTS.filter(({ windowed }) => windowed))('$name over a window', ({ create }) => {
  it('forgets what has left its window without a trace', () => {
    const tail = [3.1, 2.7, 5.5, 4.2, 3.9, 6.1, 2.2, 4.4];
    const plain = create(5);
    const shaken = create(5);
    for (let i = 0; i < 7; i++) {
      plain.update(1);
      shaken.update(i === 6 ? 1e15 : 1);
    }
    for (const value of tail) {
      plain.update(value);
      shaken.update(value);
    }
    expect(shaken.value).toBe(plain.value);
  });
});

describe('the standard deviation at a high level', () => {
  it('does not cancel', () => {
    const indicator = new StandardDeviation(10);
    const values = Array.from({ length: 35 }, (_, i) => (i % 3) * 0.25);
    for (const value of values) indicator.update(2 ** 30 + value);
    expect(indicator.value).toBeCloseTo(deviationOf(values.slice(-10)), 6);
  });
});

describe('the relative strength index', () => {
  it('is 100 after rises only, 0 after falls only, 50 where nothing moved', () => {
    const strengthAfter = (step: number): number => {
      const indicator = new RelativeStrengthIndex(14);
      for (let i = 0; i < 40; i++) indicator.update(100 + step * i);
      return indicator.value;
    };
    expect([strengthAfter(1), strengthAfter(-1), strengthAfter(0)]).toEqual([100, 0, 50]);
  });
});

describe('the rate of change', () => {
  it('is not ready while the earlier input is zero', () => {
    const indicator = new RateOfChange(1);
    const readiness = [1, 0, 2, 3].map((value) => {
      indicator.update(value);
      return indicator.ready;
    });
    expect(readiness).toEqual([false, true, false, true]);
    expect(indicator.value).toBeCloseTo(0.5, 12);
  });
});

describe('the average true range', () => {
  const bars = fc.array(
    fc.tuple(
      fc.double({ min: 1, max: 100, noNaN: true }),
      fc.double({ min: 0, max: 10, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    ),
    { minLength: 50, maxLength: 100, size: 'max' },
  );

  it('equals its definition at every bar, gaps included', () => {
    fc.assert(
      fc.property(bars, lengths, (sequence, length) => {
        const indicator = new AverageTrueRange(length);
        const ranges: number[] = [];
        let closeBefore: number | null = null;
        for (const [low, height, part] of sequence) {
          const high = low + height;
          const close = low + part * height;
          indicator.update(high, low, close);
          if (closeBefore !== null) {
            ranges.push(Math.max(high - low, Math.abs(high - closeBefore), Math.abs(low - closeBefore)));
          }
          closeBefore = close;
          expect(indicator.ready).toBe(ranges.length >= length);
          if (indicator.ready)
            expect(indicator.value).toBeCloseTo(seededAverage(ranges, length, 1 / length), 9);
          else expect(indicator.value).toBeNaN();
        }
      }),
      { seed: 2, numRuns: 30 },
    );
  });

  it('is ready after one bar more than its length', () => {
    expect(new AverageTrueRange(14).lookback).toBe(15);
  });

  it('refuses prices that contradict each other or are none, and goes on unharmed', () => {
    const indicator = new AverageTrueRange(1);
    indicator.update(3, 1, 2);
    expect(() => indicator.update(1, 3, 2)).toThrow('E_INDICATOR_INPUT');
    expect(() => indicator.update(3, 1, Number.NaN)).toThrow('E_INDICATOR_INPUT');
    indicator.update(6, 4, 5);
    expect(indicator.value).toBe(4);
  });
});
