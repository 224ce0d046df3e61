import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArmRecord, RegimeRow } from '../../src/model/run-record.ts';
import { regimeSegments } from '../../src/report/regime-segments.ts';
import { sampleReport } from './sample-report.ts';

/** Return and volatility of a stretch by a plain walk over all marks, one at a time. */
function naive(
  arm: ArmRecord,
  from: number,
  to: number,
): { total: number | null; volatility: number | null } {
  const { time, equity } = arm.equity;
  const returns: number[] = [];
  for (let i = 1; i < time.length; i++) {
    if (time[i]! > from && time[i]! <= to) returns.push(equity[i]! / equity[i - 1]! - 1);
  }
  if (returns.length === 0) return { total: null, volatility: null };
  const total = returns.reduce((product, each) => product * (1 + each), 1) - 1;
  const mean = returns.reduce((sum, each) => sum + each, 0) / returns.length;
  const squares = returns.reduce((sum, each) => sum + (each - mean) * (each - mean), 0);
  const volatility = returns.length < 2 ? null : Math.sqrt(squares / (returns.length - 1)) * Math.sqrt(252);
  return { total, volatility };
}

function expectClose(actual: number | null, expected: number | null): void {
  if (expected === null) expect(actual).toBeNull();
  else expect(actual).toBeCloseTo(expected, 10);
}

function withChanges(arm: ArmRecord, times: readonly number[]): ArmRecord {
  const regimes = times.map(
    (time, k): RegimeRow => ({
      sequence: k,
      time,
      regimeFrom: k,
      regimeTo: k + 1,
      changedAt: time,
      lagBars: 0,
      probability: 0.95,
      detector: 'd',
    }),
  );
  return { ...arm, regimes };
}

describe('regime segments', () => {
  it('agree with a plain walk over the marks, for every arm', () => {
    const { arms } = sampleReport();
    const segments = regimeSegments(arms, arms[0]!, 252);
    expect(segments).toHaveLength(41);
    for (const segment of segments) {
      arms.forEach((arm, k) => {
        expectClose(segment.returns[k]!, naive(arm, segment.from, segment.to).total);
      });
      expectClose(segment.volatility, naive(arms[0]!, segment.from, segment.to).volatility);
    }
  });

  it('compound to the whole return and cover every mark once, wherever the changes fall', () => {
    const { arms } = sampleReport({ marks: 400, changes: 0 });
    const subject = arms[0]!;
    const { time, equity } = subject.equity;
    const day = 86_400_000;
    const change = fc.integer({ min: -5, max: 580 }).map((days) => time[0]! + days * day);
    fc.assert(
      fc.property(fc.uniqueArray(change, { maxLength: 60, size: 'max' }), (times) => {
        const changed = withChanges(
          subject,
          times.sort((a, b) => a - b),
        );
        const segments = regimeSegments([changed], changed, 252);
        const growth = segments.reduce((product, each) => product * (1 + (each.returns[0] ?? 0)), 1);
        expect(growth).toBeCloseTo(equity.at(-1)! / equity[0]!, 9);
        expect(segments.reduce((sum, each) => sum + each.periods!, 0)).toBe(time.length - 1);
        expect(segments[0]!.from).toBe(time[0]);
        expect(segments.at(-1)!.to).toBe(time.at(-1));
      }),
      { seed: 9, numRuns: 150 },
    );
  });

  it('take the changes of the first arm that has some where the subject has none', () => {
    const { arms } = sampleReport({ marks: 400, changes: 6 });
    const swapped = [withChanges(arms[0]!, []), ...arms.slice(1)];
    expect(regimeSegments(swapped, swapped[0]!, 252)).toHaveLength(7);
  });

  it('name the first segment by a change before the first mark, and have no return where an arm has no mark', () => {
    const { arms } = sampleReport({ marks: 100, changes: 0 });
    const subject = arms[0]!;
    const time = subject.equity.time;
    const changed = withChanges(subject, [time[0]! - 10, time[50]!]);
    const short = {
      ...arms[1]!,
      equity: { ...arms[1]!.equity, time: time.slice(0, 40), equity: arms[1]!.equity.equity.slice(0, 40) },
    };
    const segments = regimeSegments([changed, short], changed, 252);
    expect(segments.map((each) => each.regime)).toEqual([1, 2]);
    expect(segments[1]!.returns[1]).toBeNull();
    expect(segments[1]!.returns[0]).not.toBeNull();
  });

  it('are undefined, not infinite, where equity is zero', () => {
    const { arms } = sampleReport({ marks: 50, changes: 0 });
    const equity = { ...arms[0]!.equity, equity: new Float64Array(50) };
    const ruined = { ...arms[0]!, equity };
    const [segment] = regimeSegments([ruined], ruined, 252);
    expect(segment).toMatchObject({ returns: [null], volatility: null });
  });

  it('do not exist without marks', () => {
    const { arms } = sampleReport({ marks: 100, changes: 0 });
    const none = new Float64Array(0);
    const empty = { ...arms[0]!, equity: { time: none, cash: none, equity: none, gross: none, net: none } };
    expect(regimeSegments([empty], empty, 252)).toEqual([]);
  });
});
