import { mean } from './resampled-returns.ts';

/**
 * The influence of each day on the Sharpe ratio of one period: `z − S (z² − 1) / 2`, with z the standardised return
 * and S the ratio. Its long-run variance is that of the estimated ratio, so its dependence over days is what a block
 * length must cover. All zero for a series that does not vary. Lo 2002, "The statistics of Sharpe ratios", Financial
 * Analysts Journal 58(4), derives the variance in this way.
 */
export function sharpeInfluence(returns: Float64Array): Float64Array {
  const centre = mean(returns);
  const deviation = Math.sqrt(mean(returns.map((value) => (value - centre) * (value - centre))));
  if (!(deviation > 0)) return new Float64Array(returns.length);
  const ratio = centre / deviation;
  return returns.map((value) => {
    const standardised = (value - centre) / deviation;
    return standardised - (ratio / 2) * (standardised * standardised - 1);
  });
}
