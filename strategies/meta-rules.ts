import {
  bocpd,
  defineStrategy,
  ruleSelector,
  ruleSignals,
  SIGNED_RISK_DEFAULTS,
  signedRiskWeights,
  USUAL_RULES,
  z,
} from 'regimeta';

/**
 * Hypothesis: which trading rule pays, and with which parameters, depends on the regime; what was learned over many regimes of
 * other assets says how far to trust the few weeks that are known of the present one, and past regimes that were alike say more.
 * A library of rules gives positions; the learner has a prior of what each pays, adapts it in closed form to the regime since the
 * detected change, recalls the past regimes most like it, and holds a mix.
 * Inputs: log closes; trends, reversions, crossovers, channels and holding over several periods.
 * Refuted where the mix of the prior alone (`frozen`), one static rule (`static-rule`), or the best rule of the last years chosen
 * anew each quarter (`walk-forward-rules`) earns as much for its risk: docs/results has what was found.
 */
export default defineStrategy({
  name: 'meta-rules',
  description:
    'Holds a mix of trading rules whose weights a meta-learner adapts at each detected regime change.',
  parameters: z.object({
    horizon: z.int().min(1).max(126).default(10).describe('bars that a payoff is taken over'),
    rebalanceBars: z.int().min(1).max(252).default(5).describe('bars between two rebalancings'),
    volatilityTarget: z
      .number()
      .positive()
      .max(2)
      .default(0.15)
      .describe('annual volatility of a full position'),
    metaTasks: z.int().min(10).max(100_000).default(1_000).describe('tasks of meta-training'),
  }),
  lookback: () => 1,
  timers: ({ rebalanceBars }) => ({ rebalance: { everyBars: rebalanceBars } }),
  learner: ({ horizon, metaTasks }) => ({
    features: ruleSignals(USUAL_RULES),
    detector: bocpd(),
    model: ruleSelector({ metaTasks }),
    labelHorizonBars: horizon,
    supportBars: [10, 20, 40, 80],
    supportRowsMin: 5,
    tasks: { queryBars: 42, symbolsPerTask: 8 },
  }),
  init: ({ universe }) => ({ weights: new Float64Array(universe.length) }),
  onBar({ parameters: { volatilityTarget }, state, symbols, isDue, prediction, volatility, target }) {
    if (!isDue('rebalance')) return;
    const settings = { ...SIGNED_RISK_DEFAULTS, predictionScale: 1, volatilityTarget };
    const weights = state.weights.subarray(0, symbols.length);
    signedRiskWeights(symbols.map(prediction), symbols.map(volatility), settings, weights);
    for (const [index, symbol] of symbols.entries()) target(symbol, weights[index]!);
  },
});
