import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ACTIONS_FILE, readActions } from '../../src/market/action-file.ts';
import { BarFeed } from '../../src/market/bar-feed.ts';
import { loadMarketData } from '../../src/market/data-folder.ts';
import type { MarketAction } from '../../src/model/market-action.ts';
import { RegimetaError } from '../../src/model/regimeta-error.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const HEADER = 'time,symbol,kind,value\n';
const BARS = 'date,open,high,low,close,volume\n';

/** What the file of a folder with the symbols A and B is refused with. */
function refusalOf(text: string): string {
  const folder = temporaryFolder();
  const path = join(folder, ACTIONS_FILE);
  writeFileSync(path, text);
  try {
    readActions(path, ['A', 'B']);
  } catch (error) {
    if (error instanceof RegimetaError) return error.message.replace(folder, '…');
    throw error;
  }
  return 'nothing';
}

describe('the actions file', () => {
  test('has each kind, with its value', () => {
    const rows = [
      '2020-08-31,A,split,4',
      '2020-08-31,B,dividend,0.25',
      '2020-09-01T08:00Z,B,funding,-0.0001',
      '2020-09-02,B,halt,',
      '2020-09-03,B,resumption,',
      '2020-09-04,B,delisting,',
      '2020-09-04,A,delisting,12.5',
    ];
    const path = join(temporaryFolder(), ACTIONS_FILE);
    writeFileSync(path, `${HEADER}${rows.join('\n')}\n`);
    const actions = readActions(path, ['A', 'B']);
    const day = (date: string) => Date.parse(`${date}T00:00:00Z`);
    expect(actions.get('A')).toEqual([
      { time: day('2020-08-31'), kind: 'split', ratio: 4 },
      { time: day('2020-09-04'), kind: 'delisting', price: 12.5 },
    ]);
    expect(actions.get('B')).toEqual([
      { time: day('2020-08-31'), kind: 'dividend', amount: 0.25 },
      { time: day('2020-09-01') + 8 * 3_600_000, kind: 'funding', rate: -0.0001 },
      { time: day('2020-09-02'), kind: 'halt' },
      { time: day('2020-09-03'), kind: 'resumption' },
      { time: day('2020-09-04'), kind: 'delisting', price: null },
    ]);
  });

  test.each([
    ['date,symbol,kind,value\n', /^E_DATA_HEADER …\/actions.csv:1: /],
    [`${HEADER}2020-01-01,A,split\n`, /^E_DATA_COLS …\/actions.csv:2: /],
    [`${HEADER}2020-01-01,A,split,2\n\n2020-01-02,A,split,2\n`, /^E_DATA_COLS …\/actions.csv:3: /],
    [`${HEADER}2020-02-30,A,split,2\n`, /^E_DATA_DATE …\/actions.csv:2: .*2020-02-30/],
    [`${HEADER}2020-01-01,C,split,2\n`, /^E_DATA_SYMBOL …\/actions.csv:2: .*found "C"/],
    [`${HEADER}2020-01-01,A,merger,2\n`, /^E_DATA_ACTION …\/actions.csv:2: .*found "merger"/],
    [`${HEADER}2020-01-01,A,toString,2\n`, /^E_DATA_ACTION …\/actions.csv:2: .*found "toString"/],
    [`${HEADER}2020-01-01,A,split,0\n`, /^E_DATA_ACTION …\/actions.csv:2: .*above zero/],
    [`${HEADER}2020-01-01,A,split,\n`, /^E_DATA_NUM …\/actions.csv:2: /],
    [`${HEADER}2020-01-01,A,dividend,NaN\n`, /^E_DATA_NUM …\/actions.csv:2: .*found "NaN"/],
    [`${HEADER}2020-01-01,A,halt,1\n`, /^E_DATA_NUM …\/actions.csv:2: .*empty/],
    [`${HEADER}2020-01-02,A,split,2\n2020-01-01,B,split,2\n`, /^E_DATA_ORDER …\/actions.csv:3: .*2020-01-01/],
  ])('%j is refused with the line', (text, message) => {
    expect(refusalOf(text)).toMatch(message);
  });

  test('is played at the first slice at or after its time, and no bar file', () => {
    const folder = temporaryFolder();
    const bars = (days: readonly number[]) =>
      BARS + days.map((day) => `2020-01-0${day},8,8,8,8,100\n`).join('');
    writeFileSync(join(folder, 'A.csv'), bars([1, 2, 5]));
    writeFileSync(join(folder, 'B.csv'), bars([1, 3, 5]));
    const plain = loadMarketData(folder);
    const rows = ['2020-01-02,B,split,2', '2020-01-04,A,dividend,1', '2020-01-04,B,halt,'];
    writeFileSync(join(folder, ACTIONS_FILE), `${HEADER}${rows.join('\n')}\n`);
    const data = loadMarketData(folder);
    expect(data.series.map(({ symbol }) => symbol)).toEqual(['A', 'B']);
    expect(data.dataHash).not.toBe(plain.dataHash);
    const feed = new BarFeed(data.series);
    const seen: [readonly MarketAction[], number][] = [];
    while (feed.next()) seen.push([feed.slice.actions, feed.slice.close[1]!]);
    expect(seen).toEqual([
      [[], 8],
      // A close that stays is restated; the next bar has its own.
      [[{ kind: 'split', symbolIndex: 1, ratio: 2 }], 4],
      [[], 8],
      [
        [
          { kind: 'dividend', symbolIndex: 0, amount: 1 },
          { kind: 'halt', symbolIndex: 1 },
        ],
        8,
      ],
    ]);
  });
});
