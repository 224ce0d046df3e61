import { describe, expect, it } from 'vitest';
import type { ArmRecord } from '../../src/model/run-record.ts';
import { changePaths, PATH_LENGTH } from '../../src/report/change-paths.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { contentsOf, sectionOf, storedNumbers, textOf } from './page-reader.ts';
import { sampleReport } from './sample-report.ts';

const report = sampleReport();
const [subject] = report.arms as [ArmRecord, ...ArmRecord[]];

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('paths after confirmed changes', () => {
  const { time } = subject.equity;
  const starts = subject.regimes.map((row) => time.indexOf(row.time));
  const whole = starts.filter((at) => at + PATH_LENGTH < time.length);

  it('are means of returns since the confirmation over the changes with marks enough', () => {
    const paths = changePaths(report.arms, subject)!;
    expect([paths.changes, paths.cut]).toEqual([whole.length, starts.length - whole.length]);
    for (const [
      k,
      {
        equity: { equity },
      },
    ] of report.arms.entries()) {
      for (const step of [0, 1, 17, PATH_LENGTH]) {
        const returns = whole.map((at) => equity[at + step]! / equity[at]! - 1);
        expect(paths.arms[k]!.path.mean[step]).toBeCloseTo(average(returns), 12);
        const own = whole.map((at) => subject.equity.equity[at + step]! / subject.equity.equity[at]! - 1);
        const lead = paths.arms[k]!.lead;
        if (k === 0) expect(lead).toBeNull();
        else expect(lead!.mean[step]).toBeCloseTo(average(own) - average(returns), 12);
      }
    }
  });

  it('have the interval of Student, which holds the mean and widens from zero', () => {
    const { path } = changePaths(report.arms, subject)!.arms[0]!;
    expect([path.low![0], path.high![0]]).toEqual([0, 0]);
    const last = whole.map((at) => subject.equity.equity[at + PATH_LENGTH]! / subject.equity.equity[at]! - 1);
    const mean = average(last);
    const deviation = Math.sqrt(
      last.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (last.length - 1),
    );
    // About 40 changes: the quantile of Student is 2.02 to 2.03.
    const half = (path.high![PATH_LENGTH]! - path.low![PATH_LENGTH]!) / 2;
    expect(half / (deviation / Math.sqrt(last.length))).toBeCloseTo(2.025, 1);
  });

  it('count the marks until equity is back at its highest up to the change', () => {
    for (const [
      k,
      {
        equity: { equity },
      },
    ] of report.arms.entries()) {
      const waits = starts
        .map((at) => {
          const peak = Math.max(...equity.slice(0, at + 1));
          const wait = equity.slice(at).findIndex((value) => value >= peak);
          return wait < 0 ? Number.POSITIVE_INFINITY : wait;
        })
        .sort((a, b) => a - b);
      const recovery = changePaths(report.arms, subject)!.arms[k]!.recovery;
      expect(recovery.recovered).toBe(waits.filter((wait) => wait <= PATH_LENGTH).length);
      const median = (waits[19]! + waits[20]!) / 2;
      expect(recovery.median).toBe(Number.isFinite(median) ? median : null);
    }
  });

  it('have no interval with fewer than five changes, and are none without a change', () => {
    const few = sampleReport({ changes: 3 });
    const { path } = changePaths(few.arms, few.arms[0]!)!.arms[0]!;
    expect([path.low, path.high]).toEqual([null, null]);
    expect(sectionOf(renderReport(few), 'after-change')).toContain('fewer than five changes');
    const none = sampleReport({ changes: 0 });
    expect(changePaths(none.arms, none.arms[0]!)).toBeNull();
    expect(renderReport(none)).not.toContain('id="after-change"');
  });

  it('use the last marks of days where marks were left out', () => {
    const thinned = report.arms.map((arm) => ({ ...arm, marks: arm.marks + 1 }));
    expect(changePaths(thinned, thinned[0]!)).toEqual(changePaths(report.arms, subject));
  });

  it('are in the table as they were computed', () => {
    const section = sectionOf(renderReport(report), 'after-change');
    const rows = contentsOf(contentsOf(section, 'tbody')[0]!, 'tr');
    const { path, lead, recovery } = changePaths(report.arms, subject)!.arms[2]!;
    expect(storedNumbers(rows[2]!)).toEqual(
      [
        path.mean[5],
        path.mean[20],
        path.mean[PATH_LENGTH],
        path.low![PATH_LENGTH],
        path.high![PATH_LENGTH],
        lead!.mean[PATH_LENGTH],
        lead!.low![PATH_LENGTH],
        lead!.high![PATH_LENGTH],
        recovery.median,
        recovery.recovered,
      ].filter((value) => value !== null),
    );
    expect(textOf(rows[0]!)).toContain('meta');
  });
});
