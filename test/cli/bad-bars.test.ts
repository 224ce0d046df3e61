import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { commandInProcess } from '../support/command-in-process.ts';
import { csvText, randomSeries } from '../support/random-series.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CROSSOVER = fileURLToPath(new URL('../../strategies/sma-crossover.ts', import.meta.url));
const GOOD = csvText(randomSeries('AAA', 91, { slices: 120 }));

/** The good file with one line changed; lines count from 1, and the first is the header. */
function withLine(line: number, change: (cells: string[]) => string[] | string): string {
  const lines = GOOD.split('\n');
  const changed = change(lines[line - 1]!.split(','));
  lines[line - 1] = typeof changed === 'string' ? changed : changed.join(',');
  return lines.join('\n');
}

/** A cell of line 50 replaced. */
const withCell = (column: number, text: string): string =>
  withLine(50, (cells) => cells.map((cell, at) => (at === column ? text : cell)));

/** Runs the crossover on a folder with a good file and this one, and tells what is left behind. */
async function outcomeOf(content: string | Buffer, name = 'BBB.csv') {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  writeFileSync(join(data, 'AAA.csv'), GOOD);
  writeFileSync(join(data, name), content);
  const reports = join(folder, 'reports');
  const words = [
    'backtest',
    CROSSOVER,
    '--data',
    data,
    '--reports',
    reports,
    '--json',
    '--fast',
    '3',
    '--slow',
    '9',
  ];
  const { code, stdout, stderr } = await commandInProcess(words);
  const store = join(reports, 'regimeta.sqlite');
  return {
    code,
    error: code === 0 ? null : JSON.parse(stderr.split('\n').findLast((line) => line.startsWith('{'))!),
    result: code === 0 ? JSON.parse(stdout) : null,
    runs: existsSync(store) ? runCount(store) : 0,
  };
}

function runCount(store: string): unknown {
  const database = new Database(store, { readonly: true });
  const count = database.prepare('SELECT count(*) FROM runs').pluck().get();
  database.close();
  return count;
}

const swapped = (): string => {
  const lines = GOOD.split('\n');
  [lines[40], lines[41]] = [lines[41]!, lines[40]!];
  return lines.join('\n');
};

describe('bars that cannot be are refused with a code and their place, and no run is begun:', () => {
  it.each([
    ['an empty file', '', 'E_DATA_EMPTY', /BBB\.csv/],
    ['a header and no bars', 'date,open,high,low,close,volume\n', 'E_DATA_EMPTY', /BBB\.csv/],
    [
      'a header without the close',
      withLine(1, () => 'date,open,high,low,volume'),
      'E_DATA_HEADER',
      /BBB\.csv:1/,
    ],
    ['no header', GOOD.slice(GOOD.indexOf('\n') + 1), 'E_DATA_HEADER', /BBB\.csv:1/],
    ['bars out of order', swapped(), 'E_DATA_ORDER', /BBB\.csv:42/],
    [
      'two bars of one time',
      withLine(51, (cells) => ['2001-03-08', ...cells.slice(1)]),
      'E_DATA_DUP',
      /BBB\.csv:51/,
    ],
    ['a negative price', withCell(3, '-37.63'), 'E_DATA_OHLC', /BBB\.csv:50/],
    ['a price of zero', withCell(3, '0'), 'E_DATA_OHLC', /BBB\.csv:50/],
    ['a high below the close', withCell(2, '1'), 'E_DATA_OHLC', /BBB\.csv:50/],
    ['a negative volume', withCell(5, '-1'), 'E_DATA_OHLC', /BBB\.csv:50/],
    ['NaN for a price', withCell(4, 'NaN'), 'E_DATA_NUM', /BBB\.csv:50/],
    ['Infinity for a price', withCell(2, 'Infinity'), 'E_DATA_NUM', /BBB\.csv:50/],
    ['a blank price', withCell(1, ''), 'E_DATA_NUM', /BBB\.csv:50/],
    ['a price beyond all numbers', withCell(2, '1e999'), 'E_DATA_NUM', /BBB\.csv:50/],
    ['a day that is none', withCell(0, '2001-02-30'), 'E_DATA_DATE', /BBB\.csv:50/],
    ['a time without a zone', withCell(0, '2001-03-08 10:00:00'), 'E_DATA_TZ', /BBB\.csv:50/],
    ['a row that is cut off', `${GOOD.trimEnd()}\n2002-01-01,50`, 'E_DATA_COLS', /BBB\.csv:122/],
  ])('%s', async (_, text, code, place) => {
    const { error, runs, code: exit } = await outcomeOf(text);
    expect(error).toMatchObject({ code, place: expect.stringMatching(place) });
    expect(exit).toBe(3);
    expect(runs).toBe(0);
  });

  it.each([
    ['a compressed file that is cut off', gzipSync(GOOD).subarray(0, 900)],
    [
      'a compressed file with a wrong checksum',
      gzipSync(GOOD).map((byte, at, all) => (at === all.length - 6 ? byte ^ 1 : byte)),
    ],
    ['text that calls itself compressed', Buffer.from(GOOD)],
  ])('%s', async (_, bytes) => {
    const { error, runs, code } = await outcomeOf(Buffer.from(bytes), 'BBB.csv.gz');
    expect(error).toMatchObject({ code: 'E_DATA_ENC', place: expect.stringMatching(/BBB\.csv\.gz/) });
    expect(code).toBe(3);
    expect(runs).toBe(0);
  });
});

describe('bars that are only poor are taken as they are:', () => {
  it.each([
    [
      'gaps',
      GOOD.split('\n')
        .filter((_, line) => line < 30 || line > 60)
        .join('\n'),
    ],
    ['a bar that is there twice', withLine(51, () => GOOD.split('\n')[49]!)],
    ['no volume at all', withLine(1, () => 'date,open,high,low,close,ignored')],
    ['a volume of zero', withCell(5, '0')],
    ['a single bar', GOOD.split('\n').slice(0, 2).join('\n')],
    ['a mark at the beginning and other line ends', `\uFEFF${GOOD.replaceAll('\n', '\r\n')}`],
  ])('%s', async (_, text) => {
    const { code, result, runs } = await outcomeOf(text);
    expect(code).toBe(0);
    expect(result.status).toBe('complete');
    expect(runs).toBe(1);
  });
});
