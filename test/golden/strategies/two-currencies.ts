import { defineStrategy, z } from 'regimeta';

/** A user's portfolio of a dollar account: one weight for each symbol, and once an amount of euros. */
export default defineStrategy({
  name: 'two-currencies',
  description: 'Rebalances to one weight every month, and buys euros once.',
  parameters: z.object({
    weight: z.number().default(0.3),
    dollars: z.number().min(0).default(0),
  }),
  lookback: () => 1,
  timers: () => ({ month: { every: 'month' } }),
  init: () => ({ hasBought: false }),
  onBar({ parameters: { weight, dollars }, state, symbols, isDue, target, exchangeRate, convert }) {
    if (!isDue('month')) return;
    for (const symbol of symbols) target(symbol, weight);
    if (state.hasBought || dollars === 0 || exchangeRate('EUR') === null) return;
    state.hasBought = true;
    convert('USD', 'EUR', dollars);
  },
});
