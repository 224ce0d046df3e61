import { bocpd, defineStrategy, EmergingFactor, maml, quantileTailRisk, trendFeatures, z } from 'regimeta';

/** The quantiles of the next return, in units of volatility, that are learned. */
const LEVELS = [0.005, 0.01, 0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

/** The tail that positions are sized by, and the normal one of it, so that a target volatility has its usual meaning. */
const TAIL = 0.05;
const NORMAL_SHORTFALL = 2.0627;

/**
 * Hypothesis: the tail of the next return, in units of a slow volatility, changes with the regime, and a network that was
 * meta-trained over many regimes learns the present one from a few days of it: its value at risk is exceeded as often as it should
 * be where exponential smoothing, GARCH and historical simulation lag behind.
 * Inputs: returns over 1 to 21 bars in units of volatility, a ratio of short to long volatility, the market's own moves; a Bayesian
 * change-point detector. Positions are long, each with the same forecast expected shortfall, together at a target volatility; the
 * sum of their shortfalls has a limit. A new common component in the residuals of the symbols is noted, and halves exposure for a while.
 * Refuted where the same network without adapting (`frozen`), or one of the classical models, has as low a quantile loss:
 * `regimeta risk strategies/meta-risk.ts` shows it, docs/results has what was found.
 */
export default defineStrategy({
  name: 'meta-risk',
  description:
    'Holds all symbols by equal forecast shortfall at a target volatility; the forecasts re-adapt at regime changes.',
  parameters: z.object({
    volatilityTarget: z
      .number()
      .positive()
      .max(1)
      .default(0.1)
      .describe('annual volatility of all positions, if they moved as one'),
    shortfallLimit: z
      .number()
      .positive()
      .max(0.5)
      .default(0.025)
      .describe('most expected shortfall of a bar, part of equity'),
    rebalanceBars: z.int().min(1).max(252).default(5).describe('bars between two rebalancings'),
    calmBars: z
      .int()
      .min(1)
      .max(252)
      .default(21)
      .describe('bars of halved exposure after a new common component'),
    metaSteps: z.int().min(1).max(100_000).default(400).describe('steps of meta-training'),
  }),
  lookback: () => 2,
  timers: ({ rebalanceBars }) => ({ rebalance: { everyBars: rebalanceBars } }),
  learner: ({ metaSteps }) => ({
    features: trendFeatures({ horizons: [1, 2, 5, 21], marketHorizons: [1, 5, 21], highWindow: 21 }),
    detector: bocpd(),
    model: maml({
      loss: 'quantiles',
      quantiles: LEVELS,
      hidden: [16],
      metaSteps,
      innerSteps: 3,
      innerRate: 0.02,
      outerRate: 0.005,
    }),
    labelHorizonBars: 1,
    labelFrom: 'close',
    supportBars: [5, 10, 20, 40],
    supportRowsMin: 5,
    tasks: { queryBars: 21, symbolsPerTask: 8 },
  }),
  init: ({ universe }) => ({
    watch: universe.length > 1 ? new EmergingFactor(universe.length) : null,
    calmUntil: 0,
    bar: 0,
  }),
  onBar({ parameters, state, symbols, universe, isDue, history, quantiles, volatility, target, note }) {
    state.bar++;
    const { volatilityTarget, shortfallLimit, calmBars } = parameters;
    const returns = universe.map((symbol) => {
      if (!symbols.includes(symbol)) return 0;
      const { close } = history(symbol);
      return Math.log(close.ago(0) / close.ago(1));
    });
    const factor = state.watch?.take(returns);
    if (factor?.emerged) {
      note('emerging-factor', factor.eigenvalue / factor.threshold);
      state.calmUntil = state.bar + calmBars;
    }
    if (!isDue('rebalance') && !factor?.emerged) return;
    const shortfalls = symbols.map((symbol) => {
      const predicted = quantiles(symbol);
      return predicted && quantileTailRisk(LEVELS, predicted, TAIL).expectedShortfall * volatility(symbol)!;
    });
    // What each position may lose, so that all of them together have the target volatility where they move as one.
    const budget = (volatilityTarget / Math.sqrt(252)) * NORMAL_SHORTFALL;
    const allowed = Math.min(budget, shortfallLimit) * (state.bar < state.calmUntil ? 0.5 : 1);
    const held = shortfalls.filter((shortfall) => shortfall !== null && shortfall > 0).length;
    const weights = shortfalls.map((shortfall) =>
      shortfall && shortfall > 0 ? allowed / held / shortfall : 0,
    );
    const gross = weights.reduce((sum, weight) => sum + weight, 0);
    symbols.forEach((symbol, i) => {
      target(symbol, weights[i]! / Math.max(1, gross * (1 + 1e-9)));
    });
    note('expected-shortfall', allowed / Math.max(1, gross));
  },
});
