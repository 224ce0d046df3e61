import { expect, test } from 'vitest';
import { z } from 'zod';
import { RegimetaError } from '../../src/model/regimeta-error.ts';
import { defineStrategy, type StrategySetup } from '../../src/strategy/definition.ts';
import { AverageTrueRange } from '../../src/strategy/indicators/average-true-range.ts';
import { ExponentialMovingAverage } from '../../src/strategy/indicators/exponential-moving-average.ts';
import { RollingCorrelation } from '../../src/strategy/indicators/rolling-correlation.ts';
import { SessionAveragePrice } from '../../src/strategy/indicators/session-average-price.ts';
import { WrappedIndicator } from '../../src/strategy/indicators/wrapped-indicator.ts';
import { runStrategy } from '../support/assembly.ts';
import { bar, flat, type SliceRow } from '../support/slices.ts';

type Setup = StrategySetup<Record<string, never>>;

/** Runs a strategy whose state `init` makes, and notes what `look` returns at each bar that it sees. */
function notesOf<State>(
  rows: readonly SliceRow[],
  init: (setup: Setup) => State,
  look: (state: State, symbols: readonly string[]) => unknown,
  warmUpRows = 0,
): unknown[] {
  const notes: unknown[] = [];
  const strategy = defineStrategy({
    name: 'tracking',
    description: 'Notes what its indicators say.',
    parameters: z.object({}),
    lookback: () => 1,
    init,
    onBar: ({ state, symbols }) => void notes.push(look(state, symbols)),
  });
  runStrategy(strategy, rows, { testFromRow: warmUpRows });
  return notes;
}

const closes = [10, 12, 11, 15, 14, 18].map((price) => [flat(price)]);

function errorOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof RegimetaError) return error.message;
    throw error;
  }
  return 'nothing';
}

test('a tracked indicator has had the present close when onBar runs, and a symbol is not seen before it is ready', () => {
  const own = new ExponentialMovingAverage(3);
  const expected = closes.map(([one]) => {
    own.update(one!.close);
    return own.value;
  });
  const seen = notesOf(
    closes,
    ({ track }) => track('A', new ExponentialMovingAverage(3)),
    (average) => average.value,
  );
  expect(seen).toEqual(expected.slice(2));
});

test('a tracked indicator is fed in the warm-up, so that it is not cold at the first bar', () => {
  const seen = notesOf(
    closes,
    ({ track }) => track('A', new ExponentialMovingAverage(3)),
    (average) => average.value,
    4,
  );
  expect(seen).toHaveLength(2);
  const cold = notesOf(
    closes.slice(4),
    ({ track }) => track('A', new ExponentialMovingAverage(3)),
    (average) => average.value,
  );
  expect(cold).toEqual([]);
});

test('columns are fed in the order in which they are named', () => {
  const rows = [bar(10, 13, 9, 11), bar(11, 16, 10, 12), bar(12, 14, 6, 7)].map((one) => [one]);
  const own = new AverageTrueRange(2);
  for (const [one] of rows) own.update(one!.high, one!.low, one!.close);
  const seen = notesOf(
    rows,
    ({ track }) => track('A', new AverageTrueRange(2), 'high', 'low', 'close'),
    (range) => range.value,
  );
  expect(seen).toEqual([own.value]);
});

test('only bars of the symbol itself are fed, and the other symbols are seen meanwhile', () => {
  const rows: SliceRow[] = [
    [flat(1), flat(5)],
    [null, flat(6)],
    [flat(2), null],
    [flat(3), flat(7)],
  ];
  const seen = notesOf(
    rows,
    ({ track }) => track('A', new ExponentialMovingAverage(2)),
    (average, symbols) => [average.value, [...symbols].join()],
  );
  // After two bars of A.
  expect(seen[0]).toEqual([Number.NaN, 'B']);
  expect(seen.at(-2)).toEqual([1.5, 'A']);
  expect((seen.at(-1) as unknown[])[1]).toBe('A,B');
});

