import { defineStrategy, z } from 'regimeta';

/**
 * Hypothesis: with no knowledge of returns, equal weights (1/N) are hard to beat (DeMiguel, Garlappi & Uppal 2009).
 * Rebalances all symbols to equal weights at the first bar of each month. Inputs: none but prices for sizing.
 * Refuted by an allocation that beats it out of sample after costs.
 */
export default defineStrategy({
  name: 'equal-weight',
  description: 'Rebalances all symbols to equal weights every month.',
  parameters: z.object({
    every: z.enum(['day', 'week', 'month']).default('month').describe('how often to rebalance'),
  }),
  lookback: () => 1,
  timers: ({ every }) => ({ rebalance: { every } }),
  onBar({ symbols, universe, isDue, target }) {
    if (!isDue('rebalance')) return;
    for (const symbol of symbols) target(symbol, 1 / universe.length);
  },
});
