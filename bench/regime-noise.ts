import type { Random } from '../src/math/random.ts';

/** What returns are made of when nothing changes. */
export type NoiseKind = 'normal' | 't4' | 'garch';

/** All kinds, the tamest first. */
export const NOISES: readonly NoiseKind[] = ['normal', 't4', 'garch'];

/** What changes at a change. */
export type ShiftKind = 'mean' | 'variance' | 'correlation';

export const SHIFTS: readonly ShiftKind[] = ['mean', 'variance', 'correlation'];

/** GARCH(1,1) of the DM/GBP benchmark (Bollerslev & Ghysels 1996), scaled to a variance of 1 below. */
const GARCH = { omega: 0.0107613, alpha: 0.153134, beta: 0.805974 };
const GARCH_VARIANCE = GARCH.omega / (1 - GARCH.alpha - GARCH.beta);

/** A stream of numbers with mean 0 and variance 1. */
function noiseStream(kind: NoiseKind, random: Random): () => number {
  if (kind === 'normal') return () => random.normal();
  if (kind === 't4') {
    return () => {
      let square = 0;
      for (let k = 0; k < 4; k++) {
        const draw = random.normal();
        square += draw * draw;
      }
      // Student's t with 4 degrees of freedom has a variance of 2.
      return (random.normal() * Math.sqrt(4 / square)) / Math.SQRT2;
    };
  }
  let variance = GARCH_VARIANCE;
  return () => {
    const value = Math.sqrt(variance) * random.normal();
    variance = GARCH.omega + GARCH.alpha * value * value + GARCH.beta * variance;
    return value / Math.sqrt(GARCH_VARIANCE);
  };
}

/** Symbols of a simulated market. */
export const SYMBOLS = 8;
const DAILY = 0.01;
const CORRELATION = 0.3;

/**
 * Log returns of a market by slice, symbols side by side: a common factor and one of its own for each, of the same noise. From slice
 * `changeAt` on, the mean is up by one deviation of the market's return, or all volatilities are 1.75 times as large, or the correlation of all
 * pairs is 0.8 in place of 0.3.
 */
export function simulatedReturns(
  market: {
    readonly noise: NoiseKind;
    readonly shift: ShiftKind | null;
    readonly slices: number;
    readonly changeAt: number;
  },
  random: Random,
): Float64Array {
  const { noise, shift, slices, changeAt } = market;
  const common = noiseStream(noise, random.split('common'));
  const own = Array.from({ length: SYMBOLS }, (_, k) => noiseStream(noise, random.split(`own ${k}`)));
  const returns = new Float64Array(slices * SYMBOLS);
  const marketDeviation = Math.sqrt(CORRELATION + (1 - CORRELATION) / SYMBOLS);
  for (let t = 0; t < slices; t++) {
    const active = t >= changeAt ? shift : null;
    const correlation = active === 'correlation' ? 0.8 : CORRELATION;
    const scale = active === 'variance' ? 1.75 : 1;
    const mean = active === 'mean' ? marketDeviation : 0;
    const factor = common();
    for (let k = 0; k < SYMBOLS; k++) {
      const mixed = Math.sqrt(correlation) * factor + Math.sqrt(1 - correlation) * own[k]!();
      returns[t * SYMBOLS + k] = DAILY * (mean + scale * mixed);
    }
  }
  return returns;
}
