import { describe, expect, it } from 'vitest';
import { METRIC_CATALOG } from '../../src/model/metric-catalog.ts';
import {
  durationText,
  metricText,
  numberText,
  percentText,
  signedText,
  significantText,
  timeText,
} from '../../src/report/number-text.ts';

describe('numbers as text', () => {
  it('groups thousands and keeps the decimals it is asked for', () => {
    expect(numberText(1234567.891, 2)).toBe('1,234,567.89');
    expect(numberText(-999, 0)).toBe('\u2212999');
    expect(numberText(100000, 0)).toBe('100,000');
  });

  it('shows no sign on what is printed as zero', () => {
    expect(numberText(-0.0001, 2)).toBe('0.00');
    expect(signedText(0.0001, 2)).toBe('0.00');
    expect(signedText(-0, 1)).toBe('0.0');
  });

  it('prints what is not finite as n/a in every form', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(numberText(value, 2)).toBe('n/a');
      expect(percentText(value, 2)).toBe('n/a');
      expect(significantText(value, 3)).toBe('n/a');
      expect(timeText(value)).toBe('n/a');
      expect(durationText(value)).toBe('n/a');
    }
    expect(timeText(9e15)).toBe('n/a');
  });

  it('keeps significant digits for small and large values', () => {
    expect(significantText(0.061234, 3)).toBe('0.0612');
    expect(significantText(0.0000123, 3)).toBe('1.23e\u22125');
    expect(significantText(12345.6, 3)).toBe('12,346');
    expect(significantText(0, 3)).toBe('0');
  });

  it('shows a date alone at midnight and the time of day otherwise, always in UTC', () => {
    expect(timeText(Date.UTC(2024, 1, 29))).toBe('2024-02-29');
    expect(timeText(Date.UTC(2024, 1, 29, 14, 30))).toBe('2024-02-29 14:30');
    expect(timeText(Date.UTC(2024, 1, 29, 14, 30, 5))).toBe('2024-02-29 14:30:05');
  });

  it('has a form for every unit of the metric catalog', () => {
    const units = new Set(METRIC_CATALOG.map((entry) => entry.unit));
    expect([...units].map((unit) => metricText(0.1234, unit))).toEqual([
      '12.3%',
      '0.12',
      '1970-01-01',
      '0',
      '0',
      '0.1234',
    ]);
  });
});
