import { defineStrategy, SIGNED_RISK_DEFAULTS, signedRiskWeights, USUAL_RULES, z } from 'regimeta';

/** The most closes that a rule reads. */
const LOOKBACK = Math.max(...USUAL_RULES.map(({ lookback }) => lookback));

/** Bars of the volatility that positions are sized by. */
const VOLATILITY_BARS = 63;

/**
 * Hypothesis: the rule that paid best over the last years goes on paying for the next months: the usual grid search, walked
 * forward. Each quarter the rule of the highest mean payoff for its deviation over the past bars is chosen, for all symbols alike;
 * `--rule` names one instead, for good. Inputs: log closes, and the library of rules that `meta-rules` has.
 * Refuted where one rule that is never changed earns as much for its risk.
 */
export default defineStrategy({
  name: 'walk-forward-rules',
  description: 'Follows the trading rule that paid best over the past years, chosen anew each quarter.',
  parameters: z.object({
    bars: z.int().min(63).max(5_040).default(756).describe('bars that rules are judged by'),
    everyBars: z.int().min(1).max(2_520).default(63).describe('bars between two choices'),
    rebalanceBars: z.int().min(1).max(252).default(5).describe('bars between two rebalancings'),
    rule: z
      .enum(['best', ...USUAL_RULES.map(({ name }) => name)])
      .default('best')
      .describe('the rule to follow; best chooses'),
    volatilityTarget: z
      .number()
      .positive()
      .max(2)
      .default(0.15)
      .describe('annual volatility of a full position'),
  }),
  lookback: () => LOOKBACK + 1,
  timers: ({ everyBars, rebalanceBars }) => ({
    choice: { everyBars },
    rebalance: { everyBars: rebalanceBars },
  }),
  init: ({ parameters: { rule } }) => ({
    chosen: Math.max(
      0,
      USUAL_RULES.findIndex(({ name }) => name === rule),
    ),
    /** Mean payoffs over symbols, a row a bar. */
    payoffs: [] as number[][],
    /** What each rule held of each symbol at the bar before. */
    held: new Map<string, number[]>(),
  }),
  onBar({ parameters, state, symbols, isDue, history, target }) {
    const { bars, rule, volatilityTarget } = parameters;
    const prices = symbols.map((symbol) =>
      history(symbol)
        .close.toArray(LOOKBACK + 1)
        .map(Math.log),
    );
    const volatilities = prices.map((one) => deviation(one.subarray(one.length - VOLATILITY_BARS - 1)));
    const row = USUAL_RULES.map((_, r) => {
      const parts = symbols.map((symbol, i) => {
        const change = prices[i]!.at(-1)! - prices[i]!.at(-2)!;
        return ((state.held.get(symbol)?.[r] ?? 0) * change) / volatilities[i]!;
      });
      return parts.reduce((sum, part) => sum + part, 0) / parts.length;
    });
    state.payoffs.push(row);
    if (state.payoffs.length > bars) state.payoffs.shift();
    symbols.forEach((symbol, i) => {
      state.held.set(
        symbol,
        USUAL_RULES.map(({ lookback, signal }) => signal(prices[i]!.slice(-lookback))),
      );
    });
    if (rule === 'best' && isDue('choice') && state.payoffs.length >= 63)
      state.chosen = bestOf(state.payoffs);
    if (!isDue('rebalance')) return;
    const settings = { ...SIGNED_RISK_DEFAULTS, predictionScale: 1, volatilityTarget };
    const weights = new Float64Array(symbols.length);
    const positions = symbols.map((symbol) => state.held.get(symbol)![state.chosen]!);
    signedRiskWeights(positions, volatilities, settings, weights);
    for (const [index, symbol] of symbols.entries()) target(symbol, weights[index]!);
  },
});

/** The rule of the highest mean payoff over its deviation. */
function bestOf(payoffs: readonly number[][]): number {
  const ratios = USUAL_RULES.map((_, r) => {
    const own = payoffs.map((row) => row[r]!);
    const mean = own.reduce((sum, payoff) => sum + payoff, 0) / own.length;
    const squares = own.reduce((sum, payoff) => sum + (payoff - mean) * (payoff - mean), 0);
    return squares > 0 ? mean / Math.sqrt(squares) : Number.NEGATIVE_INFINITY;
  });
  return ratios.indexOf(Math.max(...ratios));
}

/** Of one-bar changes about 0; a hundredth of a basis point at least. */
function deviation(prices: Float64Array): number {
  let squares = 0;
  for (let t = 1; t < prices.length; t++) {
    const change = prices[t]! - prices[t - 1]!;
    squares += change * change;
  }
  return Math.max(1e-6, Math.sqrt(squares / (prices.length - 1)));
}
