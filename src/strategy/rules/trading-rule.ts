/** A rule with its parameters: what it would hold of a symbol, from past closes alone. */
export interface TradingRule {
  /** With its parameters, such as `trend 63`. */
  readonly name: string;
  /** Closes that it reads, the present one included. */
  readonly lookback: number;
  /**
   * The position that it would take, from −1, all short, to 1, all long; `logPrices` are logarithms of the last `lookback` closes, oldest
   * first, and finite.
   */
  readonly signal: (logPrices: Float64Array) => number;
}

/** The change over `bars`, in units of its own volatility, gives the position: with it, from ± 1 deviation on whole. From 2 bars. */
export function trendRule(bars: number): TradingRule {
  return { name: `trend ${bars}`, lookback: bars + 1, signal: (prices) => clipped(standardised(prices)) };
}

/** The same against the change: what rose is sold. From 2 bars. */
export function reversionRule(bars: number): TradingRule {
  return {
    name: `reversion ${bars}`,
    lookback: bars + 1,
    signal: (prices) => -clipped(standardised(prices)),
  };
}

/** Long while the mean of the last `fast` log closes is above that of the last `slow`, short while it is below; `fast` below `slow`. */
export function crossoverRule(fast: number, slow: number): TradingRule {
  return {
    name: `crossover ${fast}/${slow}`,
    lookback: slow,
    signal: (prices) => Math.sign(meanOf(prices.subarray(slow - fast)) - meanOf(prices)),
  };
}

/** Long at the highest close of the last `bars`, short at the lowest, else in between in proportion to the place in the range. */
export function channelRule(bars: number): TradingRule {
  return {
    name: `channel ${bars}`,
    lookback: bars,
    signal(prices) {
      const [low, high] = [Math.min(...prices), Math.max(...prices)];
      return high > low ? (2 * (prices.at(-1)! - low)) / (high - low) - 1 : 0;
    },
  };
}

/** Always long. */
export function holdRule(): TradingRule {
  return { name: 'hold', lookback: 1, signal: () => 1 };
}

/** Some families over short and long periods. */
export const USUAL_RULES: readonly TradingRule[] = [
  holdRule(),
  ...[5, 21, 63, 126, 252].map(trendRule),
  ...[2, 5, 21].map(reversionRule),
  crossoverRule(10, 50),
  crossoverRule(50, 200),
  channelRule(20),
  channelRule(100),
];

/** The whole change over the root of the sum of squared changes; 0 where nothing moved. */
function standardised(prices: Float64Array): number {
  let squares = 0;
  for (let t = 1; t < prices.length; t++) {
    const change = prices[t]! - prices[t - 1]!;
    squares += change * change;
  }
  return squares > 0 ? (prices.at(-1)! - prices[0]!) / Math.sqrt(squares) : 0;
}

const clipped = (value: number): number => Math.max(-1, Math.min(1, value));

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
