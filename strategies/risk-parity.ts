import { defineStrategy, equalRiskWeights, hierarchicalRiskWeights, shrunkCovariance, z } from 'regimeta';

/**
 * Hypothesis: with returns unknown, spreading risk evenly beats spreading money evenly (Maillard, Roncalli & Teïletche 2010),
 * or spreading it along the tree of correlations does (López de Prado 2016).
 * Inputs: daily returns of the look-back, their covariance matrix shrunk (Ledoit & Wolf 2004).
 * Refuted where equal weights have as high a Sharpe ratio after costs.
 */
export default defineStrategy({
  name: 'risk-parity',
  description: 'Holds every symbol by an equal contribution to risk, rebalanced every month.',
  parameters: z.object({
    bars: z.int().min(20).max(2_520).default(252).describe('bars that the covariance is estimated from'),
    rule: z.enum(['equal', 'hierarchical']).default('equal').describe('how risk is spread'),
  }),
  lookback: ({ bars }) => bars + 1,
  timers: () => ({ rebalance: { every: 'month' } }),
  onBar({ parameters: { bars, rule }, symbols, universe, isDue, history, target }) {
    if (!isDue('rebalance')) return;
    const returns = symbols.map((symbol) => history(symbol).close.returns(bars));
    const { covariance } = shrunkCovariance(returns);
    const weights = rule === 'equal' ? equalRiskWeights(covariance) : hierarchicalRiskWeights(covariance);
    for (const symbol of universe) target(symbol, weights[symbols.indexOf(symbol)] ?? 0);
  },
});
