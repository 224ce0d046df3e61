import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../src/math/random.ts';
import type { Column, Columns, Outputs } from '../oracles/naive-indicators.ts';

/** An indicator and its definition from scratch. */
export interface IndicatorCase {
  readonly make: (length: number) => Readying;
  readonly columns: readonly Column[];
  readonly naive: (columns: Columns, length: number) => Outputs;
  /** What a difference is measured against: 1, or typical prices, volumes or traded values. */
  readonly size?: 'one' | 'price' | 'volume' | 'money';
  /** The relative tolerance, 1e-9 if not given. */
  readonly tolerance?: number;
  /** The least length, 1 if not given. */
  readonly least?: number;
}

interface Readying {
  readonly lookback: number;
  readonly ready: boolean;
  readonly value: number;
}

type Updatable = Readying & Readonly<Record<string, number>> & { update: (...input: number[]) => void };

/** A random walk of whole eighths times `unit`; every fifth bar repeats the close before, and one stretch stands still. */
export function walk(seed: number, bars: number, unit = 1): Columns {
  const random = randomFrom(seed);
  const columns: Columns = { open: [], high: [], low: [], close: [], volume: [] };
  let price = 800;
  for (let bar = 0; bar < bars; bar++) {
    const isStill = bar > 60 && bar < 80;
    const open = isStill ? price : price + random.integer(11) - 5;
    if (!isStill && bar % 5 !== 0) price += random.integer(41) - 20;
    const spread = isStill ? 0 : random.integer(9);
    columns.open.push((open / 8) * unit);
    columns.close.push((price / 8) * unit);
    columns.high.push(((Math.max(open, price) + spread) / 8) * unit);
    columns.low.push(((Math.min(open, price) - random.integer(spread + 1)) / 8) * unit);
    columns.volume.push(random.integer(1_000));
  }
  return columns;
}

const cut = (columns: Columns, bars: number): Columns => ({
  open: columns.open.slice(0, bars),
  high: columns.high.slice(0, bars),
  low: columns.low.slice(0, bars),
  close: columns.close.slice(0, bars),
  volume: columns.volume.slice(0, bars),
});

/** Holds each indicator to its definition, at several lengths and levels of price, and to refusing what it cannot take. */
export function describeIndicators(cases: Readonly<Record<string, IndicatorCase>>): void {
  describe.each(Object.entries(cases))('%s', (name, subject) => {
    test.each([
      [subject.least ?? 1, 1],
      [3, 2 ** -20],
      [6, 2 ** 20],
      [14, 1],
    ])(
      'says at each bar what its definition says of the bars so far, at length %d and unit %d',
      (length, unit) => {
        expect(differences(subject, length, unit)).toEqual([]);
      },
    );

    test('refuses in its own name what it cannot take, is not changed by it, and stays finite', () => {
      const { faults, refused } = fedWithNastyInputs(name, subject);
      expect(faults).toEqual([]);
      expect(refused).toBeGreaterThan(20);
    });

    test('refuses a length that is none', () => {
      for (const length of [(subject.least ?? 1) - 1, 2.5, Number.NaN, 2 ** 40]) {
        expect(() => subject.make(length)).toThrow(`E_PARAMETER_INVALID ${name}:`);
      }
    });
  });
}

const BARS = 110;

const inputsOf = ({ columns }: IndicatorCase, data: Columns, bar: number): number[] =>
  columns.map((column) => data[column][bar]!);

/** Where the indicator says something else than its definition, or is ready at another bar than it declares. */
function differences(subject: IndicatorCase, length: number, unit: number): string[] {
  const data = walk(length, BARS, unit);
  const size = { one: 1, price: 100 * unit, volume: 500, money: 50_000 * unit }[subject.size ?? 'one'];
  const indicator = subject.make(length) as Updatable;
  const faults: string[] = [];
  for (let bar = 0; bar < BARS; bar++) {
    indicator.update(...inputsOf(subject, data, bar));
    if (indicator.ready !== bar + 1 >= indicator.lookback) faults.push(`ready ${indicator.ready} at ${bar}`);
    if (!indicator.ready) {
      if (outputsOf(indicator).some((value) => !Number.isNaN(value))) faults.push(`an output at ${bar}`);
      continue;
    }
    for (const [output, expected] of Object.entries(subject.naive(cut(data, bar + 1), length))) {
      const tolerance = (subject.tolerance ?? 1e-9) * Math.max(size, Math.abs(expected));
      if (Math.abs(indicator[output]! - expected) <= tolerance) continue;
      faults.push(`${output} ${indicator[output]} instead of ${expected} at ${bar}`);
    }
  }
  return faults;
}

const NASTY = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1e151,
  1e150,
  -1e150,
  9e149,
  -3,
  0,
  1e-300,
  5e-324,
  1e9,
];

/** Two of the indicator, of which one gets what the other refused: they must never differ. */
function fedWithNastyInputs(name: string, subject: IndicatorCase): { faults: string[]; refused: number } {
  const random = randomFrom(subject.columns.length);
  const data = walk(4, BARS);
  const tried = subject.make(5) as Updatable;
  const plain = subject.make(5) as Updatable;
  const faults: string[] = [];
  let refused = 0;
  for (let bar = 0; bar < BARS; bar++) {
    const sound = inputsOf(subject, data, bar);
    const wrong = sound.with(random.integer(sound.length), NASTY[random.integer(NASTY.length)]!);
    for (const input of [wrong, sound]) {
      try {
        tried.update(...input);
        plain.update(...input);
      } catch (error) {
        if (!String(error).includes(`E_INDICATOR_INPUT ${name}:`)) faults.push(String(error));
        refused++;
      }
      const outputs = outputsOf(tried);
      const others = outputsOf(plain);
      if (!outputs.every((value, i) => Object.is(value, others[i])))
        faults.push(`changed by ${input.join()} at ${bar}`);
      if (tried.ready === Number.isNaN(tried.value))
        faults.push(`ready ${tried.ready} with ${tried.value} at ${bar}`);
      if (outputs.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY))
        faults.push(`infinite at ${bar}`);
    }
  }
  return { faults, refused };
}

/** All numbers that it shows, by the getters of its class. */
function outputsOf(indicator: Readying): number[] {
  const getters = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(indicator));
  return Object.entries(getters)
    .filter(([, property]) => property.get !== undefined)
    .map(([name]) => (indicator as unknown as Record<string, unknown>)[name])
    .filter((value) => typeof value === 'number');
}
