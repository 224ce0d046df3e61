import { growthOf, type OnlinePortfolio } from './online-portfolio.ts';

/**
 * The wealth of a rule after every period, from 1, under proportional costs: each period's growth is multiplied by
 * 1 − ½·costRate·Σ|w − w̃|, w̃ being the weights that the prices left, and all cash before the first period; it is the model of
 * the OLPS toolbox (Li, Sahoo & Hoi 2016). `relatives` has one array a period. The rule is updated on the way.
 */
export function onlineWealth(
  rule: OnlinePortfolio,
  relatives: readonly Float64Array[],
  costRate = 0,
): Float64Array {
  let wealth = 1;
  let drifted: Float64Array | null = null;
  return Float64Array.from(relatives, (period) => {
    const { weights } = rule;
    let traded = 0;
    for (let i = 0; i < weights.length; i++) traded += Math.abs(weights[i]! - (drifted?.[i] ?? 0));
    const growth = growthOf(weights, period) * (1 - (costRate / 2) * traded);
    wealth *= growth;
    drifted = weights.map((weight, i) => (weight * period[i]!) / growth);
    rule.update(period);
    return wealth;
  });
}
