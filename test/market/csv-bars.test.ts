import { describe, expect, it } from 'vitest';
import { errorOf, parseText } from './parse-text.ts';

const HEADER = 'date,open,high,low,close,volume';
const GOOD = '2024-01-02,10,12,9,11,500';
const file = (...lines: string[]): string => lines.join('\n');
const bar = (...lines: string[]): string => file(HEADER, GOOD, ...lines);

/** What is wrong, the file, the code and the place. */
const REFUSED: readonly (readonly [string, string | Buffer, string, string])[] = [
  ['a blank price', bar('2024-01-03,10,12,,11,500'), 'E_DATA_NUM', '3:18'],
  ['a blank volume', bar('2024-01-03,10,12,9,11,'), 'E_DATA_NUM', '3:23'],
  ['NaN', bar('2024-01-03,NaN,12,9,11,500'), 'E_DATA_NUM', '3:12'],
  ['Inf', bar('2024-01-03,10,Inf,9,11,500'), 'E_DATA_NUM', '3:15'],
  ['1e400', bar('2024-01-03,10,1e400,9,11,500'), 'E_DATA_NUM', '3:15'],
  ['hexadecimal', bar('2024-01-03,0x10,12,9,11,500'), 'E_DATA_NUM', '3:12'],
  ['underscores', bar('2024-01-03,10,1_000,9,11,500'), 'E_DATA_NUM', '3:15'],
  ['a quoted thousands separator', bar('2024-01-03,10,"1,000",9,11,500'), 'E_DATA_NUM', '3:15'],
  ['an Arabic digit', bar('2024-01-03,10,12,9,١,500'), 'E_DATA_NUM', '3:20'],
  ['null', bar('2024-01-03,null,12,9,11,500'), 'E_DATA_NUM', '3:12'],
  ['a decimal comma', file('date;open;high;low;close', '2024-01-02;10,5;11;10;11'), 'E_DATA_NUM', '2:12'],
  ['a price of zero', bar('2024-01-03,10,12,0,11,500'), 'E_DATA_OHLC', '3:18'],
  ['a negative price', bar('2024-01-03,-10,12,-11,11,500'), 'E_DATA_OHLC', '3:12'],
  ['a high below the close', bar('2024-01-03,10,10.5,9,11,500'), 'E_DATA_OHLC', '3:15'],
  ['a high below the low', bar('2024-01-03,10,10,11,10,500'), 'E_DATA_OHLC', '3:15'],
  ['a low above the open', bar('2024-01-03,10,12,10.5,11,500'), 'E_DATA_OHLC', '3:18'],
  ['a negative volume', bar('2024-01-03,10,12,9,11,-1'), 'E_DATA_OHLC', '3:23'],
  ['another bar at the same time', bar('2024-01-02,10,12,9,11,501'), 'E_DATA_DUP', '3:1'],
  ['a bar out of order', bar('2024-01-01,10,12,9,11,500'), 'E_DATA_ORDER', '3:1'],
  ['a repeated bar that is not adjacent', bar('2024-01-03,10,12,9,11,500', GOOD), 'E_DATA_ORDER', '4:1'],
  ['a day that does not exist', bar('2024-02-30,10,12,9,11,500'), 'E_DATA_DATE', '3:1'],
  ['an hour that does not exist', bar('2024-01-03T24:00Z,10,12,9,11,500'), 'E_DATA_DATE', '3:1'],
  ['a leap second', bar('2024-01-03T23:59:60Z,10,12,9,11,500'), 'E_DATA_DATE', '3:1'],
  ['an American date', bar('01/03/2024,10,12,9,11,500'), 'E_DATA_DATE', '3:1'],
  ['an empty date', bar(',10,12,9,11,500'), 'E_DATA_DATE', '3:1'],
  ['a time without a zone', bar('2024-01-03 09:30,10,12,9,11,500'), 'E_DATA_TZ', '3:1'],
  ['a compact date', file(HEADER, '20240102,10,12,9,11,500'), 'E_DATA_UNIT', '2:1'],
  ['mixed units', file(HEADER, '1704153600,1,1,1,1,0', '1704240000000,1,1,1,1,0'), 'E_DATA_UNIT', '3:1'],
  ['a missing column', file('date,open,high,low,volume', GOOD), 'E_DATA_HEADER', '1:1'],
  ['no header', file(GOOD, '2024-01-03,10,12,9,11,500'), 'E_DATA_HEADER', '1:1'],
  ['a column twice', file('date,open,high,low,close,Close', GOOD), 'E_DATA_HEADER', '1:26'],
  ['two columns of time', file('date,time,open,high,low,close', GOOD), 'E_DATA_HEADER', '1:6'],
  ['a short row', bar('2024-01-03,10,12,9,11'), 'E_DATA_COLS', '3:20'],
  ['a long row', bar('2024-01-03,10,12,9,11,500,7,8'), 'E_DATA_COLS', '3:27'],
  ['a row of spaces', bar('   '), 'E_DATA_COLS', '3:1'],
  ['a quote that is never closed', bar('2024-01-03,"10,12,9,11,500'), 'E_DATA_COLS', '3:1'],
  ['a quote within a cell', bar('2024-01-03,"10"0,12,9,11,500'), 'E_DATA_COLS', '3:1'],
  ['Latin-1', Buffer.from(file('date,open,high,low,close,straße', GOOD), 'latin1'), 'E_DATA_ENC', '1:30'],
  ['Latin-1 further down', Buffer.from(bar('2024-01-03,10,12,9,é,500'), 'latin1'), 'E_DATA_ENC', '3:20'],
  ['UTF-16 with a mark', Buffer.from(`\ufeff${bar()}`, 'utf16le'), 'E_DATA_ENC', '1:1'],
  ['UTF-16 without a mark', Buffer.from(bar(), 'utf16le'), 'E_DATA_ENC', '1:1'],
  ['a record without end', bar(`2024-01-03,10,12,9,11,${'5'.repeat(70_000)}`), 'E_DATA_LIMIT', '3:1'],
  ['a header without end', 'x'.repeat(70_000), 'E_DATA_LIMIT', '1:1'],
  ['a quote that runs too far', bar(`2024-01-03,"10${'\n'.repeat(70_000)}`), 'E_DATA_LIMIT', '3:1'],
  ['too many columns', file(`${HEADER}${',x'.repeat(300)}`, GOOD), 'E_DATA_LIMIT', '1:533'],
  ['far too many cells', bar(`2024-01-03${',1'.repeat(10_000)}`), 'E_DATA_COLS', '3:22'],
];

