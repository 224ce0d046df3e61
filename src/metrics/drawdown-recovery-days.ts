import type { MetricValue } from '../model/metric-value.ts';
import { drawdownRecoveredTime } from './drawdown-recovered-time.ts';
import type { EquityFigures } from './equity-tally.ts';
import { DAY_MS, defined } from './metric-result.ts';

/**
 * Recovery time of the maximum drawdown: from its lowest mark to the first mark at the peak before it or above.
 *
 * Unit: days of 24 hours, those without trading included. Undefined as the end of the drawdown is.
 */
export function drawdownRecoveryDays(equity: EquityFigures): MetricValue {
  const recovered = drawdownRecoveredTime(equity);
  if (recovered.value === null) return recovered;
  return defined((recovered.value - equity.drawdownTroughTime) / DAY_MS);
}
