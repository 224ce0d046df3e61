/**
 * The length of bars: so many seconds, minutes or hours within a session; one session (`1d`); the sessions of a calendar week
 * or month (`1w`, `1M`); or so many events, units of volume, or money of traded value.
 */
export type Timeframe =
  | `${number}s`
  | `${number}m`
  | `${number}h`
  | '1d'
  | '1w'
  | '1M'
  | `tick:${number}`
  | `volume:${number}`
  | `value:${number}`;

/** What ends a bar of a timeframe. */
export type TimeframeRule =
  | { readonly kind: 'clock'; readonly lengthMs: number }
  | { readonly kind: 'session' | 'week' | 'month' }
  | { readonly kind: 'tick' | 'volume' | 'value'; readonly amount: number };

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const DAY_MS = 86_400_000;

/** The rule of a timeframe; null where the text names none. A length of time lies from one second to a day. */
export function timeframeRule(text: string): TimeframeRule | null {
  if (text === '1d') return { kind: 'session' };
  if (text === '1w') return { kind: 'week' };
  if (text === '1M') return { kind: 'month' };
  const [, count, unit] = /^([1-9]\d{0,4})([smh])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) {
    const lengthMs = decimalOf(count) * UNITS_MS[unit]!;
    return lengthMs <= DAY_MS ? { kind: 'clock', lengthMs } : null;
  }
  const [, kind, digits] = /^(tick|volume|value):(\d{1,15}(?:\.\d{1,9})?)$/.exec(text) ?? [];
  if (kind === undefined || digits === undefined) return null;
  const amount = decimalOf(digits);
  if (!(amount > 0) || (kind === 'tick' && !Number.isInteger(amount))) return null;
  return { kind: kind as 'tick' | 'volume' | 'value', amount };
}

/** The number of digits with at most one point; by hand, since text of users becomes a number elsewhere. */
function decimalOf(digits: string): number {
  const point = digits.indexOf('.');
  let value = 0;
  let scale = 1;
  for (let at = 0; at < digits.length; at++) {
    if (at === point) continue;
    value = value * 10 + (digits.charCodeAt(at) - 48);
    if (point >= 0 && at > point) scale *= 10;
  }
  return value / scale;
}
