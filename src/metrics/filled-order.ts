import type { Fill } from '../model/fill.ts';

/** What metrics read of a fill. */
export type FilledOrder = Pick<
  Fill,
  'quantity' | 'price' | 'referencePrice' | 'commission' | 'ambiguous' | 'oppositeProfitDifference'
>;
