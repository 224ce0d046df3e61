import type { BarSeries } from '../model/bar-series.ts';
import { SpooledBars } from './spooled-bars.ts';

/** The same bars, each so many milliseconds later. */
export function shiftTimes<Bars extends BarSeries | SpooledBars>(bars: Bars, shiftMs: number): Bars {
  if (shiftMs === 0) return bars;
  return (bars instanceof SpooledBars ? bars.shifted(shiftMs) : shiftSeries(bars, shiftMs)) as Bars;
}

function shiftSeries(bars: BarSeries, shiftMs: number): BarSeries {
  return { ...bars, time: bars.time.map((time) => time + shiftMs) };
}
