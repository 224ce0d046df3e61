import { defineStrategy, z } from 'regimeta';

/**
 * Hypothesis: holding the market is hard to beat after costs. Buys every symbol at an equal weight once, and never
 * trades again; a symbol that appears later is bought when it does, with what its share of equity is then.
 * Inputs: none but the first bar of each symbol. A rule that is worth its costs refutes it.
 */
export default defineStrategy({
  name: 'buy-and-hold',
  description: 'Buys every symbol at an equal weight once and holds.',
  parameters: z.object({}),
  lookback: () => 1,
  init: () => ({ bought: new Set<string>() }),
  onBar({ state, symbols, universe, target }) {
    if (state.bought.size === universe.length) return;
    for (const symbol of symbols) {
      if (state.bought.has(symbol)) continue;
      state.bought.add(symbol);
      target(symbol, 1 / universe.length);
    }
  },
});
