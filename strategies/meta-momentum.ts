import {
  adwin,
  defineStrategy,
  maml,
  SIGNED_RISK_DEFAULTS,
  signedRiskWeights,
  trendFeatures,
  z,
} from 'regimeta';

/**
 * Hypothesis: how past returns predict the next month's return changes between market regimes, and a network that was
 * meta-trained over many regimes learns the present one from a few weeks of it.
 * Inputs: volatility-scaled returns over 1 to 126 bars, distance from the high, and the market's own trend, all scaled
 * by the past; adaptive windows (ADWIN) over the market's return and dispersion as detector; second-order MAML on a small
 * network. Long and short, each position sized by its volatility.
 * Refuted where the same learner does as well without adapting (`frozen`), or adapting at random times
 * (`random-time`): then regimes, or their detection, are not what matters. The arm `rule` trades the mean of the scaled returns over one, three and six
 * months in place of the network.
 */
export default defineStrategy({
  name: 'meta-momentum',
  description:
    'Trend following whose signal is a meta-trained network that re-adapts at each detected regime change.',
  parameters: z.object({
    horizon: z.int().min(2).max(126).default(21).describe('bars that a prediction looks ahead'),
    rebalanceBars: z.int().min(1).max(252).default(5).describe('bars between two rebalancings'),
    scale: z
      .number()
      .positive()
      .max(10)
      .default(0.25)
      .describe('prediction that earns a full position, in volatilities'),
    volatilityTarget: z
      .number()
      .positive()
      .max(2)
      .default(0.15)
      .describe('annual volatility of a full position'),
    innerSteps: z.int().min(1).max(20).default(2).describe('gradient steps of an adaptation'),
    innerRate: z.number().positive().max(1).default(0.01).describe('step size of an adaptation'),
    metaSteps: z.int().min(1).max(100_000).default(400).describe('steps of meta-training'),
  }),
  lookback: () => 1,
  timers: ({ rebalanceBars }) => ({ rebalance: { everyBars: rebalanceBars } }),
  learner: ({ horizon, innerSteps, innerRate, metaSteps }) => ({
    features: trendFeatures(),
    detector: adwin({ of: 'both', clip: 3, clock: 4, delta: 5e-4 }),
    // The rule of time-series momentum: the past half year goes on.
    rule: (feature) => (feature('return_21') + feature('return_63') + feature('return_126')) / 3,
    model: maml({ hidden: [32], innerSteps, innerRate, outerRate: 0.003, metaSteps, queryCapacity: 96 }),
    labelHorizonBars: horizon,
    supportBars: [10, 20, 40],
    supportRowsMin: 5,
    tasks: { queryBars: 21, symbolsPerTask: 8 },
  }),
  init: ({ universe }) => ({ weights: new Float64Array(universe.length) }),
  onBar({ parameters, state, symbols, isDue, prediction, volatility, target }) {
    if (!isDue('rebalance')) return;
    const { scale, volatilityTarget } = parameters;
    const settings = { ...SIGNED_RISK_DEFAULTS, predictionScale: scale, volatilityTarget };
    const weights = state.weights.subarray(0, symbols.length);
    signedRiskWeights(symbols.map(prediction), symbols.map(volatility), settings, weights);
    for (const [index, symbol] of symbols.entries()) target(symbol, weights[index]!);
  },
});
