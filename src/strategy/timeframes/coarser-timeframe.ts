import type { BarTiming } from '../../model/bar-timing.ts';
import { RegimetaError } from '../../model/regimeta-error.ts';
import { type TimeframeRule, timeframeRule } from '../../model/timeframe.ts';

/** The rule of a timeframe; `place` and `code` are those of the error where the text names none. */
export function requireTimeframe(
  text: string,
  place: string,
  code: 'E_PLUGIN_SHAPE' | 'E_PARAMETER_INVALID',
): TimeframeRule {
  const rule = timeframeRule(text);
  if (rule !== null) return rule;
  throw new RegimetaError(code, {
    place,
    rule: 'a timeframe is a number of s, m or h up to 24h, 1d, 1w or 1M, or tick:, volume: or value: with an amount',
    found: JSON.stringify(text),
    repair: 'Write 15m, 1d, or tick:500',
  });
}

/** Throws E_DATA_TIMEFRAME where bars are longer than the timeframe that is to be built of them. */
export function requireCoarser(name: string, timings: readonly BarTiming[], place: string): void {
  const rule = timeframeRule(name);
  if (rule?.kind !== 'clock') return;
  const lengthMs = Math.max(...timings.map(({ sinceBeginMs, untilKnownMs }) => sinceBeginMs + untilKnownMs));
  if (rule.lengthMs >= lengthMs) return;
  throw new RegimetaError('E_DATA_TIMEFRAME', {
    place,
    rule: 'a timeframe is not finer than the bars that it is built of',
    found: `${name} of bars of ${lengthMs / 1_000} seconds`,
    repair: 'Use finer bars, or a longer timeframe',
  });
}
