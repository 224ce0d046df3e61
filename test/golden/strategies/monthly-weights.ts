import { defineStrategy, z } from 'regimeta';

/** The sample standard deviation of the log returns between closes, oldest first. */
function deviationOf(closes: Float64Array): number {
  const returns: number[] = [];
  for (let i = 1; i < closes.length; i++) returns.push(Math.log(closes[i]! / closes[i - 1]!));
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const squares = returns.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt(squares / (returns.length - 1));
}

/** A user's portfolio: the weights of all symbols with enough history, once a month. */
export default defineStrategy({
  name: 'monthly-weights',
  description: 'Rebalances to equal, volatility-scaled or trend-signed weights every month.',
  parameters: z.object({
    rule: z.enum(['equal', 'volatility', 'trend']).default('equal'),
    bars: z.int().min(1).default(1),
    gross: z.number().positive().default(1),
    staleToo: z.boolean().default(false),
  }),
  lookback: ({ bars }) => bars,
  timers: () => ({ month: { every: 'month' } }),
  onBar({ parameters: { rule, bars, gross, staleToo }, symbols, universe, isDue, history, target }) {
    if (!isDue('month')) return;
    const traded = staleToo ? universe.filter((name) => history(name).close.length >= bars) : symbols;
    const closes = traded.map((symbol) => history(symbol).close.toArray(bars));
    const sizes = closes.map((column) => (rule === 'volatility' ? 1 / deviationOf(column) : 1));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    for (const [i, symbol] of traded.entries()) {
      const { 0: first, [bars - 1]: last } = closes[i]!;
      const sign = rule === 'trend' && last! < first! ? -1 : 1;
      target(symbol, (sign * gross * sizes[i]!) / total);
    }
  },
});
