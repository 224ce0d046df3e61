import { describe, expect, it } from 'vitest';
import { armMarkers } from '../../src/report/arm-marker.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { tradeData } from '../../src/report/trade-data.ts';
import { contentsOf, sectionOf, storedNumbers, textOf } from './page-reader.ts';
import { sampleReport } from './sample-report.ts';

const report = sampleReport();
const markers = armMarkers(report.arms);

function decodedTimes(coded: readonly number[]): number[] {
  let time = 0;
  return coded.map((value, i) => {
    time = i === 0 ? value : time + value * 1000;
    return time;
  });
}

describe('the data of trades', () => {
  it('hold the closes at their times, whatever days a symbol lacks', () => {
    const prices = report.prices.map(({ time, close }, k) => {
      const kept = (_: number, i: number): boolean => (i + k) % (k + 2) !== 0;
      return { time: time.filter(kept), close: close.filter(kept) };
    });
    const data = tradeData({ ...report, prices }, markers)!;
    const shared = decodedTimes(data.time);
    for (const [k, symbol] of data.symbols.entries()) {
      let place = symbol.from;
      const times = symbol.close.map((_, i) => {
        if (i > 0) place += symbol.steps?.[i - 1] ?? 1;
        return shared[place];
      });
      expect(times).toEqual([...prices[k]!.time]);
      expect(symbol.close).toEqual(Array.from(prices[k]!.close, (value) => Number(value.toPrecision(6))));
    }
  });

  it('hold every trade with the model behind it', () => {
    const data = tradeData(report, markers)!;
    for (const [k, { trips, adaptations }] of report.arms.entries()) {
      const adapted = adaptations.filter(({ status }) => status === 'adapted');
      expect(data.arms[k]!.adaptations.map(([time]) => time)).toEqual(adapted.map(({ time }) => time));
      for (const [i, trip] of trips.rows.entries()) {
        const [symbol, side, entry, exit, , , , , , model] = data.arms[k]!.trades[i]!;
        expect([symbol, side, entry, exit]).toEqual([
          trip.symbolIndex,
          trip.side === 'long' ? 1 : -1,
          trip.entryTime,
          trip.exitTime,
        ]);
        expect(adapted[model!]?.sequence ?? null).toBe(
          adapted.some(({ sequence }) => sequence === trip.adaptation) ? trip.adaptation : null,
        );
      }
    }
  });

  it('are bounded, and say so, and are none without a trade', () => {
    const [first, ...others] = report.arms;
    const rows = Array.from({ length: 5000 }, (_, position) => ({ ...first!.trips.rows[0]!, position }));
    const many = { ...first!, trips: { count: 70_000, rows } };
    const data = tradeData({ ...report, arms: [many, ...others] }, markers)!;
    expect(data.arms[0]).toMatchObject({ count: 70_000 });
    expect(data.arms[0]!.trades).toHaveLength(1800);
    const none = { ...report, arms: report.arms.map((arm) => ({ ...arm, trips: { count: 0, rows: [] } })) };
    expect(tradeData(none, markers)).toBeNull();
    expect(renderReport(none)).not.toContain('<section id="trades"');
  });
});

describe('the largest gains and losses', () => {
  it('are those of the subject, in the order of their profit', () => {
    const section = sectionOf(renderReport(report), 'trades');
    const rows = contentsOf(contentsOf(section, 'tbody')[1]!, 'tr');
    const ranked = report.arms[0]!.trips.rows.toSorted((a, b) => b.profit - a.profit);
    const shown = [...ranked.slice(0, 10), ...ranked.slice(-10)];
    expect(rows.map((row) => storedNumbers(row).at(-1))).toEqual(shown.map(({ profit }) => profit));
    expect(textOf(section)).toContain('The 10 largest gains and the 10 largest losses of 60 round trips');
  });
});
