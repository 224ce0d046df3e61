import { describe, expect, it } from 'vitest';
import type { BarSeries } from '../../src/model/bar-series.ts';
import type { LoadedStrategy } from '../../src/run/load-strategy.ts';
import { type GoldenRun, goldenRun } from '../support/golden-run.ts';
import { randomSeries } from '../support/random-series.ts';
import { randomTrader } from '../support/random-trader.ts';

const NAMES = ['AAA', 'BBB', 'CCC'];
const HOUR_MS = 3_600_000;

/** Daily bars of the traded symbols, with gaps. */
const traded = (seed: number): BarSeries[] =>
  NAMES.map((name, index) => randomSeries(name, seed, { slices: 150, missing: index === 0 ? 0 : 0.15 }));

/** A further symbol with a bar at midnight and one every few hours, which ends later than the others. */
function further(seed: number, hours: number): BarSeries {
  const days = randomSeries('ZZZ', seed, { slices: 600 });
  const first = days.time[0]!;
  return { ...days, time: days.time.map((_, at) => first + at * hours * HOUR_MS) };
}

function play(seed: number, series: readonly BarSeries[]): Promise<GoldenRun> {
  const strategy = randomTrader({ seed, unit: 1, names: NAMES, onlyFresh: true });
  const loaded: LoadedStrategy = { strategy, path: '', hash: '', locate: () => null, fresh: () => loaded };
  return goldenRun(loaded, series, {}, { commissionBps: 5, slippageBps: 5, grossLimit: 2 });
}

describe.each([51, 52, 53, 54])('a further symbol that nobody trades, seed %i,', (seed) => {
  it.each([5, 6, 12])('changes no fill and no worth with bars every %i hours', async (hours) => {
    const plain = await play(seed, traded(seed));
    const wider = await play(seed, [...traded(seed), further(seed, hours)]);
    expect(plain.fills.length).toBeGreaterThan(100);
    const lastTime = plain.marks.at(-1)!.time;
    expect(wider.fills.filter(({ time }) => time <= lastTime)).toEqual(plain.fills);
    const times = new Set(plain.marks.map(({ time }) => time));
    expect(wider.marks.filter(({ time }) => times.has(time))).toEqual(plain.marks);
  });
});
