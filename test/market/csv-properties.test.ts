import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readBarFile } from '../../src/market/csv-bars.ts';
import { hashBars } from '../../src/market/data-hash.ts';
import type { BarSeries } from '../../src/model/bar-series.ts';
import { RegimetaError } from '../../src/model/regimeta-error.ts';
import { parseText } from './parse-text.ts';

type Bar = readonly [time: number, open: number, high: number, low: number, close: number, volume: number];

const DAY_MS = 86_400_000;
const FIELDS = ['date', 'open', 'high', 'low', 'close', 'volume'] as const;

const price = fc.double({ min: 1e-9, max: 1e12, noNaN: true, minExcluded: true });

/** Valid bars on rising days from 1950 to 2090. */
const bars = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 300 }), price, price, price, price, fc.nat()), {
    minLength: 1,
    maxLength: 150,
    size: 'max',
  })
  .map((rows) => {
    let day = -7305;
    return rows.map(([step, ...rest]): Bar => {
      day += step;
      const [low, open, close, high] = rest.slice(0, 4).sort((left, right) => left - right);
      return [day * DAY_MS, open, high, low, close, rest[4]];
    });
  });

function printBars(rows: readonly Bar[], order: readonly number[], separator: string, end: string): string {
  const cell = (row: Bar, field: number): string =>
    field === 0 ? new Date(row[0]).toISOString().slice(0, 10) : String(row[field]);
  const lines = rows.map((row) => order.map((field) => cell(row, field)).join(separator));
  return [order.map((field) => FIELDS[field]).join(separator), ...lines].map((line) => line + end).join('');
}

function seriesOf(rows: readonly Bar[]): BarSeries {
  const column = (field: number): Float64Array => Float64Array.from(rows, (row) => row[field]);
  const [time, open, high, low, close, volume] = FIELDS.map((_, field) => column(field));
  return { symbol: 'BARS', time, open, high, low, close, volume };
}

const folder = mkdtempSync(join(tmpdir(), 'regimeta-csv-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('bars that are printed and read', () => {
  const shuffled = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 });
  const style = fc.record({
    order: shuffled,
    separator: fc.constantFrom(',', ';', '\t'),
    end: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '\ufeff'),
    blockBytes: fc.integer({ min: 1, max: 3000 }),
  });

  it('are equal, whatever the order, the delimiter, the line ends and the blocks', () => {
    fc.assert(
      fc.property(bars, style, (rows, { order, separator, end, mark, blockBytes }) => {
        const text = mark + printBars(rows, order, separator, end);
        expect(parseText(text, {}, blockBytes).series).toEqual(seriesOf(rows));
      }),
      { seed: 31, numRuns: 100 },
    );
  });

  it('are equal as a file, as a compressed file and quoted, and so is their hash', () => {
    fc.assert(
      fc.property(bars, (rows) => {
        const text = printBars(rows, [0, 1, 2, 3, 4, 5], ',', '\n');
        writeFileSync(join(folder, 'bars.csv'), text);
        writeFileSync(join(folder, 'bars.csv.gz'), gzipSync(text));
        writeFileSync(join(folder, 'quoted.csv'), text.replace(/[^,\n]+/g, '"$&"'));
        const expected = hashBars([seriesOf(rows)]);
        for (const file of ['bars.csv', 'bars.csv.gz', 'quoted.csv']) {
          expect(hashBars([readBarFile(join(folder, file), 'BARS').series])).toBe(expected);
        }
      }),
      { seed: 32, numRuns: 30 },
    );
  });

  it('are equal over many blocks of a large file', () => {
    const rows = Array.from(
      { length: 60_000 },
      (_, bar): Bar => [bar * 60_000, 10.25, 11.5, 9.125, 10 + (bar % 7) / 8, bar],
    );
    const lines = rows.map(([time, ...rest]) => `${new Date(time).toISOString()},${rest.join(',')}`);
    writeFileSync(join(folder, 'large.csv'), `date,open,high,low,close,volume\n${lines.join('\n')}`);
    expect(hashBars([readBarFile(join(folder, 'large.csv'), 'BARS').series])).toBe(
      hashBars([seriesOf(rows)]),
    );
  });

  it('do not depend on the time zone of the machine', () => {
    const text = [
      'date,open,high,low,close',
      '2024-03-10,1,1,1,1',
      '2024-03-10T02:30:00Z,1,1,1,1',
      '2024-11-03 01:30:00-04:00,1,1,1,1',
    ];
    const zoneBefore = process.env['TZ'];
    const found = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'].map((zone) => {
      process.env['TZ'] = zone;
      return {
        offset: new Date(2024, 0, 1).getTimezoneOffset(),
        hash: hashBars([parseText(text.join('\n')).series]),
      };
    });
    if (zoneBefore === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zoneBefore;
    expect(found.map(({ offset }) => offset)).toEqual([0, 300, -330, -660]);
    expect(new Set(found.map(({ hash }) => hash)).size).toBe(1);
  });
});

