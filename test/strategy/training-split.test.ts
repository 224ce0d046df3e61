import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/math/random.ts';
import { splitTraining } from '../../src/strategy/training-split.ts';

const watched = (timeShare: number, symbolShare: number) => ({
  timeShare,
  symbolShare,
  tasks: 4,
  everySteps: 1,
  patience: 1,
});

describe('the split of a training', () => {
  it('is everything where nothing is to be held out', () => {
    const segments = [{ first: 0, end: 50 }];
    const material = { slot: { labelHorizonBars: 5 }, segments, slices: 50, symbolCount: 3 };
    expect(splitTraining(material, randomFrom(1))).toEqual({
      training: { segments, symbols: [0, 1, 2] },
      validation: null,
    });
  });

  it('shares no symbol, and lets no label of the training reach into the validation', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 25 }),
        fc.integer({ min: 2, max: 12 }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        (lengths, labelHorizonBars, symbolCount, timeShare, symbolShare) => {
          let slices = 0;
          const segments = lengths.map((length) => {
            const first = slices;
            slices += length;
            return { first, end: slices };
          });
          const slot = { labelHorizonBars, validation: watched(timeShare, symbolShare) };
          const split = splitTraining({ slot, segments, slices, symbolCount }, randomFrom(1));
          const { training, validation } = split;
          const symbols = [...training.symbols, ...validation!.symbols];
          expect(symbols.toSorted((a, b) => a - b)).toEqual(Array.from({ length: symbolCount }, (_, i) => i));
          expect(training.symbols.length).toBeGreaterThan(0);
          expect(validation!.symbols.length).toBeGreaterThan(0);
          const filled = (parts: typeof segments) => parts.filter(({ first, end }) => end > first);
          const lastDecision = Math.max(
            Number.NEGATIVE_INFINITY,
            ...filled([...training.segments]).map(({ end }) => end - 1),
          );
          const begins = filled([...validation!.segments]).map(({ first }) => first);
          // The label of slice s spans s+1 to s+h; the embargo keeps h more slices free.
          for (const first of begins) expect(lastDecision + 2 * labelHorizonBars).toBeLessThan(first);
          expect(training.segments).toHaveLength(segments.length);
        },
      ),
      { seed: 11_011, numRuns: 200 },
    );
  });
});
