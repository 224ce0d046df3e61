import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { loadMarketData } from '../../src/market/data-folder.ts';
import { plainInstrument } from '../../src/model/instrument.ts';
import { errorOf } from './parse-text.ts';

const root = mkdtempSync(join(tmpdir(), 'regimeta-folder-'));
afterAll(() => rmSync(root, { recursive: true }));

const HEADER = 'date,open,high,low,close,volume';
const BARS = `${HEADER}\n2024-01-02,10,12,9,11,500\n2024-01-03,11,12,10,12,400\n`;
const OTHER = `${HEADER}\n2024-01-03,1,2,1,2,5\n`;

let folders = 0;

function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = join(root, `data-${folders++}`);
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

interface Entry {
  symbol: string;
  file: string;
  part: string;
  [field: string]: unknown;
}

function manifestOf(...symbols: Entry[]) {
  return {
    name: 'my-data',
    title: 'Two made-up stocks',
    licence: 'CC0 1.0',
    prices: 'raw',
    flaws: ['They never existed.'],
    periodsPerYear: 250,
    symbols,
  };
}

const hours = { zone: 'UTC', hours: [{ days: ['mon', 'tue'], open: '09:00', close: '16:00' }] };

const entryB: Entry = {
  symbol: 'B',
  file: 'b.csv',
  part: 'test',
  sha256: sha256(BARS),
  rows: 2,
  first: '2024-01-02',
  last: '2024-01-03',
};
const entryA: Entry = { symbol: 'A', file: 'a.csv.gz', part: 'train' };

function described(...symbols: Entry[]): string {
  const manifest = JSON.stringify(manifestOf(...symbols));
  return folderOf({ 'b.csv': BARS, 'a.csv.gz': gzipSync(OTHER), 'manifest.json': manifest });
}

describe('a folder without a manifest', () => {
  it('gives the bars of its files in the order of the symbols, and leaves other files alone', () => {
    const folder = folderOf({
      'z.csv': OTHER,
      'brk.b.csv.gz': gzipSync(BARS),
      'README.md': '#',
      '._x.csv': '\0',
      'x.txt': '',
    });
    const data = loadMarketData(folder);
    expect(data.series.map(({ symbol, close }) => [symbol, ...close])).toEqual([
      ['BRK.B', 11, 12],
      ['Z', 2],
    ]);
    expect(data).toMatchObject({
      name: folder.slice(root.length + 1),
      parts: null,
      notes: [],
      periodsPerYear: 252,
    });
  });

  it('has one hash, compressed or not, and another one for other bars or another symbol', () => {
    const hashes = [
      { 'a.csv': BARS, 'b.csv': OTHER },
      { 'b.csv.gz': gzipSync(OTHER), 'A.CSV': BARS.replaceAll(',', ';') },
      { 'a.csv': BARS, 'c.csv': OTHER },
      { 'a.csv': BARS, 'b.csv': OTHER.replace(',5', ',6') },
    ].map((files) => loadMarketData(folderOf(files)).dataHash);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(hashes[1]).toBe(hashes[0]);
    expect(new Set(hashes).size).toBe(3);
  });

  it('tells what it noticed', () => {
    const repeated = `${BARS.trimEnd()}\n${BARS.split('\n')[2]}`;
    const folder = folderOf({ 'a.csv': repeated, 'b.csv': OTHER.replace('volume', 'Adj Close') });
    expect(loadMarketData(folder).notes).toEqual([
      'A: 1 bars were given twice and kept once.',
      'The adjusted close of B is not used: prices are taken as open, high, low and close say.',
    ]);
  });

  it.each<[string, Record<string, string | Buffer>, string]>([
    ['nothing', {}, 'E_DATA_EMPTY'],
    ['no data file', { 'x.txt': BARS }, 'E_DATA_EMPTY'],
    ['a file without bars', { 'a.csv': BARS, 'b.csv': HEADER }, 'E_DATA_EMPTY'],
    ['a bad bar', { 'a.csv': BARS, 'b.csv': BARS.replace('12', '8') }, 'E_DATA_OHLC'],
    ['two files of one symbol', { 'a.csv': BARS, 'a.csv.gz': gzipSync(OTHER) }, 'E_DATA_SYMBOL'],
    ...[
      '<img onerror>',
      '=cmd',
      "'; DROP",
      '__proto__ ',
      '\u202eabc',
      'x'.repeat(33),
      'a b',
      'ß',
      'ﬁ',
      'ı',
    ].map((name): [string, Record<string, string>, string] => [
      `the name ${name}`,
      { [`${name}.csv`]: BARS },
      'E_DATA_SYMBOL',
    ]),
  ])('is refused with %s', (_, files, code) => {
    expect(errorOf(() => loadMarketData(folderOf(files))).code).toBe(code);
  });
});