describe('rows of cells of any shape', () => {
  const digits = (max: number) =>
    fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), maxLength: max });
  const number = fc
    .tuple(fc.constantFrom('', '', '', '+', '-', ' '), digits(12), fc.constantFrom('', '.'), digits(12))
    .chain(([sign, whole, point, rest]) =>
      fc.constantFrom('', '', '', 'e2', 'E-3', ' ', 'x').map((end) => sign + whole + point + rest + end),
    );
  const pair = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 99 }));
  const padded = pair.map((value) => String(value).padStart(2, '0'));
  const time = fc
    .tuple(fc.constantFrom('1999', '2000', '20x0', '12'), padded, padded, padded, padded)
    .chain(([year, month, day, hour, minute]) =>
      fc.constantFrom(
        `${year}-${month}-${day}`,
        `${year}-${month}-${day}T${hour}:${minute}Z`,
        `${year}-${month}-${day} ${hour}:${minute}:${day}.25+0${hour}`,
        `${hour}${minute}${year}${month}00`,
      ),
    );
  const others = fc.constantFrom<readonly string[]>(['1', '2', '1', '2'], ['5.25', '7', '5', '6.125']);
  const row = fc.oneof(
    fc.tuple(time, others).map(([at, prices]) => [at, ...prices]),
    fc.tuple(time, number, number, number, number),
    fc
      .tuple(time, others, number, fc.nat(3))
      .map(([at, prices, odd, place]) => [at, ...prices.with(place, odd)]),
  );
  /** The bars, or the code, the rule and the line of the error. */
  const outcomeOf = (text: string): unknown => {
    try {
      const { series, duplicates, joined } = parseText(text, {}, 61);
      return { series, duplicates, joined };
    } catch (error) {
      const { code, rule, place } = error as RegimetaError;
      return { code, rule, line: place?.split(':')[1] };
    }
  };

  it('are read or refused as where all cells are quoted', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), fc.boolean(), (rows, sorted) => {
        const ordered = sorted ? rows.toSorted((left, right) => (left[0]! < right[0]! ? -1 : 1)) : rows;
        const text = (wrap: (cell: string) => string): string =>
          ['date,open,high,low,close', ...ordered.map((cells) => cells.map(wrap).join(','))].join('\n');
        expect(outcomeOf(text((cell) => cell))).toEqual(outcomeOf(text((cell) => `"${cell}"`)));
      }),
      { seed: 36, numRuns: 2000 },
    );
  });
});

describe('bytes of any kind', () => {
  const check = (content: string | Uint8Array): void => {
    try {
      const { series } = parseText(Buffer.from(content), {}, 97);
      expect(series.time.every((time, bar) => bar === 0 || time > series.time[bar - 1])).toBe(true);
      expect(series.low.every((low, bar) => low > 0 && low <= series.open[bar])).toBe(true);
    } catch (error) {
      expect(error).toBeInstanceOf(RegimetaError);
      expect((error as RegimetaError).exitCode).toBe(3);
    }
  };

  it('end in bars or in a coded error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000, size: 'max' }), check), {
      seed: 33,
      numRuns: 2000,
    });
  });

  it('end so behind a header too', () => {
    const soup = fc.string({
      unit: fc.constantFrom(...'0123456789-,.:TZ"\n\r ;e+'.split('')),
      maxLength: 400,
      size: 'max',
    });
    const files = soup.map((text) => `date,open,high,low,close\n2024-01-02,1,2,1,2\n${text}`);
    fc.assert(fc.property(files, check), { seed: 34, numRuns: 3000 });
  });

  it('end so where a good file is cut or changed in one place', () => {
    const good = Buffer.from(
      `date,open,high,low,close\n${Array.from({ length: 20 }, (_, day) => `2024-01-${10 + day},5,6,4,5`).join('\n')}`,
    );
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
        const changed = Buffer.from(good.subarray(0, cut ? at : good.length));
        if (!cut) changed[at] = byte;
        check(changed);
      }),
      { seed: 35, numRuns: 3000 },
    );
  });
});
