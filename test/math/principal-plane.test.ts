import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { principalPlane } from '../../src/math/principal-plane.ts';
import { randomFrom } from '../../src/math/random.ts';

function randomPoints(seed: number, count: number, width: number): number[][] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => Array.from({ length: width }, () => random.normal()));
}

function correlation(points: readonly (readonly number[])[]): number {
  const mean = (j: number): number => points.reduce((sum, point) => sum + point[j]!, 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const product = (a: number, b: number): number =>
    points.reduce((sum, p) => sum + (p[a]! - [x, y][a]!) * (p[b]! - [x, y][b]!), 0);
  return product(0, 1) / Math.sqrt(product(0, 0) * product(1, 1));
}

describe('the principal plane', () => {
  it('of two coordinates gives the shares (1 ± |ρ|)/2', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 3, max: 40 }), (seed, count) => {
        const points = randomPoints(seed, count, 2);
        const size = Math.abs(correlation(points));
        fc.pre(size > 0.05 && size < 0.999);
        const { shares } = principalPlane(points)!;
        expect(shares[0]).toBeCloseTo((1 + size) / 2, 8);
        expect(shares[1]).toBeCloseTo((1 - size) / 2, 8);
      }),
    );
  });

  it('keeps all distances of points that lie on a plane', () => {
    // With x and y from an orthogonal design every coordinate below has mean 0 and deviation 1.
    const points = [
      [1, 1],
      [1, -1],
      [-1, 1],
      [-1, -1],
    ].map(([x, y]) => [x!, y!, 0.6 * x! + 0.8 * y!]);
    const { at, shares } = principalPlane(points)!;
    for (const [i, a] of points.entries()) {
      for (const [k, b] of points.entries()) {
        const apart = Math.hypot(...a.map((value, j) => value - b[j]!));
        expect(Math.hypot(at[2 * i]! - at[2 * k]!, at[2 * i + 1]! - at[2 * k + 1]!)).toBeCloseTo(apart, 8);
      }
    }
    expect(shares[0] + shares[1]).toBeCloseTo(1, 10);
    expect(shares[0]).toBeGreaterThan(shares[1]);
  });

  it('does not depend on the units of a coordinate, nor on one that does not vary', () => {
    const points = randomPoints(7, 12, 5);
    const { at } = principalPlane(points)!;
    const other = principalPlane(
      points.map((point) => [...point.map((value, j) => 3 + value * 2 ** (j * 9)), 4]),
    )!;
    for (let i = 0; i < at.length; i++) expect(other.at[i]).toBeCloseTo(at[i]!, 7);
  });

  it('has nothing along the second direction where all points lie on a line', () => {
    const { at, shares } = principalPlane([0, 1, 2, 5].map((t) => [t, 2 * t, -t]))!;
    expect(shares[0]).toBeCloseTo(1, 12);
    expect(shares[1]).toBe(0);
    expect([...at].filter((_, i) => i % 2 === 1)).toEqual([0, 0, 0, 0]);
  });

  it('is null where no coordinate varies, and without points', () => {
    expect(principalPlane([])).toBeNull();
    expect(principalPlane([[], []])).toBeNull();
    expect(
      principalPlane([
        [1, 2],
        [1, 2],
      ]),
    ).toBeNull();
  });
});