test('tracking after init, or what is no column, is E_PLUGIN_SHAPE', () => {
  const late = () =>
    notesOf(
      closes,
      ({ track }) => track,
      (track) => track('A', new ExponentialMovingAverage(2)),
    );
  expect(errorOf(late)).toMatch(/^E_PLUGIN_SHAPE track: .*a call after init/);
  const misnamed = () =>
    notesOf(
      closes,
      ({ track }) => track('A', new ExponentialMovingAverage(2), 'adjusted' as 'close'),
      () => 0,
    );
  expect(errorOf(misnamed)).toMatch(/^E_PLUGIN_SHAPE track: .*adjusted/);
});

test('an unknown symbol is E_SYMBOL_UNKNOWN, and what an indicator throws names track', () => {
  const unknown = () =>
    notesOf(
      closes,
      ({ track }) => track('NONE', new ExponentialMovingAverage(2)),
      () => 0,
    );
  expect(errorOf(unknown)).toMatch(/^E_SYMBOL_UNKNOWN/);
  const throwing = {
    ready: true,
    update(_value: number): void {
      throw new Error('broken');
    },
  };
  expect(
    errorOf(() =>
      notesOf(
        closes,
        ({ track }) => track('A', throwing),
        () => 0,
      ),
    ),
  ).toMatch(/^E_PLUGIN_THREW tracking track: .*broken/);
});

test('an indicator of two symbols takes one input of each, where both have a bar, and both wait for it', () => {
  const rows: SliceRow[] = [
    [flat(1), flat(5), flat(1)],
    [null, flat(6), flat(1)],
    [flat(2), null, flat(1)],
    [flat(3), flat(9), flat(1)],
    [flat(4), flat(7), flat(1)],
  ];
  const own = new RollingCorrelation(3);
  for (const [first, second] of [
    [1, 5],
    [3, 9],
    [4, 7],
  ] as const) {
    own.update(first, second);
  }
  const seen = notesOf(
    rows,
    ({ track }) => track(['A', 'B'], new RollingCorrelation(3)),
    (correlation, symbols) => [correlation.value, [...symbols].join()],
  );
  expect(seen.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => [Number.NaN, 'C']));
  expect(seen.at(-1)).toEqual([own.value, 'A,B,C']);
});

test('several symbols with another number of columns are E_PLUGIN_SHAPE', () => {
  const uneven = () =>
    notesOf(
      [[flat(1), flat(2)]],
      ({ track }) => track(['A', 'B'], new AverageTrueRange(2), 'high', 'low', 'close'),
      () => 0,
    );
  expect(errorOf(uneven)).toMatch(/^E_PLUGIN_SHAPE track: .*2 symbols with 3 columns/);
});

test('the time of the slice is a column, so that an indicator can begin anew with each day', () => {
  const rows = [bar(10, 13, 9, 11), bar(11, 16, 10, 12)].map((one) => [one]);
  const seen = notesOf(
    rows,
    ({ track }) => track('A', new SessionAveragePrice(), 'time', 'high', 'low', 'close', 'volume'),
    (price) => price.value,
  );
  // Daily bars: each is a session of its own.
  expect(seen).toEqual([11, (16 + 10 + 12) / 3]);
});

test('an indicator of another package is tracked like one of ours, and is not ready while it says nothing', () => {
  const last: number[] = [];
  const next = (close: number): number | undefined => {
    last.push(close);
    return last.length < 3 ? undefined : last.at(-3)! + close;
  };
  const seen = notesOf(
    closes,
    ({ track }) => track('A', new WrappedIndicator({ name: 'sum of ends', lookback: 3, next })),
    (wrapped) => wrapped.value,
  );
  expect(seen).toEqual([21, 27, 25, 33]);
  const wrapped = new WrappedIndicator({ name: 'sum of ends', lookback: 3, next });
  expect(() => wrapped.update(Number.NaN)).toThrow('E_INDICATOR_INPUT sum of ends');
});