describe('a single file', () => {
  it('is a folder of one symbol', () => {
    const folder = folderOf({ 'spy.csv': BARS, 'x.csv': OTHER });
    const data = loadMarketData(join(folder, 'spy.csv'), { periodsPerYear: 12 });
    expect(data.series.map(({ symbol }) => symbol)).toEqual(['SPY']);
    expect(data).toMatchObject({ name: 'spy.csv', parts: null, periodsPerYear: 12 });
  });

  it('must be there', () => {
    expect(errorOf(() => loadMarketData(join(root, 'absent')))).toMatchObject({
      code: 'E_DATA_NOT_FOUND',
      exitCode: 3,
    });
  });
});

describe('a folder with a manifest', () => {
  it('gives parts, notes and periods as the manifest has them', () => {
    const data = loadMarketData(described(entryB, entryA));
    expect(data.series.map(({ symbol }) => symbol)).toEqual(['A', 'B']);
    expect([...(data.parts ?? [])]).toEqual([
      ['B', 'test'],
      ['A', 'train'],
    ]);
    expect(data).toMatchObject({ name: 'my-data', periodsPerYear: 250 });
    expect(data.notes).toEqual([
      'Two made-up stocks.',
      'Licence: CC0 1.0',
      'Prices: raw',
      'They never existed.',
    ]);
    expect(data.dataHash).toBe(loadMarketData(folderOf({ 'a.csv': OTHER, 'b.csv': BARS })).dataHash);
  });

  it('has plain instruments where it says nothing of them, and the calendar of the folder', () => {
    const manifest = { ...manifestOf(entryB), calendar: 'XNYS' };
    const folder = folderOf({ 'b.csv': BARS, 'manifest.json': JSON.stringify(manifest) });
    expect(loadMarketData(folder).instruments).toEqual([{ ...plainInstrument('B'), calendar: 'XNYS' }]);
    expect(loadMarketData(join(folder, 'b.csv')).instruments).toEqual([plainInstrument('B')]);
  });

  it('takes facts of an instrument from its symbol, else from the folder; null takes one back', () => {
    const manifest = {
      ...manifestOf(
        { ...entryA, instrument: { multiplier: 50, tickSize: null, calendar: '24/7' } },
        { ...entryB, instrument: { currency: 'EUR', lotSize: 100 } },
      ),
      instrument: { currency: 'USD', tickSize: 0.01, minNotional: 10 },
      calendar: 'XNYS',
    };
    const files = { 'b.csv': BARS, 'a.csv.gz': gzipSync(OTHER), 'manifest.json': JSON.stringify(manifest) };
    const folder = { minNotional: 10, calendar: 'XNYS' };
    expect(loadMarketData(folderOf(files)).instruments).toEqual([
      { ...plainInstrument('A'), ...folder, currency: 'USD', multiplier: 50, calendar: '24/7' },
      { ...plainInstrument('B'), ...folder, currency: 'EUR', tickSize: 0.01, lotSize: 100 },
    ]);
  });

  it.each([
    ['currency', 'usd'],
    ['multiplier', 0],
    ['tickSize', -0.01],
    ['lotSize', '1'],
    ['minNotional', 0],
    ['allowsNegativePrices', 'yes'],
    ['hasVolume', null],
    ['calendar', ''],
    ['tick', 0.01],
  ])('is refused where the %s of an instrument is %o', (fact, value) => {
    const folder = described(entryA, { ...entryB, instrument: { [fact]: value } });
    expect(errorOf(() => loadMarketData(folder))).toMatchObject({
      code: 'E_DATA_MANIFEST',
      place: expect.stringContaining('manifest.json:symbols[1].instrument') as string,
    });
  });

  it.each([
    ['a calendar that nobody knows', { calendar: 'NYSE' }, 'manifest.json:calendar'],
    ['a calendar of its own that hides a known one', { calendars: { FX: hours } }, 'manifest.json:calendars'],
    ['hours that are none', { calendars: { x: { ...hours, hours: [] } } }, 'manifest.json:calendars.x.hours'],
  ])('is refused with %s', (_, fields, place) => {
    const manifest = JSON.stringify({ ...manifestOf(entryB), ...fields });
    const folder = folderOf({ 'b.csv': BARS, 'manifest.json': manifest });
    expect(errorOf(() => loadMarketData(folder))).toMatchObject({
      code: 'E_DATA_MANIFEST',
      place: `${folder}/${place}`,
    });
  });

  it('has the sessions of its calendars over the time of the bars', () => {
    const manifest = { ...manifestOf(entryB), calendar: 'own', calendars: { own: hours } };
    const folder = folderOf({ 'b.csv': BARS, 'manifest.json': JSON.stringify(manifest) });
    const { calendars } = loadMarketData(folder);
    const own = calendars.get('own')!;
    expect(own).toMatchObject({ name: 'own', zone: 'UTC', definition: { holidays: [] } });
    const clock = own.sessions.dateClock();
    expect(clock.sessionOf(Date.UTC(2024, 0, 2)).closeTime).toBe(Date.UTC(2024, 0, 2, 16));
    // The third is no day of the calendar and belongs to the day before.
    expect(clock.sessionOf(Date.UTC(2024, 0, 3)).date).toBe(Date.UTC(2024, 0, 2));
  });

  it('is refused where its bars begin before its calendar is known', () => {
    const manifest = {
      ...manifestOf({ ...entryB, sha256: undefined, first: '1960-01-04' }),
      calendar: 'XNYS',
    };
    const old = BARS.replace('2024-01-02', '1960-01-04');
    const folder = folderOf({ 'b.csv': old, 'manifest.json': JSON.stringify(manifest) });
    expect(errorOf(() => loadMarketData(folder)).code).toBe('E_DATA_CALENDAR');
  });

  it('has prices at or below zero only of instruments that allow them', () => {
    const below = `${HEADER}\n2020-04-20,17.7,17.9,-40.3,-37.6,500\n2020-04-21,-14,13,-16,0,400\n`;
    const manifestWith = (instrument: object) =>
      folderOf({
        'cl.csv': below,
        'manifest.json': JSON.stringify(
          manifestOf({ symbol: 'CL', file: 'cl.csv', part: 'test', instrument }),
        ),
      });
    const [series] = loadMarketData(manifestWith({ allowsNegativePrices: true })).series;
    expect([...series!.close]).toEqual([-37.6, 0]);
    expect(errorOf(() => loadMarketData(manifestWith({})))).toMatchObject({ code: 'E_DATA_OHLC' });
  });

  it('says by its bars that a source has no volume, even where the manifest leaves it open', () => {
    const folder = folderOf({ 'a.csv': BARS.replace('500', '0').replace('400', '0'), 'b.csv': BARS });
    expect(loadMarketData(folder).instruments.map(({ hasVolume }) => hasVolume)).toEqual([false, true]);
  });

  it.each([
    ['a misspelt field', { ...entryB, sha265: 'x' }, 'symbols[1]'],
    ['an unknown part', { ...entryB, part: 'both' }, 'symbols[1].part'],
    ['a hostile symbol', { ...entryB, symbol: '../x' }, 'symbols[1].symbol'],
    ['a symbol twice', { ...entryB, symbol: 'A' }, 'symbols[1].symbol'],
    ['a bad hash', { ...entryB, sha256: 'ABC' }, 'symbols[1].sha256'],
    ['half a row', { ...entryB, rows: 1.5 }, 'symbols[1].rows'],
    ['a zero character', { ...entryB, file: 'b.csv\0.txt' }, 'symbols[1].file'],
  ])('is refused for %s', (_, entry, place) => {
    const folder = described(entryA, entry);
    const error = errorOf(() => loadMarketData(folder));
    expect(error).toMatchObject({ code: 'E_DATA_MANIFEST', place: `${folder}/manifest.json:${place}` });
  });

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['no symbols', JSON.stringify(manifestOf())],
    ['no licence', JSON.stringify({ ...manifestOf(entryB), licence: undefined })],
    ['periods below zero', JSON.stringify({ ...manifestOf(entryB), periodsPerYear: -1 })],
  ])('is refused with %s', (_, manifest) => {
    const folder = folderOf({ 'b.csv': BARS, 'manifest.json': manifest });
    expect(errorOf(() => loadMarketData(folder)).code).toBe('E_DATA_MANIFEST');
  });

  it('is refused with all of its faults at once', () => {
    const manifest = JSON.stringify({
      ...manifestOf(entryB),
      title: undefined,
      licence: undefined,
      extra: 1,
    });
    const folder = folderOf({ 'b.csv': BARS, 'manifest.json': manifest });
    const { message } = errorOf(() => loadMarketData(folder));
    for (const field of ['title', 'licence', 'extra']) expect(message).toContain(field);
  });

  it('is refused where rows or dates differ from the file', () => {
    for (const change of [{ rows: 3 }, { first: '2024-01-01' }, { last: '2024-01-04' }]) {
      expect(errorOf(() => loadMarketData(described({ ...entryB, ...change }))).code).toBe('E_DATA_MANIFEST');
    }
  });

  it('is refused where a file differs from its hash, before the file is parsed', () => {
    const folder = folderOf({
      'b.csv': BARS.replace('500', 'x'),
      'manifest.json': JSON.stringify(manifestOf(entryB)),
    });
    expect(errorOf(() => loadMarketData(folder))).toMatchObject({
      code: 'E_DATA_HASH',
      place: join(folder, 'b.csv'),
    });
  });

  it('is refused where a file is absent', () => {
    const folder = described({ ...entryA, file: 'c.csv' });
    expect(errorOf(() => loadMarketData(folder)).code).toBe('E_DATA_NOT_FOUND');
  });

  it.each([
    '../outside.csv',
    '/etc/hostname',
    '..',
    '.',
    'x/../../outside.csv',
    'link.csv',
    'links/outside.csv',
  ])('does not leave its folder by %s', (file) => {
    writeFileSync(join(root, 'outside.csv'), BARS);
    const folder = described({ ...entryA, file });
    symlinkSync(join(root, 'outside.csv'), join(folder, 'link.csv'));
    symlinkSync(root, join(folder, 'links'));
    expect(errorOf(() => loadMarketData(folder)).code).toBe('E_DATA_PATH');
  });

  it('may be reached by a link, and may hold links of its own', () => {
    const folder = described({ ...entryA, file: 'link.csv.gz' });
    symlinkSync('a.csv.gz', join(folder, 'link.csv.gz'));
    symlinkSync(folder, join(root, 'reached-by-link'));
    expect(loadMarketData(join(root, 'reached-by-link')).series).toHaveLength(1);
  });
});
