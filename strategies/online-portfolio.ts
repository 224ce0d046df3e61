import {
  anticorPortfolio,
  confidenceWeightedPortfolio,
  constantPortfolio,
  defineStrategy,
  exponentiatedGradient,
  movingAveragePortfolio,
  type OnlinePortfolio,
  passiveAggressivePortfolio,
  robustMedianPortfolio,
  z,
} from 'regimeta';

/** The rules of online portfolio selection, each with the settings of its paper. */
const RULES: Readonly<Record<string, (assets: number) => OnlinePortfolio>> = {
  ucrp: (assets) => constantPortfolio(assets),
  eg: (assets) => exponentiatedGradient(assets),
  pamr: (assets) => passiveAggressivePortfolio(assets),
  'pamr-1': (assets) => passiveAggressivePortfolio(assets, { variant: 1 }),
  'pamr-2': (assets) => passiveAggressivePortfolio(assets, { variant: 2 }),
  cwmr: (assets) => confidenceWeightedPortfolio(assets),
  'olmar-1': (assets) => movingAveragePortfolio(assets),
  'olmar-2': (assets) => movingAveragePortfolio(assets, { average: 'exponential' }),
  rmr: (assets) => robustMedianPortfolio(assets),
  anticor: (assets) => anticorPortfolio(assets, { windowMax: 10 }),
};

/**
 * Hypothesis: prices of stocks return to each other within days, so a rule that buys what fell grows faster than any constant
 * mix (Li & Hoi 2014). Inputs: the price relatives of each bar; a symbol without a bar counts as unchanged.
 * Refuted where costs of a few basis points take all of it, as they do on most data since 2000.
 */
export default defineStrategy({
  name: 'online-portfolio',
  description: 'Rebalances at every bar by a rule of online portfolio selection.',
  parameters: z.object({
    rule: z.enum(Object.keys(RULES)).default('olmar-1').describe('the rule of selection'),
  }),
  lookback: () => 2,
  init: ({ parameters: { rule }, universe }) => ({ rule: RULES[rule]!(universe.length) }),
  onBar({ state: { rule }, symbols, universe, history, target }) {
    const relatives = Float64Array.from(universe, (symbol) => {
      if (!symbols.includes(symbol)) return 1;
      const { close } = history(symbol);
      return close.ago(0) / close.ago(1);
    });
    rule.update(relatives);
    universe.forEach((symbol, i) => {
      target(symbol, rule.weights[i]!);
    });
  },
});
