import { describe, expect, test } from 'vitest';
import { blockLength } from '../../src/evidence/block-length.ts';
import { randomFrom } from '../../src/math/random.ts';

/**
 * The generator behind numpy's `RandomState(seed).standard_normal`: MT19937 (Matsumoto & Nishimura 1998) with 53-bit
 * uniforms and the polar method, so that a published figure about such a series can be met here.
 */
function* numpyNormals(seed: number): Generator<number> {
  const state = new Uint32Array(624);
  state[0] = seed;
  for (let i = 1; i < 624; i++) {
    const previous = state[i - 1]!;
    state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
  }
  let index = 624;
  const word = (): number => {
    if (index === 624) {
      for (let i = 0; i < 624; i++) {
        const mixed = (state[i]! & 0x80000000) | (state[(i + 1) % 624]! & 0x7fffffff);
        state[i] = state[(i + 397) % 624]! ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
      }
      index = 0;
    }
    let y = state[index++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
  const uniform = (): number => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992;
  while (true) {
    const [x, y] = [2 * uniform() - 1, 2 * uniform() - 1];
    const square = x * x + y * y;
    if (square >= 1 || square === 0) continue;
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    yield scale * y;
    yield scale * x;
  }
}

function autoregression(noise: Iterator<number>, coefficient: number, length: number): Float64Array {
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    values[i] = (i > 0 ? coefficient * values[i - 1]! : 0) + (noise.next().value as number);
  }
  return values;
}

test('the series of numpy is met: RandomState(0).standard_normal(3)', () => {
  const normals = numpyNormals(0);
  for (const expected of [1.764052345967664, 0.4001572083672233, 0.9787379841057392]) {
    expect(normals.next().value).toBeCloseTo(expected, 14);
  }
});

test('the figure that bashtage/arch publishes for an autoregression of 10,000 values is met', () => {
  // arch/tests/bootstrap/test_block_length.py: 13.635665 within 1e-4, after a burn-in of 100.
  const values = autoregression(numpyNormals(0), 0.3, 10_100).subarray(100);
  expect(blockLength(values)).toBeCloseTo(13.635665, 5);
});

describe('between its limits', () => {
  const random = randomFrom(11);
  const noise = { next: () => ({ value: random.normal(), done: false as const }) };

  test('white noise asks for short blocks, a persistent series for long ones', () => {
    expect(blockLength(autoregression(noise, 0, 2000))).toBeLessThan(6);
    expect(blockLength(autoregression(noise, 0.9, 2000))).toBeGreaterThan(25);
  });

  test('a regular swing, whose long-run variance cancels, gets the longest block, three times the square root', () => {
    const swings = Float64Array.from({ length: 900 }, (_, i) => Math.sin((2 * Math.PI * i) / 30));
    expect(blockLength(swings)).toBe(90);
  });

  test('a series that does not vary, and one too short to say anything, gets blocks of one', () => {
    expect(blockLength(new Float64Array(100).fill(0.1))).toBeGreaterThanOrEqual(1);
    expect(blockLength(new Float64Array(100))).toBe(1);
    for (const length of [2, 3, 4, 5, 7]) {
      const short = blockLength(Float64Array.from({ length }, () => random.normal()));
      expect(short).toBeGreaterThanOrEqual(1);
      expect(short).toBeLessThanOrEqual(Math.ceil(length / 3));
    }
  });
});

test('the unit of the values does not matter', () => {
  const values = autoregression(numpyNormals(3), 0.5, 700);
  expect(blockLength(values.map((value) => 1e-4 * value + 7))).toBeCloseTo(blockLength(values), 6);
});
