import { type BracketOptions, defineStrategy, z } from 'regimeta';

/** A user's bracket: when flat, a new bracket along the last move at every bar, in place of the one before. */
export default defineStrategy({
  name: 'timed-bracket',
  description: 'Enters along the last move whenever it is flat, with a stop and a target.',
  parameters: z.object({
    entry: z.enum(['market', 'limit', 'stop']).default('market'),
    away: z
      .number()
      .positive()
      .default(0.005)
      .describe('distance of a limit or stop entry, part of the close'),
    stop: z.number().positive().default(0.01).describe('distance of the stop, part of the entry'),
    take: z.number().positive().default(0.01).describe('distance of the target, part of the entry'),
    quantity: z.number().positive().default(10),
  }),
  lookback: () => 2,
  onBar(context) {
    const { entry, away, stop, take, quantity } = context.parameters;
    for (const symbol of context.symbols) {
      if (context.position(symbol).quantity !== 0) continue;
      for (const { id } of context.openOrders(symbol)) context.cancel(id);
      const { close } = context.history(symbol);
      const sign = close.ago(0) >= close.ago(1) ? 1 : -1;
      const distance = { market: 0, limit: -sign * away, stop: sign * away }[entry];
      const price = close.ago(0) * (1 + distance);
      const order: BracketOptions = {
        side: sign > 0 ? 'buy' : 'sell',
        quantity,
        stopLoss: price * (1 - sign * stop),
        takeProfit: price * (1 + sign * take),
      };
      context.bracket(symbol, entry === 'market' ? order : { ...order, [entry]: price });
    }
  },
});
