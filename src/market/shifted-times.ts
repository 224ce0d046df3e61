import type { BarSeries } from '../model/bar-series.ts';
import { SpooledBars } from './spooled-bars.ts';

/** The same bars, each so many milliseconds later. */
export function shiftTimes<Bars extends BarSeries | SpooledBars>(bars: Bars, shiftMs: number): Bars {
  if (shiftMs === 0) return bars;
  const shifted =
    bars instanceof SpooledBars
      ? bars.shifted(shiftMs)
      : { ...bars, time: bars.time.map((time) => time + shiftMs) };
  return shifted as Bars;
}
