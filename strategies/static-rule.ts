import { channelRule, crossoverRule, defineStrategy, z } from 'regimeta';

/**
 * Hypothesis: one trend rule with parameters that everybody knows, the crossing of the means of 50 and 200 closes or the place in a
 * channel, needs no learning and no choosing. Long and short at equal weights, rebalanced weekly.
 * Inputs: log closes. Refuted by any selection of rules that beats it out of sample after costs.
 */
export default defineStrategy({
  name: 'static-rule',
  description: 'Follows one trend rule with fixed parameters, long and short at equal weights.',
  parameters: z.object({
    rule: z
      .enum(['crossover', 'channel'])
      .default('crossover')
      .describe('means of two periods, or the place in a channel'),
    fast: z.int().min(1).max(250).default(50).describe('bars of the fast mean'),
    slow: z.int().min(2).max(2_520).default(200).describe('bars of the slow mean, and of the channel'),
  }),
  lookback: ({ slow }) => slow,
  timers: () => ({ rebalance: { everyBars: 5 } }),
  onBar({ parameters: { rule, fast, slow }, symbols, universe, isDue, history, target }) {
    if (!isDue('rebalance')) return;
    const { lookback, signal } =
      rule === 'crossover' ? crossoverRule(Math.min(fast, slow - 1), slow) : channelRule(slow);
    for (const symbol of symbols) {
      target(symbol, signal(history(symbol).close.toArray(lookback).map(Math.log)) / universe.length);
    }
  },
});
