import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ForecastLog } from '../../src/strategy/forecast-log.ts';
import { SampleMemory } from '../../src/strategy/sample-memory.ts';
import { ReturnFeatures } from '../support/learning-parts.ts';
import { naiveSamples } from '../support/naive-samples.ts';
import { anyMarket } from '../support/random-market.ts';
import { slicesOf, timeOfRow } from '../support/slices.ts';

const SYMBOLS = [0, 1, 2];

test('each prediction comes back once, beside the label that the formula gives it, when that is known', () => {
  const cells = fc.array(fc.boolean(), { minLength: 120, maxLength: 120 });
  fc.assert(
    fc.property(anyMarket(3, 40), fc.integer({ min: 1, max: 6 }), cells, (rows, horizon, asked) => {
      const memory = new SampleMemory({
        capacity: horizon + 1,
        symbolCount: 3,
        featureCount: 1,
        labelHorizonBars: horizon,
      });
      const features = new ReturnFeatures(3);
      const settled: { row: number; symbol: number; prediction: number; label: number; at: number }[] = [];
      let present = -1;
      const log = new ForecastLog({
        symbolCount: 3,
        labelHorizonBars: horizon,
        memory,
        take: ({ time, predictions, labels }) => {
          const row = rows.findIndex((_, at) => timeOfRow(at) === time);
          for (const symbol of SYMBOLS) {
            const [prediction, label] = [predictions[symbol]!, labels[symbol]!];
            if (!Number.isNaN(label)) settled.push({ row, symbol, prediction, label, at: present });
          }
        },
      });
      for (const slice of slicesOf(rows)) {
        present = slice.index;
        features.update(slice);
        memory.push(slice, features);
        log.settle();
        for (const symbol of SYMBOLS) {
          if (!asked[present * 3 + symbol]) continue;
          log.note(symbol, present + symbol / 4);
          // The first counts.
          log.note(symbol, -1);
        }
      }
      const expected = naiveSamples(rows, 0, rows.length - 1, { horizon, symbols: SYMBOLS })
        .filter(({ slice, symbol }) => asked[slice * 3 + symbol])
        .map(({ slice, symbol, label }) => ({
          row: slice,
          symbol,
          prediction: slice + symbol / 4,
          label: Math.fround(label),
          at: slice + horizon,
        }));
      expect(settled).toEqual(expected);
    }),
    { seed: 7_001, numRuns: 50 },
  );
});
