import type { Fill } from '../model/fill.ts';
import type { EpochMs } from '../model/time.ts';

/** What metrics read of a fill, with the time at which it happened. */
export type FilledOrder = Pick<
  Fill,
  'quantity' | 'price' | 'referencePrice' | 'commission' | 'ambiguous' | 'oppositeProfitDifference'
> & {
  readonly time: EpochMs;
};
