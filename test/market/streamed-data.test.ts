import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BarFeed } from '../../src/market/bar-feed.ts';
import { selectBars } from '../../src/market/bar-selection.ts';
import type { PlayableBars } from '../../src/market/bar-windows.ts';
import { loadMarketData } from '../../src/market/data-folder.ts';
import { streamMarketData, textBytes } from '../../src/market/streamed-data.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { errorOf } from './parse-text.ts';

const START = Date.UTC(2020, 0, 1);
const HOUR = 3_600_000;
const HEADER = 'time,open,high,low,close,volume';
const pause = async (): Promise<void> => undefined;

let folders = 0;
const root = temporaryFolder();

function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = join(root, `data-${folders++}`);
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** A file of hourly bars with holes: bar i is there where the pattern has a bit for it. */
function text(bars: number, pattern: number, repeated: boolean): string {
  const rows = [HEADER];
  for (let i = 0; i < bars; i++) {
    if (((pattern >> (i % 16)) & 1) === 0 && i > 0) continue;
    const open = 100 + (i % 97) / 7;
    const row = `${START + i * HOUR},${open},${open + 2},${open - 2},${open + 1},${i}`;
    rows.push(row);
    if (repeated && i % 50 === 0) rows.push(row);
  }
  return `${rows.join('\n')}\n`;
}

/** All that a feed shows, step by step. */
function played(bars: readonly PlayableBars[]): unknown[] {
  const feed = new BarFeed(bars);
  const steps: unknown[] = [feed.sliceCount];
  while (feed.next()) {
    const { time, index, fresh, open, high, low, close, volume } = feed.slice;
    steps.push([time, index, ...fresh, ...open, ...high, ...low, ...close, ...volume]);
  }
  return steps;
}

describe('streamed data', () => {
  it('play the same slices as data in memory, with the same hash, notes and periods', async () => {
    const file = fc.record({
      bars: fc.constantFrom(1, 2, 100, 4095, 4096, 4097, 9000),
      pattern: fc.integer({ min: 1, max: 65_535 }),
      repeated: fc.boolean(),
      zipped: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 4 }), fc.nat(9000), async (files, cut) => {
        const folder = folderOf(
          Object.fromEntries(
            files.map(({ bars, pattern, repeated, zipped }, i) => {
              const content = text(bars, pattern, repeated);
              return zipped ? [`S${i}.csv.gz`, gzipSync(content)] : [`S${i}.csv`, content];
            }),
          ),
        );
        const { series, ...facts } = loadMarketData(folder);
        const { series: streams, close, ...streamedFacts } = await streamMarketData(folder, {}, pause);
        expect(streamedFacts).toEqual(facts);
        expect(played(streams)).toEqual(played(series));
        const selection = { to: START + cut * HOUR };
        expect(played(selectBars(streams, selection))).toEqual(played(selectBars(series, selection)));
        const later = { from: START + Math.floor(cut / 2) * HOUR };
        if (series.some(({ time }) => time.at(-1)! >= later.from))
          expect(played(selectBars(streams, later))).toEqual(played(selectBars(series, later)));
        close();
      }),
      { seed: 8, numRuns: 25 },
    );
  });

  it('are refused with the very same error, whatever is wrong with a file', async () => {
    const good = text(5000, 65_535, false);
    const line = (at: number, change: string): string => {
      const lines = good.split('\n');
      lines[at] = change;
      return lines.join('\n');
    };
    const broken = [
      line(4500, 'soon,1,1,1,1,1'),
      line(4500, `${START + 4499 * HOUR},1,x,1,1,1`),
      line(4098, `${START + 4000 * HOUR},1,1,1,1,1`),
      line(4098, `${START + 4096 * HOUR},1,1,1,1,1`),
      line(3, `${START + 2 * HOUR},1,1,2,1,1`),
      line(3, `${START + 2 * HOUR},1,1,1`),
      line(0, 'time,open'),
      `${HEADER}\n`,
      '',
    ];
    for (const content of broken) {
      for (const name of ['AAA.csv', 'AAA.csv.gz']) {
        const folder = folderOf({ [name]: name.endsWith('.gz') ? gzipSync(content) : content });
        const expected = errorOf(() => loadMarketData(folder));
        await expect(streamMarketData(folder, {}, pause)).rejects.toThrow(expected.message);
      }
    }
  });

  it('are refused where gzip data are damaged, or grow too far', async () => {
    const whole = gzipSync(text(5000, 65_535, false));
    for (const content of [whole.subarray(0, whole.length - 20), Buffer.from('no gzip'), Buffer.alloc(0)]) {
      const folder = folderOf({ 'AAA.csv.gz': content });
      const expected = errorOf(() => loadMarketData(folder));
      await expect(streamMarketData(folder, {}, pause)).rejects.toThrow(expected.message);
    }
    const bomb = folderOf({ 'AAA.csv.gz': gzipSync(`${HEADER}\n${'\n'.repeat(50_000_000)}`) });
    await expect(streamMarketData(bomb, {}, pause)).rejects.toThrow('E_DATA_LIMIT');
  });

  it('stop where the pause says so', async () => {
    const folder = folderOf({ 'AAA.csv': text(100, 1, false) });
    const stop = (): Promise<void> => Promise.reject(new Error('enough'));
    await expect(streamMarketData(folder, {}, stop)).rejects.toThrow('enough');
  });

  it('are measured by their text, compressed files as four times their size', () => {
    const folder = folderOf({ 'A.csv': 'x'.repeat(1000), 'B.csv.gz': 'x'.repeat(500), 'notes.txt': 'x' });
    expect(textBytes(folder)).toBe(3000);
  });
});
