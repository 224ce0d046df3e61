import { defineStrategy, z } from 'regimeta';

/**
 * Hypothesis: prices trend, so a fast mean that crosses a slow one from below announces a rise that lasts longer than
 * the costs of trading it. Long while the fast mean is above, flat otherwise; a touch without a cross is no signal.
 * Inputs: closes. Refuted where it earns no more than holding does at the same exposure.
 */
export default defineStrategy({
  name: 'sma-crossover',
  description:
    'Long when the fast simple moving average crosses above the slow one, flat when it crosses below.',
  parameters: z.object({
    fast: z.int().min(1).max(1_000).default(10).describe('bars of the fast average'),
    slow: z.int().min(2).max(10_000).default(30).describe('bars of the slow average'),
    quantity: z.number().min(0).default(0).describe('units to buy; 0 means an equal share of equity'),
  }),
  lookback: ({ fast, slow }) => Math.max(fast, slow) + 1,
  onBar({ parameters: { fast, slow, quantity }, symbols, universe, history, position, target, buy, close }) {
    for (const symbol of symbols) {
      const closes = history(symbol).close;
      const before = closes.mean(fast, 1) - closes.mean(slow, 1);
      const now = closes.mean(fast) - closes.mean(slow);
      const held = position(symbol).quantity;
      if (before < 0 && now > 0 && held === 0) {
        if (quantity > 0) buy(symbol, quantity);
        else target(symbol, 1 / universe.length);
      } else if (before > 0 && now < 0 && held > 0) close(symbol);
    }
  },
});
