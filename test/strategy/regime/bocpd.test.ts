import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Random, randomFrom } from '../../../src/math/random.ts';
import { BOCPD_DEFAULTS, bocpd } from '../../../src/strategy/regime/bocpd.ts';
import { NormalGammaModel } from '../../../src/strategy/regime/normal-gamma-model.ts';
import { RunLengthPosterior } from '../../../src/strategy/regime/run-length-posterior.ts';

interface Output {
  readonly confirmed: boolean;
  readonly changeProbability: number;
  readonly runLength: number;
}

type Row = readonly number[];

function normalRows(random: Random, count: number, mean = 0, deviation = 1): Row[] {
  const draw = (): number => mean + deviation * random.normal();
  return Array.from({ length: count }, () => [draw(), draw()]);
}

function outputsOf(rows: readonly Row[], settings: Parameters<typeof bocpd>[0] = {}): Output[] {
  const detector = bocpd(settings).create(rows[0]?.length);
  return rows.map((row) => {
    detector.update(Float64Array.from(row));
    const { confirmed, changeProbability, runLength } = detector;
    return { confirmed, changeProbability, runLength };
  });
}

function confirmedAt(outputs: readonly Output[]): number[] {
  return outputs.flatMap(({ confirmed }, index) => (confirmed ? [index] : []));
}

/** Standardises by the mean and deviation of all values before, from the 20th on. */
function standardised(series: readonly number[]): Row[] {
  const rows: Row[] = [];
  let mean = 0;
  let squares = 0;
  for (const [count, value] of series.entries()) {
    if (count >= 20) rows.push([(value - mean) / Math.sqrt(squares / count)]);
    const distance = value - mean;
    mean += distance / (count + 1);
    squares += distance * (value - mean);
  }
  return rows;
}

