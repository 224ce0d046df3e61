import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { float64Hash } from '../../src/math/float64-hash.ts';

describe('the hash of doubles', () => {
  it('is SHA-256 of their little-endian bytes', () => {
    // 1 and −2 as IEEE 754 doubles, written out by hand.
    const bytes = Buffer.from('000000000000f03f00000000000000c0', 'hex');
    const expected = createHash('sha256').update(bytes).digest('hex');
    expect(float64Hash(Float64Array.of(1, -2))).toBe(expected);
  });

  it('of nothing is SHA-256 of nothing', () => {
    expect(float64Hash(new Float64Array(0))).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it('tells a change in the last bit and the sign of zero', () => {
    const hashes = [1, 1 + Number.EPSILON, 0, -0].map((value) => float64Hash(Float64Array.of(value)));
    expect(new Set(hashes).size).toBe(4);
  });

  it('covers only the part of a buffer that the array shows', () => {
    const whole = Float64Array.of(9, 1, -2, 9);
    expect(float64Hash(whole.subarray(1, 3))).toBe(float64Hash(Float64Array.of(1, -2)));
  });
});
