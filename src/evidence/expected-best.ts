import { normalQuantile } from '../math/normal-distribution.ts';

/** The Euler–Mascheroni constant. */
const EULER = 0.5772156649015329;

/**
 * The best of the figures that as many trials without any skill would be expected to show, if they differed from each other as much
 * as these: `σ · ((1 − γ) z(1 − 1/N) + γ z(1 − 1/(N e)))`, with σ the standard deviation of the N figures, γ Euler's
 * constant and z the normal quantile (Bailey and López de Prado 2014, "The deflated Sharpe ratio", Journal of Portfolio Management 40/5, eq. 1).
 * It takes trials as independent: neighbours in a grid are not, so that it overstates. Null for fewer than two.
 */
export function expectedBest(figures: readonly number[]): number | null {
  const count = figures.length;
  if (count < 2) return null;
  const mean = figures.reduce((sum, value) => sum + value, 0) / count;
  const squares = figures.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const deviation = Math.sqrt(squares / (count - 1));
  const first = normalQuantile(1 - 1 / count);
  const second = normalQuantile(1 - 1 / (count * Math.E));
  return deviation * ((1 - EULER) * first + EULER * second);
}
