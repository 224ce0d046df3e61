import type { Random } from '../math/random.ts';
import type { ResampledReturns } from './resampled-returns.ts';

/** Annualised differences of one series to another, one entry a resample. */
export interface DifferenceDraws {
  readonly sharpe: Float64Array;
  /** Of the mean returns, as a fraction a year. */
  readonly meanReturn: Float64Array;
}

/** How days are drawn in a row. */
export interface Blocks {
  /** Blocks of geometric length, or all of the same length. */
  readonly kind: BootstrapKind;
  /** Their mean length in days; that of circular blocks is rounded up. */
  readonly length: number;
}

/** The stationary or the circular block bootstrap. */
export type BootstrapKind = 'stationary' | 'circular';

/**
 * Fills `draws[i]` with the differences of series 0 to series i + 1 in resamples by blocks that start anywhere and wrap around the
 * end: of geometric length (the stationary bootstrap), or all of one length (the circular one). All series take the
 * same days, so that dependence over days and between the series survives; the last block of a resample is cut to its
 * size. Allocates nothing for a resample.
 *
 * Politis & Romano 1994, "The stationary bootstrap", Journal of the American Statistical Association 89(428);
 * 1992, "A circular block-resampling procedure for stationary data", in LePage & Billard, "Exploring the limits of bootstrap".
 */
export function resampleDifferences(
  returns: ResampledReturns,
  blocks: Blocks,
  draws: readonly DifferenceDraws[],
  random: Random,
): void {
  const resamples = draws[0]?.sharpe.length ?? 0;
  for (let resample = 0; resample < resamples; resample++) {
    if (blocks.kind === 'circular') addEqualBlocks(returns, blocks.length, random);
    else addBlocks(returns, blocks.length, random);
    returns.draw();
    const sharpe = returns.sharpe(0);
    const meanReturn = returns.meanReturn(0);
    for (let i = 0; i < draws.length; i++) {
      draws[i]!.sharpe[resample] = sharpe - returns.sharpe(i + 1);
      draws[i]!.meanReturn[resample] = meanReturn - returns.meanReturn(i + 1);
    }
  }
}

function addBlocks(returns: ResampledReturns, blockLength: number, random: Random): void {
  const days = returns.count;
  const onward = 1 - 1 / blockLength;
  const logOnward = Math.log(onward);
  for (let left = days; left > 0; ) {
    const start = random.integer(days);
    // Inversion of the geometric distribution. Most blocks of weakly dependent data last one day: no logarithm then.
    const tail = blockLength > 1 ? 1 - random.uniform() : 1;
    const length = tail > onward ? 1 : 1 + Math.floor(Math.log(tail) / logOnward);
    returns.add(start, Math.min(length, left));
    left -= length;
  }
}

function addEqualBlocks(returns: ResampledReturns, blockLength: number, random: Random): void {
  const length = Math.min(returns.count, Math.ceil(blockLength));
  for (let left = returns.count; left > 0; left -= length) {
    returns.add(random.integer(returns.count), Math.min(length, left));
  }
}