describe('a bad file', () => {
  it.each(REFUSED)('is refused for %s', (_, content, code, place) => {
    for (const blockBytes of [Infinity, 200_000]) {
      const error = errorOf(() => parseText(content, {}, blockBytes));
      expect({ code: error.code, place: error.place }).toEqual({ code, place: `bars.csv:${place}` });
      expect(error.exitCode).toBe(3);
    }
  });

  it.each(['', '\n\n', HEADER, `${HEADER}\n`, '\ufeff'])('is empty without bars: %j', (content) => {
    expect(errorOf(() => parseText(content)).code).toBe('E_DATA_EMPTY');
  });

  it('counts characters, not bytes, and lines within quotes', () => {
    const content = file(
      'note,date,open,high,low,close',
      '"Zürich\n“€𝄞”",2024-01-02,1,1,1,1',
      '"𝄞",2024-01-03,1,1,x,1',
    );
    expect(errorOf(() => parseText(content)).place).toBe('bars.csv:4:20');
    expect(errorOf(() => parseText(content.replace('02,1,1', '02,1,?'))).place).toBe('bars.csv:3:20');
    expect(errorOf(() => parseText(content.replace('note', '"a\nnote"'))).place).toBe('bars.csv:5:20');
  });

  it('is shown without control sequences and at a bounded length', () => {
    const hostile = errorOf(() =>
      parseText(bar(`2024-01-03,\u001b[31m\u202e${'9'.repeat(500)},12,9,11,500`)),
    );
    expect(hostile.message).toMatch(/^[\x20-\x7e…–]*$/u);
    expect(hostile.message.length).toBeLessThan(400);
    expect(hostile.found).toContain('"\\u{1b}[31m\\u{202e}999');
  });
});

