import type { Random } from '../math/random.ts';
import type { ResampledReturns } from './resampled-returns.ts';

/** Annualised differences of one series to another, one entry a resample. */
export interface DifferenceDraws {
  readonly sharpe: Float64Array;
  /** Of the mean returns, as a fraction a year. */
  readonly meanReturn: Float64Array;
}

/**
 * Fills `draws[i]` with the differences of series 0 to series i + 1 in resamples by the stationary bootstrap:
 * blocks of geometric length with mean `blockLength` that start anywhere and wrap around the end. All series take the
 * same days, so that dependence over days and between the series survives; the last block of a resample is cut to its
 * size. Allocates nothing for a resample.
 *
 * Politis & Romano 1994, "The stationary bootstrap", Journal of the American Statistical Association 89(428).
 */
export function resampleDifferences(
  returns: ResampledReturns,
  blockLength: number,
  draws: readonly DifferenceDraws[],
  random: Random,
): void {
  const resamples = draws[0]?.sharpe.length ?? 0;
  for (let resample = 0; resample < resamples; resample++) {
    addBlocks(returns, blockLength, random);
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
