import { bocpd, defineStrategy, prototypical, trendFeatures, z } from 'regimeta';

/**
 * Hypothesis: market environments come back, and the portfolio that would have been best in one that was alike, known from its past
 * returns alone, is worth more after costs than one portfolio for all of them. Each environment is a segment between
 * detected changes; the present one and the past ones most like it are the classes of a prototypical network. Each class has the
 * growth-optimal portfolio of its own support (long-only; means and covariances shrunk), half of it spread evenly; weights mix these
 * by the distance of the present features to the prototypes, trained on the wealth of portfolios that are held for the horizon,
 * net of the cost of getting from what the last one has become to the next.
 * Inputs: volatility-scaled returns over 1 to 126 bars, distance from the high, the market's own trend; a change-point detector.
 * Refuted where equal weights, minimum variance or risk parity grow as fast for their risk at the same costs, or the same network
 * without adapting (`frozen`, which holds equal weights): docs/results has what was found at several costs.
 */
export default defineStrategy({
  name: 'meta-allocation',
  description: 'Allocates by the past market environments that are most like the present one.',
  parameters: z.object({
    horizon: z.int().min(1).max(126).default(21).describe('bars that a portfolio is held in training'),
    turnoverCost: z
      .number()
      .min(0)
      .max(0.1)
      .default(0.001)
      .describe('cost of a unit of turnover in training'),
    pastTasks: z.int().min(0).max(16).default(3).describe('past environments that are recalled'),
    metaSteps: z.int().min(1).max(100_000).default(120).describe('steps of meta-training'),
  }),
  lookback: () => 1,
  timers: () => ({ rebalance: { every: 'month' } }),
  learner: ({ horizon, turnoverCost, pastTasks, metaSteps }) => ({
    features: trendFeatures(),
    detector: bocpd(),
    model: prototypical({
      loss: 'log-wealth',
      classes: 'regimes',
      turnoverCost,
      pastTasks,
      pastRows: 180,
      supportCapacity: 240,
      queryCapacity: 384,
      hidden: [16],
      embeddingUnits: 8,
      metaSteps,
    }),
    labelHorizonBars: horizon,
    supportBars: [10, 20, 40],
    supportRowsMin: 5,
    tasks: { queryBars: 63, symbolsPerTask: 6 },
  }),
  onBar({ symbols, universe, isDue, prediction, target }) {
    if (!isDue('rebalance')) return;
    // Predictions are logarithms of weights, up to a constant.
    const parts = symbols.map((symbol) => Math.exp(prediction(symbol) ?? 0));
    const total = parts.reduce((sum, part) => sum + part, 0);
    for (const symbol of universe) target(symbol, (parts[symbols.indexOf(symbol)] ?? 0) / total);
  },
});