describe('a good file', () => {
  const expected = parseText(file(HEADER, GOOD, '2024-01-03,11,12.5,10,12,0')).series;

  it('gives its columns as they are written', () => {
    expect(expected).toEqual({
      symbol: 'BARS',
      time: Float64Array.of(Date.UTC(2024, 0, 2), Date.UTC(2024, 0, 3)),
      open: Float64Array.of(10, 11),
      high: Float64Array.of(12, 12.5),
      low: Float64Array.of(9, 10),
      close: Float64Array.of(11, 12),
      volume: Float64Array.of(500, 0),
    });
  });

  it.each([
    ['byte order mark and CRLF', `\ufeff${HEADER}\r\n${GOOD}\r\n2024-01-03,11,12.5,10,12,0\r\n`],
    ['semicolons', file(HEADER, GOOD, '2024-01-03,11,12.5,10,12,0').replaceAll(',', ';')],
    ['tabs', file(HEADER, GOOD, '2024-01-03,11,12.5,10,12,0').replaceAll(',', '\t')],
    ['empty lines', file('', HEADER, '', GOOD, '', '2024-01-03,11,12.5,10,12,0', '', '')],
    [
      'spaces around cells',
      file(
        'Date , Open, High ,Low,CLOSE, Volume',
        '2024-01-02, 10,12 ,9,11, 500',
        '2024-01-03 ,11,12.5,10,12,0',
      ),
    ],
    [
      'another order and more columns',
      file(
        'volume,Close,x,low,high,open,Timestamp',
        '500,11,a,9,12,10,2024-01-02',
        '0,12,,10,12.5,11,2024-01-03',
      ),
    ],
    [
      'quotes',
      file(
        '"date","open",high,low,close,volume',
        '"2024-01-02","10",12,"9",11,500',
        '2024-01-03,11,"12.5",10,12,0',
      ),
    ],
    [
      'quoted text in other columns',
      file(`name,${HEADER}`, `"a, ""b""\nc",${GOOD}`, 'd,2024-01-03,11,12.5,10,12,0'),
    ],
    [
      'instants',
      file(HEADER, '2024-01-02T00:00:00Z,10,12,9,11,500', '2024-01-03 01:00+01:00,11,12.5,10,12,0'),
    ],
    ['epoch seconds', file(HEADER, '1704153600,10,12,9,11,500', '1704240000,11,12.5,10,12,0')],
    [
      'angle brackets',
      file('<DATE>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOLUME>', GOOD, '2024-01-03,11,12.5,10,12,0'),
    ],
    ['a row given twice', file(HEADER, GOOD, GOOD, '2024-01-03,11,12.5,10,12,0')],
  ])('is read alike with %s', (_, content) => {
    expect(parseText(content).series).toEqual(expected);
    expect(parseText(content, {}, 64).series).toEqual(expected);
  });

  it('has a volume of zero where it has no such column', () => {
    expect(parseText(file('date,open,high,low,close', '2024-01-02,10,12,9,11')).series.volume).toEqual(
      Float64Array.of(0),
    );
  });

  it('tells of repeated rows and of an adjusted close, which it does not use', () => {
    const adjusted = parseText(
      file('date,open,high,low,close,Adj Close', ...Array(3).fill('2024-01-02,10,12,9,11,5')),
    );
    expect(adjusted).toMatchObject({ duplicates: 2, hasAdjustedClose: true });
    expect(adjusted.series.close).toEqual(Float64Array.of(11));
  });

  it('may have negative prices if the user allows them, but still no contradictions', () => {
    const crude = file(HEADER, '2020-04-20,17.73,17.85,-40.32,-37.63,247947');
    expect(parseText(crude, { allowNegativePrices: true }).series.close[0]).toBe(-37.63);
    expect(errorOf(() => parseText(crude)).code).toBe('E_DATA_OHLC');
    const upsideDown = crude.replace('17.85', '17.7');
    expect(errorOf(() => parseText(upsideDown, { allowNegativePrices: true })).code).toBe('E_DATA_OHLC');
  });
});
