import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimestampParser } from '../../src/market/timestamp.ts';

function parseWith(parser: TimestampParser, text: string): number | string {
  const time = parser.parse(Buffer.from(`"${text}"`), 1, 1 + Buffer.byteLength(text));
  return Number.isNaN(time) ? parser.fault : time;
}

const parse = (text: string): number | string => parseWith(new TimestampParser(), text);

const instants = fc.date({
  min: new Date('1900-01-01T00:00:00.000Z'),
  max: new Date('2099-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

describe('TimestampParser', () => {
  it.each([
    ['1970-01-01', 0],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2000-02-29', Date.UTC(2000, 1, 29)],
    ['1969-12-31', -86_400_000],
    ['2024-01-05T10:00Z', Date.UTC(2024, 0, 5, 10)],
    ['2024-01-05 10:00:30Z', Date.UTC(2024, 0, 5, 10, 0, 30)],
    ['2024-01-05T10:00:30.5z', Date.UTC(2024, 0, 5, 10, 0, 30, 500)],
    ['2024-01-05T10:00:30.1239Z', Date.UTC(2024, 0, 5, 10, 0, 30, 123)],
    ['2024-01-05T10:00:30.12Z', Date.UTC(2024, 0, 5, 10, 0, 30, 120)],
    ['2024-01-05T10:00-05:00', Date.UTC(2024, 0, 5, 15)],
    ['2024-01-05T10:00+0530', Date.UTC(2024, 0, 5, 4, 30)],
    ['2024-01-05T10:00:00+10', Date.UTC(2024, 0, 5, 0)],
    ['1704448800', Date.UTC(2024, 0, 5, 10)],
    ['1704448800123', Date.UTC(2024, 0, 5, 10) + 123],
    ['1704448800123456', Date.UTC(2024, 0, 5, 10) + 123],
    ['1704448800123456789', Date.UTC(2024, 0, 5, 10) + 123],
    ['-1000000000', -1_000_000_000_000],
    ['-1000000000000000001', -1_000_000_000_001],
  ])('reads %s', (text, time) => {
    expect(parse(text)).toBe(time);
  });

  it.each([
    '',
    '2024-02-30',
    '2023-02-29',
    '1900-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-01-00',
    '2024-1-05',
    '05/01/2024',
    '20240105T100000Z',
    '2024-01-05x',
    '2024-01-05T',
    '2024-01-05T10',
    '2024-01-05T10Z',
    '2024-01-05T24:00Z',
    '2024-01-05T24:00',
    '2024-01-05T10:60Z',
    '2016-12-31T23:59:60Z',
    '2024-01-05T10:00:00.Z',
    '2024-01-05T10:00ZZ',
    '2024-01-05T10:00+15:00',
    '2024-01-05T10:00+05:60',
    '2024-01-05T10:00+5',
    '2024-01-05T10:00 EST',
    '+2024-01-05',
    '٢٠٢٤-٠١-٠٥',
    '2024-01-05T1:00Z',
    'yesterday',
    '1704448800.5',
    '1.7e9',
    '-',
    '2024/01/05',
    '2024-01-05T10:00:0Z',
  ])('refuses %j as no date', (text) => {
    expect(parse(text)).toBe('E_DATA_DATE');
  });

  it.each(['2024-01-05 10:00', '2024-01-05T10:00:00', '2024-03-10T02:30:00.000'])(
    'refuses %s without a zone',
    (text) => {
      expect(parse(text)).toBe('E_DATA_TZ');
    },
  );

  it.each([
    '0',
    '2024',
    '45000',
    '20240105',
    '-99999999',
    '4102444800000000000000',
    '-2208988801000000000',
    '9999999999999999999',
    '99999999999999999999',
  ])('refuses the integer %s, whose unit is not clear', (text) => {
    expect(parse(text)).toBe('E_DATA_UNIT');
  });

  it('keeps the unit of the first integer of a file', () => {
    const parser = new TimestampParser();
    expect(parseWith(parser, '1704448800')).toBe(1_704_448_800_000);
    expect(parseWith(parser, '1704448800123')).toBe('E_DATA_UNIT');
    expect(parseWith(parser, '4102444800')).toBe('E_DATA_UNIT');
    expect(parseWith(parser, '60')).toBe(60_000);
  });

  it('agrees with the Date of the platform on every printed instant', () => {
    fc.assert(
      fc.property(instants, (date) => {
        const text = date.toISOString();
        expect(parse(text)).toBe(date.getTime());
        expect(parse(text.slice(0, 10))).toBe(Date.parse(text.slice(0, 10)));
      }),
      { seed: 21, numRuns: 5000 },
    );
  });

  it('reads the same instant in all four units', () => {
    fc.assert(
      fc.property(instants, fc.bigInt({ min: 0n, max: 999_999n }), (date, nanoseconds) => {
        const time = date.getTime();
        fc.pre(Math.abs(time) >= 1e11);
        expect(parse(String(time))).toBe(time);
        expect(parse(String(BigInt(time) * 1_000_000n + nanoseconds))).toBe(time);
        expect(parse(String(BigInt(time) * 1000n + nanoseconds / 1000n))).toBe(time);
        expect(parse(String(Math.floor(time / 1000)))).toBe(Math.floor(time / 1000) * 1000);
      }),
      { seed: 22, numRuns: 5000 },
    );
  });

  it('agrees with the platform on which days the calendar has', () => {
    const parts = fc.tuple(
      fc.integer({ min: 1, max: 9999 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
    );
    fc.assert(
      fc.property(parts, ([year, month, day]) => {
        const text = [
          String(year).padStart(4, '0'),
          String(month).padStart(2, '0'),
          String(day).padStart(2, '0'),
        ].join('-');
        const date = new Date(`${text}T00:00:00Z`);
        const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
        expect(parse(text)).toBe(exists ? date.getTime() : 'E_DATA_DATE');
      }),
      { seed: 23, numRuns: 5000 },
    );
  });
});
