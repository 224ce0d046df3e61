import type { MetricValue } from '../model/metric-value.ts';
import { defined, NO_DRAWDOWN, undefinedBecause } from './metric-result.ts';

/**
 * Calmar ratio: `CAGR / |maximum drawdown|`, both over the whole test period (Young 1991, "Calmar ratio: a smoother
 * tool", Futures 20(1), has 36 months).
 *
 * Unit: ratio, annualised as the growth rate is. Undefined where either of the two is, with its reason, and where there was
 * no drawdown.
 */
export function calmar(growth: MetricValue, drawdown: MetricValue): MetricValue {
  if (growth.value === null) return growth;
  if (drawdown.value === null) return drawdown;
  if (drawdown.value === 0) return undefinedBecause(NO_DRAWDOWN);
  const ratio = growth.value / Math.abs(drawdown.value);
  return Number.isFinite(ratio) ? defined(ratio) : undefinedBecause('the drawdown is too small to divide by');
}
