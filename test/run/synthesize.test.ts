import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadMarketData } from '../../src/market/data-folder.ts';
import { randomFrom } from '../../src/math/random.ts';
import { synthesizeData } from '../../src/run/synthesize.ts';
import { syntheticMarket } from '../../src/run/synthetic-market.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const SMALL = { symbols: 3, bars: 400, regimeBars: 60 };

const contents = (folder: string): string[] =>
  readdirSync(folder).map((name) => `${name}\n${readFileSync(join(folder, name), 'utf8')}`);

describe('made data', () => {
  it('are the same bytes for the same seed, others for another, and load with their true changes', () => {
    const place = temporaryFolder();
    const made = [5, 5, 6].map((seed, i) =>
      synthesizeData({ ...SMALL, seed, folder: join(place, String(i)) }),
    );
    const [first, again, other] = made.map(({ folder }) => contents(folder));
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    const data = loadMarketData(made[0]!.folder);
    expect(data.changePoints).toEqual(made[0]!.changePoints);
    expect(data.changePoints!.length).toBeGreaterThan(2);
    expect([...data.parts!.values()]).toEqual(['train', 'test', 'train']);
    for (const change of data.changePoints!) expect(data.series[0]!.time).toContain(change);
  });

  it('refuse a folder that is there already', () => {
    const folder = temporaryFolder();
    expect(() => synthesizeData({ ...SMALL, seed: 1, folder })).toThrow(/E_OUTPUT_UNWRITABLE/);
  });

  it('differ between regimes in volatility, from the very bar of the change on', () => {
    const { series, changePoints } = syntheticMarket(
      { symbols: 40, bars: 6_000, regimeBars: 500 },
      randomFrom(3),
    );
    const [{ time }] = series as [(typeof series)[0]];
    const borders = [0, ...changePoints.map((change) => time.indexOf(change)), time.length];
    const spread = (from: number, to: number): number => {
      let sum = 0;
      for (const { close } of series)
        for (let i = Math.max(1, from); i < to; i++) sum += Math.abs(Math.log(close[i]! / close[i - 1]!));
      return sum / (to - Math.max(1, from)) / series.length;
    };
    const levels = borders.slice(1).map((end, i) => spread(borders[i]!, end));
    const firstDays = borders.slice(1, -1).map((begin) => spread(begin, begin + 5));
    for (const [i, level] of firstDays.entries()) {
      // Nearer to the regime that begins than to the one that ended.
      expect(Math.abs(level - levels[i + 1]!)).toBeLessThan(Math.abs(level - levels[i]!));
    }
  });
});
