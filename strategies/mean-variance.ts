import { bayesSteinMean, defineStrategy, meanVarianceWeights, shrunkCovariance, z } from 'regimeta';

/**
 * Hypothesis: mean returns of the past year say enough of the next month that the long-only portfolio of the best trade between mean and
 * variance (Markowitz 1952) earns more for its risk than equal weights do, if means are shrunk to one another (Jorion 1986).
 * Inputs: daily returns of the look-back, their means so shrunk, and their covariance matrix too (Ledoit & Wolf 2004).
 * Refuted where equal weights, or the portfolio of least variance, have as high a Sharpe ratio after costs.
 */
export default defineStrategy({
  name: 'mean-variance',
  description:
    'Holds the long-only portfolio of the best trade between mean and variance, rebalanced every month.',
  parameters: z.object({
    bars: z
      .int()
      .min(20)
      .max(2_520)
      .default(252)
      .describe('bars that means and covariance are estimated from'),
    riskAversion: z.number().positive().max(1_000).default(5).describe('what variance costs in mean return'),
    weightMax: z
      .number()
      .positive()
      .max(1)
      .default(0.25)
      .describe('most of one symbol, where there are enough'),
  }),
  lookback: ({ bars }) => bars + 1,
  timers: () => ({ rebalance: { every: 'month' } }),
  onBar({ parameters: { bars, riskAversion, weightMax }, symbols, universe, isDue, history, target }) {
    if (!isDue('rebalance')) return;
    const returns = symbols.map((symbol) => history(symbol).close.returns(bars));
    const { covariance } = shrunkCovariance(returns);
    const means = returns.map((one) => one.reduce((sum, value) => sum + value, 0) / bars);
    const { mean } = bayesSteinMean(means, covariance, bars);
    const bounds = { upper: Math.max(weightMax, 1 / symbols.length) };
    const weights = meanVarianceWeights({ mean, covariance, riskAversion, bounds });
    for (const symbol of universe) target(symbol, weights[symbols.indexOf(symbol)] ?? 0);
  },
});
