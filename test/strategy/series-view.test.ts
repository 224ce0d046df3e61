import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RegimetaError } from '../../src/model/regimeta-error.ts';
import { MarketHistory } from '../../src/strategy/history.ts';
import { PastBars } from '../../src/strategy/past-bars.ts';
import type { SeriesView } from '../../src/strategy/series-view.ts';
import { bar, flat, slicesOf } from '../support/slices.ts';

/** A view of the last `capacity` of the values. */
function viewOf(values: readonly number[], capacity: number): SeriesView {
  const past = new PastBars('A', capacity);
  for (const slice of slicesOf(values.map((value) => [flat(value)]))) past.push(slice, 0);
  return past.view('close');
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

/** The code and message of what a call throws. */
function errorOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof RegimetaError) return error.message;
    throw error;
  }
  return 'nothing';
}

describe('a series view', () => {
  const view = viewOf([1, 2, 3, 4, 5], 3);

  test('keeps the declared look-back and forgets what is older', () => {
    expect(view.length).toBe(3);
    expect([view.ago(0), view.ago(1), view.ago(2)]).toEqual([5, 4, 3]);
    expect([...view.toArray()]).toEqual([3, 4, 5]);
    expect([...view.toArray(2)]).toEqual([4, 5]);
    expect([...view.toArray(0)]).toEqual([]);
  });

  test('takes the mean of bars that end now, or earlier', () => {
    expect([view.mean(1), view.mean(2), view.mean(3)]).toEqual([5, 4.5, 4]);
    expect([view.mean(2, 1), view.mean(1, 2)]).toEqual([3.5, 3]);
  });

  test('gives the returns of steps between bars, one fewer than there are bars', () => {
    expect([...view.returns(2)]).toEqual([4 / 3 - 1, 5 / 4 - 1]);
    expect([...view.returns(1)]).toEqual([5 / 4 - 1]);
    expect([...view.returns()]).toEqual([...view.returns(2)]);
    expect([...view.returns(0)]).toEqual([]);
  });

  test('refuses the future with E_LOOKAHEAD', () => {
    expect(errorOf(() => view.ago(-1))).toMatch(/^E_LOOKAHEAD A close: .*found ago\(-1\)/);
    expect(errorOf(() => view.mean(2, -1))).toMatch(/^E_LOOKAHEAD/);
    expect(errorOf(() => view.ago(Number.NEGATIVE_INFINITY))).toMatch(/^E_LOOKAHEAD/);
  });

  test('refuses what lies beyond the look-back, and what is no whole bar, with E_LOOKBACK', () => {
    expect(errorOf(() => view.ago(3))).toMatch(
      /^E_LOOKBACK A close: .*look-back of 3 bars.*1 bars ending 3 bars ago. Declare a longer look-back/,
    );
    expect(errorOf(() => view.mean(0))).toMatch(/Ask for whole bars, 1 or more/);
    expect(errorOf(() => view.ago(1.5))).toMatch(/Ask for whole bars/);
    for (const call of [
      () => view.mean(4),
      () => view.mean(3, 1),
      () => view.mean(0),
      () => view.mean(-1),
      () => view.toArray(4),
      () => view.toArray(-1),
      () => view.returns(3),
      () => view.returns(-1),
      () => view.returns(Number.NaN),
      () => view.ago(0.5),
      () => view.ago(Number.NaN),
      () => view.mean(1.5),
      () => view.mean(Number.NaN),
    ]) {
      expect(errorOf(call)).toMatch(/^E_LOOKBACK/);
    }
  });

  test('has no more than was seen, before the look-back is full', () => {
    const short = viewOf([7], 3);
    expect(short.length).toBe(1);
    expect(short.ago(0)).toBe(7);
    expect(errorOf(() => short.ago(1))).toMatch(/1 so far/);
    expect(errorOf(() => viewOf([], 3).ago(0))).toMatch(/^E_LOOKBACK .*symbols that onBar is given/);
  });

  test('agrees with the plain array of all values, at every look-back', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
      minLength: 1,
      maxLength: 60,
      size: 'max',
    });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 20 }), fc.nat(19), fc.nat(19), (all, capacity, a, b) => {
        const past = new PastBars('A', capacity);
        const view = past.view('close');
        for (const slice of slicesOf(all.map((value) => [flat(value)]))) {
          past.push(slice, 0);
          const kept = all.slice(Math.max(0, slice.index + 1 - capacity), slice.index + 1);
          const ago = a % kept.length;
          const bars = 1 + (b % (kept.length - ago));
          const window = kept.slice(kept.length - ago - bars, kept.length - ago);
          const largest = Math.max(...all.map(Math.abs));
          const scale = window.reduce((sum, one) => sum + Math.abs(one), 0);
          expect([...view.toArray()]).toEqual(kept);
          expect(view.ago(ago)).toBe(kept[kept.length - 1 - ago]);
          expect(Math.abs(view.mean(bars, ago) - meanOf(window))).toBeLessThanOrEqual(
            1e-15 * scale + 1e-30 * largest,
          );
        }
      }),
      { seed: 11_001, numRuns: 50 },
    );
  });

  test('means that are asked for at every bar stay exact, after spikes too', () => {
    // Eighths below a million, and spikes of 1e12: their plain sums have no rounding.
    const value = fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: -8e6, max: 8e6 }).map((eighths) => eighths / 8) },
      { weight: 1, arbitrary: fc.constantFrom(1e12, -1e12) },
    );
    const all = fc.array(value, { minLength: 1, maxLength: 200, size: 'max' });
    fc.assert(
      fc.property(all, fc.integer({ min: 1, max: 20 }), (values, capacity) => {
        const past = new PastBars('A', capacity);
        const view = past.view('close');
        for (const slice of slicesOf(values.map((one) => [flat(one)]))) {
          past.push(slice, 0);
          const kept = values.slice(Math.max(0, slice.index + 1 - capacity), slice.index + 1);
          // More windows than are kept.
          for (let bars = 1; bars <= Math.min(kept.length, 12); bars++) {
            expect(view.mean(bars)).toBe(meanOf(kept.slice(-bars)));
            if (bars < kept.length) expect(view.mean(bars, 1)).toBe(meanOf(kept.slice(-bars - 1, -1)));
            else expect(errorOf(() => view.mean(bars, 1))).toMatch(/^E_LOOKBACK/);
          }
        }
      }),
      { seed: 11_002, numRuns: 50 },
    );
  });

  test('bars that are read where they are played, and copies of them, are the same to the last bit', () => {
    const values = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), {
      minLength: 60,
      maxLength: 200,
      size: 'max',
    });
    const splits = fc.array(fc.nat(199), { maxLength: 2 });
    // Windows that are asked for at every bar, now and then, and seldom enough to be summed anew.
    const asked = fc.array(
      fc.record({ bars: fc.integer({ min: 1, max: 8 }), every: fc.constantFrom(1, 3, 40) }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(values, splits, asked, (closes, splitsAt, windows) => {
        const rows = closes.map((close) => [flat(close)]);
        const column = Float64Array.from(closes);
        const volume = new Float64Array(closes.length).fill(1_000);
        const series = { symbol: 'A', time: column, open: column, high: column, low: column };
        const played = new PastBars('A', 8, { ...series, close: column, volume });
        const copied = new PastBars('A', 8);
        for (const slice of slicesOf(rows)) {
          for (const past of [played, copied]) {
            if (splitsAt.includes(slice.index)) past.split(2.5);
            past.push(slice, 0);
          }
          const [view, other] = [played.view('close'), copied.view('close')];
          expect(view.toArray()).toEqual(other.toArray());
          for (const { bars, every } of windows) {
            if (slice.index % every > 0 || bars > view.length) continue;
            expect(view.mean(bars)).toBe(other.mean(bars));
            if (bars < view.length) expect(view.mean(bars, 1)).toBe(other.mean(bars, 1));
          }
        }
        expect([...column]).toEqual(closes);
      }),
      { seed: 11_003, numRuns: 60 },
    );
  });

  test('later bars in the same memory are not to be seen', () => {
    const closes = [1, 2, 3, 4, 5, 6];
    const column = Float64Array.from(closes);
    const series = { symbol: 'A', time: column, open: column, high: column, low: column };
    const past = new PastBars('A', 3, { ...series, close: column, volume: column });
    const view = past.view('close');
    for (const slice of slicesOf(closes.slice(0, 4).map((close) => [flat(close)]))) past.push(slice, 0);
    expect([...view.toArray()]).toEqual([2, 3, 4]);
    expect(view.toArray().buffer.byteLength).toBe(24);
    expect([view.ago(0), view.mean(2), view.mean(2, 1)]).toEqual([4, 3.5, 2.5]);
    for (const call of [() => view.ago(-1), () => view.mean(1, -1), () => view.mean(1, -0.5)]) {
      expect(errorOf(call)).toMatch(/^E_LOOKAHEAD/);
    }
  });

  test('what later bars in the same memory hold changes no mean, though means are made in blocks', () => {
    const values = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), {
      minLength: 80,
      maxLength: 200,
      size: 'max',
    });
    const later = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 1e308, -1e308, 0);
    fc.assert(
      fc.property(values, fc.nat(), later, (closes, at, poison) => {
        const known = at % closes.length;
        const whole = Float64Array.from(closes);
        const poisoned = Float64Array.from(closes, (close, bar) => (bar > known ? poison : close));
        const views = [whole, poisoned].map((column) => {
          const series = { symbol: 'A', time: column, open: column, high: column, low: column };
          const past = new PastBars('A', 7, { ...series, close: column, volume: column });
          return { past, view: past.view('close') };
        });
        for (const slice of slicesOf(closes.slice(0, known + 1).map((close) => [flat(close)]))) {
          const [expected, found] = views.map(({ past, view }) => {
            past.push(slice, 0);
            return view.length < 7 ? [] : [view.mean(7), view.mean(3), view.mean(3, 1)];
          });
          expect(found).toEqual(expected);
        }
      }),
      { seed: 11_004, numRuns: 60 },
    );
  });

  test('a mean that overflowed is finite again once its window is, in copies and where bars are played', () => {
    const values = [1, 1, 1, 1e308, 1e308, 1e308, 1, 2, 3];
    const column = Float64Array.from(values);
    const series = { symbol: 'A', time: column, open: column, high: column, low: column };
    for (const bars of [null, { ...series, close: column, volume: column }]) {
      const past = new PastBars('A', 3, bars);
      const view = past.view('close');
      const means: number[] = [];
      for (const slice of slicesOf(values.map((value) => [flat(value)]))) {
        past.push(slice, 0);
        means.push(slice.index < 2 ? Number.NaN : view.mean(3));
      }
      expect(means[2]).toBe(1);
      expect(Number.isFinite(means[5])).toBe(false);
      expect(means.at(-1)).toBe(2);
    }
  });

  test('it is frozen, has no setter and no way to the memory behind it', () => {
    const view = viewOf([1, 2, 3], 3);
    expect(Object.isFrozen(view)).toBe(true);
    expect(Reflect.set(view, 'ago', () => 99)).toBe(false);
    expect(Reflect.set(view, 'length', 99)).toBe(false);
    expect(Reflect.has(view, 'push')).toBe(false);
    expect(Reflect.ownKeys(view)).toEqual([]);
  });

  test('the arrays that it hands out are copies', () => {
    const view = viewOf([1, 2, 3], 3);
    view.toArray().fill(99);
    view.toArray(2).fill(99);
    expect([...view.toArray()]).toEqual([1, 2, 3]);
  });
});

describe('the history of a market', () => {
  const rows = [
    [bar(1, 4, 0.5, 2, 10), bar(9, 9, 9, 9, 90)],
    [bar(2, 5, 1.5, 3, 20), null],
    [bar(3, 6, 2.5, 4, 30), bar(8, 8, 8, 8, 80)],
  ];

  test('holds every column of each symbol, and counts only the bars of that symbol', () => {
    const history = new MarketHistory(['A', 'B'], 2);
    const warm: boolean[][] = [];
    for (const slice of slicesOf(rows)) {
      history.push(slice);
      warm.push([history.isWarm(0), history.isWarm(1)]);
    }
    expect(warm).toEqual([
      [false, false],
      [true, false],
      [true, true],
    ]);
    const { open, high, low, close, volume } = history.views[0]!;
    expect([open, high, low, close, volume].map((view) => [...view.toArray()])).toEqual([
      [2, 3],
      [5, 6],
      [1.5, 2.5],
      [3, 4],
      [20, 30],
    ]);
    expect([...history.views[1]!.close.toArray()]).toEqual([9, 8]);
  });
});
