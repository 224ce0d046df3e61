import { describe, expect, test } from 'vitest';
import { type Random, randomFrom } from '../../src/math/random.ts';

const draws = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);

/** xmur3 over the text, then sfc32 as its author wrote it, in integers of any size cut to 32 bits. */
function* referenceWords(text: string): Generator<number, never, void> {
  const cut = (value: bigint): bigint => BigInt.asUintN(32, value);
  const rotate = (value: bigint, bits: bigint): bigint => cut((value << bits) | (value >> (32n - bits)));
  let hash = cut(1779033703n ^ BigInt(text.length));
  for (const unit of text) hash = rotate(cut((hash ^ BigInt(unit.charCodeAt(0))) * 3432918353n), 13n);
  const seedWord = (): bigint => {
    hash = cut((hash ^ (hash >> 16n)) * 2246822507n);
    hash = cut((hash ^ (hash >> 13n)) * 3266489909n);
    hash ^= hash >> 16n;
    return hash;
  };
  let [a, b, c, counter] = [seedWord(), seedWord(), seedWord(), seedWord()];
  for (let drawn = 0; ; drawn++) {
    const word = cut(a + b + counter);
    counter = cut(counter + 1n);
    a = b ^ (b >> 9n);
    b = cut(c + (c << 3n));
    c = cut(rotate(c, 21n) + word);
    if (drawn >= 15) yield Number(word);
  }
}

describe('a stream', () => {
  test('is the small fast counter of PractRand, seeded from the text of its path', () => {
    for (const [stream, path] of [
      [randomFrom(1), 'seed:1'],
      [randomFrom(4_294_967_295), 'seed:4294967295'],
      [randomFrom(7).split('strategy').split('init'), 'seed:7/strategy/init'],
    ] as const) {
      const reference = referenceWords(path);
      const expected = draws(500, () => reference.next().value / 2 ** 32);
      expect(draws(500, () => stream.uniform())).toEqual(expected);
    }
  });

  test('is the same for the same seed, and another for another seed', () => {
    const first = (seed: number): number[] => {
      const stream = randomFrom(seed);
      return draws(20, () => stream.uniform());
    };
    expect(first(3)).toEqual(first(3));
    const starts = draws(1_000, () => 0).map((_, seed) => randomFrom(seed).uniform());
    expect(new Set(starts).size).toBe(1_000);
  });

  test('splits by label alone, whatever was drawn before', () => {
    const parent = randomFrom(5);
    const before = parent.split('part').uniform();
    draws(100, () => parent.normal());
    expect(parent.split('part').uniform()).toBe(before);
    expect(parent.split('other').uniform()).not.toBe(before);
    expect(parent.split('part').split('part').uniform()).not.toBe(before);
  });

  test('is not moved by its parts', () => {
    const plain = randomFrom(5);
    const divided = randomFrom(5);
    const part = divided.split('part');
    draws(10, () => part.uniform());
    expect(draws(10, () => divided.uniform())).toEqual(draws(10, () => plain.uniform()));
  });
});

const COUNT = 100_000;

function momentsOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const central = (power: number) =>
    values.reduce((sum, value) => sum + (value - mean) ** power, 0) / values.length;
  const variance = central(2);
  return { mean, variance, skewness: central(3) / variance ** 1.5, kurtosis: central(4) / variance ** 2 };
}

/** Correlation of each value with the one `lag` before it. */
function autocorrelation(values: readonly number[], lag: number): number {
  const { mean, variance } = momentsOf(values);
  const products = values.slice(lag).map((value, i) => (value - mean) * (values[i]! - mean));
  return products.reduce((sum, one) => sum + one, 0) / products.length / variance;
}

// Standard errors at 100,000 draws are about 0.003 for correlations; the bounds below are five of them or more.
describe('over a hundred thousand draws', () => {
  const stream: Random = randomFrom(42);
  const uniforms = draws(COUNT, () => stream.uniform());
  const normals = draws(COUNT, () => stream.normal());

  test('uniform numbers lie on [0, 1) with the moments of that law', () => {
    expect(Math.min(...uniforms.slice(0, 50_000))).toBeGreaterThanOrEqual(0);
    expect(uniforms.every((value) => value >= 0 && value < 1)).toBe(true);
    const { mean, variance, skewness, kurtosis } = momentsOf(uniforms);
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(0.005);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.0015);
    expect(Math.abs(skewness)).toBeLessThan(0.03);
    expect(Math.abs(kurtosis - 1.8)).toBeLessThan(0.03);
  });

  test('normal numbers have the moments of the standard normal law', () => {
    const { mean, variance, skewness, kurtosis } = momentsOf(normals);
    expect(Math.abs(mean)).toBeLessThan(0.016);
    expect(Math.abs(variance - 1)).toBeLessThan(0.023);
    expect(Math.abs(skewness)).toBeLessThan(0.04);
    expect(Math.abs(kurtosis - 3)).toBeLessThan(0.08);
    const beyondTwo = normals.filter((value) => Math.abs(value) > 1.959963984540054).length / COUNT;
    expect(Math.abs(beyondTwo - 0.05)).toBeLessThan(0.0035);
  });

  test('neither remembers its last draws, nor do the two normals of a pair hang together', () => {
    for (const lag of [1, 2, 3]) {
      expect(Math.abs(autocorrelation(uniforms, lag))).toBeLessThan(0.016);
      expect(Math.abs(autocorrelation(normals, lag))).toBeLessThan(0.016);
    }
  });

  test('integers fall on every number below the bound equally often', () => {
    const counts = new Map<number, number>();
    for (const value of draws(COUNT, () => stream.integer(7)))
      counts.set(value, (counts.get(value) ?? 0) + 1);
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const chiSquare = [...counts.values()].reduce(
      (sum, count) => sum + (count - COUNT / 7) ** 2 / (COUNT / 7),
      0,
    );
    // The 99.99 % point of a chi-square with 6 degrees of freedom.
    expect(chiSquare).toBeLessThan(27.9);
  });

  test('streams of different parts do not hang together', () => {
    const [one, other] = [stream.split('one'), stream.split('other')];
    const pairs = draws(COUNT, () => 0).map(() => [one.uniform() - 0.5, other.uniform() - 0.5] as const);
    const correlation = pairs.reduce((sum, [a, b]) => sum + a * b, 0) / COUNT / (1 / 12);
    expect(Math.abs(correlation)).toBeLessThan(0.016);
  });
});

test('integers below a bound of one are zero', () => {
  const stream = randomFrom(1);
  expect(new Set(draws(100, () => stream.integer(1)))).toEqual(new Set([0]));
});
