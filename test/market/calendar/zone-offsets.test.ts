import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isZoneName, ZoneOffsets } from '../../../src/market/calendar/zone-offsets.ts';

const FROM = Date.UTC(1970, 0, 1);
const TO = Date.UTC(2040, 0, 1);
const ZONES = [
  'UTC',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Europe/London',
];
const tables = new Map(ZONES.map((zone) => [zone, new ZoneOffsets(zone, FROM, TO)]));

/** What the clock of a zone shows, as if it were UTC: an own reading of the zone data. */
function shownAt(zone: string, time: number): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = Object.fromEntries(
    format.formatToParts(time).map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute, second } = parts;
  return Date.UTC(year!, month! - 1, day, hour, minute, second);
}

const aTime = fc.integer({ min: FROM / 1000, max: TO / 1000 - 1 }).map((seconds) => seconds * 1000);

test.each(ZONES)('the table of %s says what the zone data say, at any time', (zone) => {
  fc.assert(
    fc.property(aTime, (time) => {
      expect(time + tables.get(zone)!.offsetAt(time)).toBe(shownAt(zone, time));
    }),
    { numRuns: 150 },
  );
});

test.each(ZONES)('a local time of %s leads back to its instant', (zone) => {
  const table = tables.get(zone)!;
  fc.assert(
    fc.property(aTime, (time) => {
      const instant = table.instantOf(time + table.offsetAt(time));
      const found = instant.kind === 'overlap' ? [instant.earlier, instant.later] : [instant.time];
      expect(instant.kind).not.toBe('gap');
      expect(found).toContain(time);
    }),
  );
});

describe('in New York', () => {
  const table = tables.get('America/New_York')!;
  it('there is no 02:30 on the day that clocks go forward', () => {
    const instant = table.instantOf(Date.UTC(2024, 2, 10, 2, 30));
    expect(instant).toEqual({ kind: 'gap', time: Date.UTC(2024, 2, 10, 7, 30) });
  });

  it('there are two 01:30 on the day that they go back', () => {
    const [earlier, later] = [Date.UTC(2024, 10, 3, 5, 30), Date.UTC(2024, 10, 3, 6, 30)];
    expect(table.instantOf(Date.UTC(2024, 10, 3, 1, 30))).toEqual({ kind: 'overlap', earlier, later });
  });
});

test('on Lord Howe the clock goes by half an hour', () => {
  const table = tables.get('Australia/Lord_Howe')!;
  expect(table.instantOf(Date.UTC(2024, 9, 6, 2, 15)).kind).toBe('gap');
  expect(table.instantOf(Date.UTC(2024, 9, 6, 2, 45)).kind).toBe('one');
  expect(table.instantOf(Date.UTC(2024, 3, 7, 1, 45)).kind).toBe('overlap');
});

test('zones are known by their names of the data base', () => {
  expect(['Europe/Berlin', 'UTC', 'Mars/Olympus', ''].map(isZoneName)).toEqual([true, true, false, false]);
});