describe('the Bayesian online change-point detector', () => {
  it('raises less than one alarm in 1,000 observations of normal noise', () => {
    const rows = normalRows(randomFrom(21), 8_000);
    expect(confirmedAt(outputsOf(rows)).length).toBeLessThan(8);
  });

  it.each([
    ['a shift of the mean by two deviations', 2, 1, 15],
    ['a variance nine times as large', 0, 3, 20],
    ['a variance three times as large', 0, Math.sqrt(3), 62],
  ])('confirms %s, once and soon, and says where it was', (_, mean, deviation, lagMax) => {
    for (let seed = 0; seed < 5; seed++) {
      const random = randomFrom(seed).split('shift');
      const rows = [...normalRows(random, 400), ...normalRows(random, 120, mean, deviation)];
      const outputs = outputsOf(rows);
      const changes = confirmedAt(outputs);
      expect(changes).toHaveLength(1);
      expect(changes[0] - 400).toBeGreaterThanOrEqual(0);
      expect(changes[0] - 400).toBeLessThanOrEqual(lagMax);
      const begin = changes[0] - outputs[changes[0]].runLength + 1;
      expect(Math.abs(begin - 400)).toBeLessThanOrEqual(mean === 0 ? 15 : 2);
    }
  });

  it('confirms the step from N(0, 1) to N(10, 5) with the change point within one', () => {
    const random = randomFrom(31);
    const outputs = outputsOf([...normalRows(random, 500), ...normalRows(random, 40, 10, 5)]);
    const [index] = confirmedAt(outputs);
    expect(Math.abs(index - outputs[index].runLength + 1 - 500)).toBeLessThanOrEqual(1);
  });

  it('does not take one outlier of three deviations in each dimension for a regime', () => {
    for (let seed = 0; seed < 5; seed++) {
      const rows = normalRows(randomFrom(seed).split('outlier'), 500);
      rows[300] = [3, -3];
      expect(confirmedAt(outputsOf(rows))).toEqual([]);
    }
  });

  it('confirms by its own rule: the mass of the window that ends after the last confirmation', () => {
    const random = randomFrom(51);
    const rows = [0, 3, -2, 0.5, 4].flatMap((mean) => normalRows(random, 60, mean, 1));
    const { confirmationMin, confirmationWindow, dwellMin, threshold } = BOCPD_DEFAULTS;
    const posterior = new RunLengthPosterior(new NormalGammaModel(2, BOCPD_DEFAULTS.prior, 504), 1 / 250);
    let last = -1;
    let confirmations = 0;
    for (const [index, output] of outputsOf(rows).entries()) {
      posterior.update(Float64Array.from(rows[index]));
      const since = index - last;
      const probabilities = Array.from({ length: 505 }, (_, run) => posterior.probability(run));
      const window = probabilities.slice(confirmationMin, Math.min(confirmationWindow, since - 1) + 1);
      const mass = window.reduce((sum, probability) => sum + probability, 0);
      expect(output.changeProbability).toBeCloseTo(mass, 12);
      expect(output.confirmed).toBe(mass >= threshold && since >= dwellMin);
      const candidates = output.confirmed ? window : probabilities.slice(1);
      const offset = output.confirmed ? confirmationMin : 1;
      expect(output.runLength).toBe(offset + candidates.indexOf(Math.max(...candidates)));
      if (output.confirmed) {
        last = index;
        confirmations += 1;
      }
    }
    expect(confirmations).toBe(4);
  });

  it('says the same of data in another unit, once the past has standardised them', () => {
    const random = randomFrom(61);
    const series = Array.from({ length: 500 }, (_, t) => random.normal() * (t < 300 ? 1 : 4));
    const detect = (scale: number): Output[] => outputsOf(standardised(series.map((value) => value * scale)));
    const plain = detect(1);
    expect(confirmedAt(plain)).toHaveLength(1);
    for (const scale of [1e-4, 3, 1e5]) {
      const other = detect(scale);
      expect(confirmedAt(other)).toEqual(confirmedAt(plain));
      for (const [index, output] of other.entries()) {
        expect(output.changeProbability).toBeCloseTo(plain[index].changeProbability, 8);
      }
    }
  });

  it('never changes what it has said: outputs are a function of the observations until then', () => {
    const rowsBetween = (minLength: number): fc.Arbitrary<Row[]> =>
      fc.array(
        fc.tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: -9, max: 9, noNaN: true })),
        {
          minLength,
          maxLength: minLength + 60,
          size: 'max',
        },
      );
    fc.assert(
      fc.property(rowsBetween(60), rowsBetween(1), rowsBetween(1), (past, future, other) => {
        const settings = { runLengthMax: 70 };
        const told = outputsOf([...past, ...future], settings).slice(0, past.length);
        expect(outputsOf([...past, ...other], settings).slice(0, past.length)).toEqual(told);
      }),
      { seed: 71, numRuns: 25 },
    );
  });

  it('never says NaN, whatever it is told', () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(0, 1, 1e6, -1e6, 1e300, 5e-324),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 80, maxLength: 160, size: 'max' }), (series) => {
        const settings = { runLengthMax: 70 };
        for (const output of outputsOf(
          series.map((x) => [x]),
          settings,
        )) {
          expect(output.changeProbability).toBeGreaterThanOrEqual(0);
          expect(output.changeProbability).toBeLessThanOrEqual(1);
          expect(output.runLength).toBeGreaterThanOrEqual(1);
          expect(output.runLength).toBeLessThanOrEqual(70);
        }
      }),
      { seed: 81, numRuns: 60 },
    );
  });

  it('confirms nothing in a constant, and nothing before the dwell time', () => {
    expect(confirmedAt(outputsOf(Array.from({ length: 700 }, () => [0, 0])))).toEqual([]);
    expect(outputsOf([[1e6, -1e6]])[0]).toEqual({ confirmed: false, changeProbability: 0, runLength: 1 });
  });

  it('bears its method and settings, completed by the defaults', () => {
    const factory = bocpd({ expectedRunLength: 500 });
    expect(factory.settings).toMatchObject({ ...BOCPD_DEFAULTS, method: 'bocpd', expectedRunLength: 500 });
    expect(factory.create(2)).toMatchObject({ name: 'bocpd hazard 1/500', dimension: 2 });
  });

  it.each([
    { expectedRunLength: 1 },
    { threshold: 0 },
    { threshold: 1.1 },
    { confirmationMin: 0 },
    { confirmationWindow: 4 },
    { dwellMin: 0.5 },
    { runLengthMax: 63 },
    { prior: { kappa: 0 } },
    { expectedRunLength: Number.NaN },
  ])('refuses the setting %j', (settings) => {
    expect(() => bocpd(settings).create()).toThrow('E_PARAMETER_INVALID');
  });
});
