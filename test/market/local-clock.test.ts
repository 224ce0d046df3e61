import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { LocalClock } from '../../src/market/local-clock.ts';

/** The instants of local times in their order, as ISO texts; null for one that no clock showed. */
function read(zone: string, times: readonly string[]): (string | null)[] {
  const clock = new LocalClock(zone);
  return times.map((time) => {
    const instant = clock.instantOf(Date.parse(`${time}Z`));
    return Number.isNaN(instant) ? null : new Date(instant).toISOString().slice(0, 16);
  });
}

describe('local times', () => {
  test('of New York move by an hour with its clocks in March, which skip one', () => {
    const times = [
      '2024-03-08T09:30',
      '2024-03-10T01:59',
      '2024-03-10T02:30',
      '2024-03-10T03:00',
      '2024-03-11T09:30',
    ];
    expect(read('America/New_York', times)).toEqual([
      '2024-03-08T14:30',
      '2024-03-10T06:59',
      null,
      '2024-03-10T07:00',
      '2024-03-11T13:30',
    ]);
  });

  test('of New York that clocks show twice in November are the first, and the second after a step back', () => {
    const hour = ['01:00', '01:30', '01:59', '01:00', '01:30', '02:00', '09:30'].map(
      (time) => `2024-11-03T${time}`,
    );
    expect(read('America/New_York', hour)).toEqual([
      '2024-11-03T05:00',
      '2024-11-03T05:30',
      '2024-11-03T05:59',
      '2024-11-03T06:00',
      '2024-11-03T06:30',
      '2024-11-03T07:00',
      '2024-11-03T14:30',
    ]);
    // The next year begins with the first again.
    expect(read('America/New_York', [...hour.slice(0, 5), '2025-11-02T01:10'])[5]).toBe('2025-11-02T05:10');
  });

  test('of London are those of UTC in winter, and an hour before it in summer', () => {
    const times = ['2024-01-15T08:00', '2024-03-31T01:30', '2024-07-15T08:00', '2024-10-27T01:30'];
    expect(read('Europe/London', times)).toEqual([
      '2024-01-15T08:00',
      null,
      '2024-07-15T07:00',
      '2024-10-27T00:30',
    ]);
  });

  test('of any instants, in order, lead back to these instants', () => {
    const zones = [
      'America/New_York',
      'Europe/London',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'America/Sao_Paulo',
      'UTC',
    ];
    const minutes = fc.integer({ min: Date.UTC(1971, 0, 1) / 60_000, max: Date.UTC(2037, 0, 1) / 60_000 });
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.array(minutes, { maxLength: 40 }),
        minutes,
        (zone, far, near) => {
          // Some near each other, so that several lie on a day of change.
          const times = [...far, ...Array.from({ length: 200 }, (_, i) => near + 37 * i)].sort(
            (a, b) => a - b,
          );
          const clock = new LocalClock(zone);
          for (const minute of times) {
            const local = DateTime.fromMillis(minute * 60_000, { zone });
            const instant = clock.instantOf(local.toMillis() + local.offset * 60_000);
            const [first = local] = local.getPossibleOffsets();
            // One of two is told by the order alone, so that the first of a lonely pair stands for both.
            expect([local.toMillis(), first.toMillis()]).toContain(instant);
            expect(DateTime.fromMillis(instant, { zone }).toFormat('yyyy-MM-dd HH:mm')).toBe(
              local.toFormat('yyyy-MM-dd HH:mm'),
            );
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  test('of every tenth minute around the changes of a year lead back to exactly these minutes', () => {
    const spans = [
      ['2024-03-05', '2024-04-12'],
      ['2024-10-01', '2024-11-08'],
    ] as const;
    for (const zone of ['America/New_York', 'Europe/London', 'Australia/Lord_Howe']) {
      const clock = new LocalClock(zone);
      for (const [from, to] of spans) {
        for (let time = Date.parse(from); time < Date.parse(to); time += 600_000) {
          const offset = DateTime.fromMillis(time, { zone }).offset * 60_000;
          if (clock.instantOf(time + offset) !== time) expect.fail(`${zone} ${new Date(time).toISOString()}`);
        }
      }
    }
  });
});
