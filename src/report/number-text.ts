import type { MetricUnit } from '../model/metric-catalog.ts';
import type { EpochMs } from '../model/time.ts';
import { html, type Markup } from './html.ts';

const MINUS = '\u2212';

/**
 * A number with grouped thousands and a fixed count of decimals, in the same form on every machine. Not finite:
 * `n/a`.
 */
export function numberText(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return 'n/a';
  const digits = Math.abs(value).toFixed(decimals);
  if (digits.includes('e')) return String(value).replace('-', MINUS);
  const [whole = '', fraction] = digits.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** A number that always shows its sign; for differences. */
export function signedText(value: number, decimals: number): string {
  const text = numberText(value, decimals);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A fraction as a percentage. */
export function percentText(fraction: number, decimals: number): string {
  return Number.isFinite(fraction) ? `${numberText(fraction * 100, decimals)}%` : 'n/a';
}

/** A fraction as a percentage that always shows its sign. */
export function signedPercentText(fraction: number, decimals: number): string {
  return Number.isFinite(fraction) ? `${signedText(fraction * 100, decimals)}%` : 'n/a';
}

/** A number of unknown magnitude with some significant digits; for losses and norms. */
export function significantText(value: number, digits: number): string {
  if (!Number.isFinite(value)) return 'n/a';
  const magnitude = Math.abs(value);
  if (value !== 0 && (magnitude < 1e-4 || magnitude >= 1e6)) {
    return value.toExponential(digits - 1).replace(/-/g, MINUS);
  }
  const decimals = value === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(magnitude)));
  return numberText(value, decimals);
}

/** A metric as tables print it. */
export function metricText(value: number, unit: MetricUnit): string {
  switch (unit) {
    case 'percent':
      return percentText(value, 1);
    case 'ratio':
      return numberText(value, 2);
    case 'number':
      return numberText(value, 4);
    case 'money':
      return numberText(value, 0);
    case 'count':
      return numberText(value, 0);
    case 'date':
      return timeText(value);
  }
}

/** A time in UTC: the date alone at midnight, else with the time of day. Outside of the calendar: `n/a`. */
export function timeText(time: EpochMs): string {
  if (!Number.isFinite(time) || Math.abs(time) > 8.64e15) return 'n/a';
  const text = new Date(time).toISOString();
  const [date = '', clock = ''] = text.split('T');
  if (clock === '00:00:00.000Z') return date;
  return `${date} ${clock.slice(0, clock.endsWith(':00.000Z') ? 5 : 8)}`;
}

/** A duration in milliseconds in a unit that keeps it short. */
export function durationText(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return 'n/a';
  if (milliseconds < 1000) return `${significantText(milliseconds, 3)} ms`;
  if (milliseconds < 120_000) return `${numberText(milliseconds / 1000, 1)} s`;
  return `${numberText(milliseconds / 60_000, 1)} min`;
}

/**
 * A number for readers and for machines: what is read is rounded, the stored value stands in the `value` attribute.
 * Null and what is not finite: `n/a`.
 */
export function storedNumber(value: number | null, text: (value: number) => string): Markup {
  if (value === null || !Number.isFinite(value)) return html`n/a`;
  return html`<data value="${value}">${text(value)}</data>`;
}

/** The first digits of a hash; the whole of it is in its title. */
export function shortHash(hash: string): Markup {
  return html`<code title="${hash}">${hash.slice(0, 10)}</code>`;
}

/** A name that a user gave, kept apart so that its writing direction cannot turn the text around it. */
export function nameOf(text: string): Markup {
  return html`<bdi class="name">${text}</bdi>`;
}
