import { defineStrategy, minimumVarianceWeights, shrunkCovariance, z } from 'regimeta';

/**
 * Hypothesis: volatilities and correlations persist while mean returns cannot be known, so the long-only portfolio of least
 * variance earns more for its risk than equal weights do (Clarke, de Silva & Thorley 2006).
 * Inputs: daily returns of the look-back, their covariance matrix shrunk (Ledoit & Wolf 2004).
 * Refuted where equal weights have as high a Sharpe ratio after costs.
 */
export default defineStrategy({
  name: 'minimum-variance',
  description: 'Holds the long-only portfolio of least variance, rebalanced every month.',
  parameters: z.object({
    bars: z.int().min(20).max(2_520).default(252).describe('bars that the covariance is estimated from'),
    weightMax: z
      .number()
      .positive()
      .max(1)
      .default(0.25)
      .describe('most of one symbol, where there are enough'),
  }),
  lookback: ({ bars }) => bars + 1,
  timers: () => ({ rebalance: { every: 'month' } }),
  onBar({ parameters: { bars, weightMax }, symbols, universe, isDue, history, target }) {
    if (!isDue('rebalance')) return;
    const returns = symbols.map((symbol) => history(symbol).close.returns(bars));
    const upper = Math.max(weightMax, 1 / symbols.length);
    const weights = minimumVarianceWeights(shrunkCovariance(returns).covariance, { upper });
    for (const symbol of universe) target(symbol, weights[symbols.indexOf(symbol)] ?? 0);
  },
});
