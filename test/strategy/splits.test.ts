import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { randomFrom } from '../../src/math/random.ts';
import { defineStrategy } from '../../src/strategy/definition.ts';
import { trendFeatures } from '../../src/strategy/features/trend-features.ts';
import { SimpleMovingAverage } from '../../src/strategy/indicators/simple-moving-average.ts';
import { SampleMemory } from '../../src/strategy/sample-memory.ts';
import { StrategyHost } from '../../src/strategy/strategy-host.ts';
import { assemble } from '../support/assembly.ts';
import { bar, flat, SliceWriter } from '../support/slices.ts';

const FEATURES = trendFeatures({
  horizons: [1, 3],
  marketHorizons: [2],
  highWindow: 4,
  volatilityHalfLife: 3,
});

/** Vectors of all ready slices, and the rows of the memory, of closes with a split of the first symbol before row `at`. */
function learned(closes: readonly number[], at: number, ratio: number, isRestated: boolean) {
  const features = FEATURES.create(2);
  const memory = new SampleMemory({
    capacity: 64,
    symbolCount: 2,
    featureCount: features.names.length,
    labelHorizonBars: 2,
  });
  const writer = new SliceWriter(['A', 'B']);
  const vectors: number[][] = [];
  const observed: number[][] = [];
  for (const [row, close] of closes.entries()) {
    const price = !isRestated && row < at ? close * ratio : close;
    const slice = writer.show([bar(price * 0.99, price * 1.02, price * 0.98, price), flat(100 + (row % 3))]);
    const isSplit = !isRestated && row === at;
    writer.slice.actions = isSplit ? [{ kind: 'split', symbolIndex: 0, ratio }] : [];
    features.update(slice);
    memory.push(slice, features);
    const seen = new Float64Array(features.observationNames.length);
    if (features.observe(seen)) observed.push([...seen]);
    if (!features.ready(0)) continue;
    const vector = new Float64Array(features.names.length);
    features.write(0, vector, 0);
    vectors.push([...vector, features.volatility(0)]);
  }
  const rows = memory.collect(memory.oldest, memory.lastLabelled, null);
  return { vectors, observed, labels: [...rows.labels], rows: [...rows.features] };
}

function expectNear(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(expected[i]!, 9);
}

test('what a learner learns from is the same over a split as on prices that were restated from the beginning', () => {
  const prices = fc.array(fc.integer({ min: 64, max: 256 }), { minLength: 20, maxLength: 50, size: 'max' });
  fc.assert(
    fc.property(prices, fc.nat(1_000), fc.constantFrom(2, 3, 0.1), (closes, pick, ratio) => {
      const at = 1 + (pick % (closes.length - 1));
      const split = learned(closes, at, ratio, false);
      const plain = learned(closes, at, ratio, true);
      expectNear(split.vectors.flat(), plain.vectors.flat());
      expectNear(split.observed.flat(), plain.observed.flat());
      expectNear(split.labels, plain.labels);
      expectNear(split.rows, plain.rows);
      expect(split.labels.length).toBeGreaterThan(0);
    }),
    { seed: 9_401, numRuns: 60 },
  );
});

test.each<[string, number, boolean]>([
  ['before the first bar of the symbol changes nothing', 0, false],
  ['on a symbol that an indicator has taken bars of ends the run, and says where', 2, true],
])('a split %s', (_, row, ends) => {
  const strategy = defineStrategy({
    name: 'tracking',
    description: 'Tracks an average.',
    parameters: z.object({}),
    lookback: () => 1,
    init: ({ track }) => track('A', new SimpleMovingAverage(2)),
    onBar: () => undefined,
  });
  const { engine } = assemble(2, {}, (ledger, exchange) => {
    const openOrders = (symbol: number) => exchange.openOrders(symbol);
    return new StrategyHost({
      strategy,
      parameters: {},
      symbols: ['A', 'B'],
      random: randomFrom(1),
      account: ledger,
      openOrders,
      learner: null,
    });
  });
  const writer = new SliceWriter(['A', 'B']);
  const play = () => {
    for (let at = 0; at < 4; at++) {
      const slice = writer.show([flat(100), flat(100)]);
      writer.slice.actions =
        at === row
          ? [
              { kind: 'split', symbolIndex: 0, ratio: 2 },
              { kind: 'split', symbolIndex: 1, ratio: 2 },
            ]
          : [];
      engine.handle(slice);
    }
  };
  if (ends) expect(play).toThrow(/E_DATA_SPLIT.*track A/s);
  else expect(play).not.toThrow();
});
