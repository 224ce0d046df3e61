import { expect, test } from 'vitest';
import { rejections } from '../../bench/calibration.ts';

// A short version of `npm run bench -- evidence`: with 120 samples a share of 5 % is known within 4 points.
test('sixty days of autocorrelated returns do not make the tests reject what is true', () => {
  const sizes = rejections({ noise: 'ar', days: 60, difference: 0, samples: 120, seed: 11 });
  for (const test of ['verdict', 'ledoit-wolf', 'step-m', 'spa-consistent']) {
    expect([test, sizes[test]! <= 0.09]).toEqual([test, true]);
  }
}, 60_000);

test('nor do two hundred and fifty that depend on each other more, and forecasts five decisions ahead', () => {
  const sizes = rejections({ noise: 'ar-high', days: 250, difference: 0, samples: 100, seed: 13 });
  expect([sizes['verdict']! <= 0.11, sizes['spa-consistent']! <= 0.11]).toEqual([true, true]);
  const short = rejections({ noise: 'iid', days: 60, difference: 0, samples: 120, seed: 14 });
  expect(short['diebold-mariano']).toBeLessThanOrEqual(0.09);
}, 60_000);

test('a difference that is large enough is seen', () => {
  const powers = rejections({ noise: 'iid', days: 250, difference: 4, samples: 40, seed: 12 });
  for (const test of ['verdict', 'ledoit-wolf', 'step-m', 'change-events']) {
    expect([test, powers[test]! >= 0.8]).toEqual([test, true]);
  }
}, 60_000);
