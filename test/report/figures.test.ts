import { describe, expect, it } from 'vitest';
import { METRIC_CATALOG } from '../../src/model/metric-catalog.ts';
import { regimeSegments } from '../../src/report/regime-segments.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { contentsOf, sectionOf, storedNumbers, tableRows, textOf } from './page-reader.ts';
import { sampleReport } from './sample-report.ts';

const report = sampleReport();
const page = renderReport(report);

describe('the figures', () => {
  it('of the differences are those of the comparisons', () => {
    const rows = tableRows(sectionOf(page, 'differences'));
    report.comparisons.forEach((each, k) => {
      expect(storedNumbers(rows[k]!)).toEqual([
        each.sharpeDifference,
        each.sharpeLow,
        each.sharpeHigh,
        each.level,
        each.minimumDetectable,
        each.returnDifference,
        each.returnLow,
        each.returnHigh,
        each.correlation,
        each.observations,
        each.blockLength,
        each.resamples,
      ]);
    });
  });

  it('of the metrics are those of the arms, and undefined ones bear their reason', () => {
    const section = sectionOf(page, 'metrics');
    // A table for each group, with a row for each arm.
    const rows = contentsOf(section, 'table').map(tableRows);
    expect(rows.length).toBeGreaterThan(1);
    const known = METRIC_CATALOG.filter(({ name }) => report.arms.some(({ metrics }) => metrics[name]));
    report.arms.forEach((arm, k) => {
      const row = rows.map((table) => table[k]!).join('');
      const defined = known.map((entry) => arm.metrics[entry.name]?.value ?? null);
      expect(storedNumbers(row)).toEqual(defined.filter((value) => value !== null));
      expect(row.match(/n\/a/g)?.length ?? 0).toBe(defined.filter((value) => value === null).length);
    });
    expect(textOf(contentsOf(section, 'ol')[0]!)).toBe('n/a: no position was closed.');
  });

  it('of the regimes are those of the segments', () => {
    const rows = tableRows(sectionOf(page, 'regimes'));
    const segments = regimeSegments(report.arms, report.arms[0]!, 252);
    expect(rows).toHaveLength(segments.length);
    segments.forEach((segment, k) => {
      const change = segment.change === null ? [] : [segment.change.lagBars, segment.change.probability];
      expect(storedNumbers(rows[k]!)).toEqual([
        segment.periods,
        ...change,
        ...segment.returns,
        segment.volatility,
      ]);
    });
  });

  it('of the adaptations are those of the rows, and skipped ones bear their reason', () => {
    const rows = tableRows(sectionOf(page, 'adaptations'));
    report.arms[0]!.adaptations.forEach((each, k) => {
      if (each.status === 'skipped') expect(textOf(rows[k]!)).toContain(`Skipped: ${each.reason}`);
      else {
        expect(storedNumbers(rows[k]!)).toEqual([
          each.supportRows,
          each.pastTasks,
          each.steps,
          each.lossBefore,
          each.lossAfter,
          each.gradientNorm,
          each.weight,
          each.wallMs,
        ]);
      }
    });
  });

  it('of orders that were not filled as wanted are counted by outcome and reason', () => {
    const section = sectionOf(page, 'costs');
    const [costs, outcomes] = contentsOf(section, 'thead').map((head) => contentsOf(head, 'th').map(textOf));
    expect(costs).toEqual(['Arm', 'Turnover a year', 'Commission', 'Slippage']);
    expect(outcomes!.slice(0, 2)).toEqual(['Outcome', 'Reason']);
    expect(outcomes).toHaveLength(2 + report.arms.length);
    const rows = contentsOf(contentsOf(section, 'tbody')[1]!, 'tr');
    expect(rows.map((row) => textOf(row)).map((text) => text.replace(/\d.*/, '').trim())).toEqual([
      'Refusedleverage exceeded',
      'Refusedsymbol without price',
      'Expiredend of data',
    ]);
    expect(rows.map((row) => storedNumbers(row))).toEqual(
      ['leverage-exceeded', 'symbol-without-price', 'end-of-data'].map((wanted) =>
        report.arms.map(({ outcomes: all }) => all.find(({ reason }) => reason === wanted)?.orders ?? 0),
      ),
    );
  });

  it('of money by currency stand below the costs where an account has several, and nowhere else', () => {
    const money = { profitRealised: 7, commission: 2, adjustments: 0.5, converted: -9 };
    const balances = [
      { currency: 'USD', exchangeRate: 1, cash: 900, ...money, currencyProfit: 0 },
      { currency: 'EUR', exchangeRate: null, cash: 0, ...money, currencyProfit: -3 },
    ];
    const arms = [{ ...report.arms[0]!, balances }, ...report.arms.slice(1)];
    const [, table] = contentsOf(sectionOf(renderReport({ ...report, arms }), 'costs'), 'table');
    const rows = contentsOf(contentsOf(table!, 'tbody')[0]!, 'tr');
    expect(rows.map((row) => storedNumbers(row))).toEqual([
      [1, 900, 7, 2, 0.5, -9, 0],
      [0, 7, 2, 0.5, -9, -3],
    ]);
    expect(sectionOf(page, 'costs')).not.toContain('Money of all arms by currency');
  });

  it('say loudly that a label was not yet known where a row says so', () => {
    const subject = report.arms[0]!;
    const [first, ...others] = subject.adaptations;
    const early = { ...subject, adaptations: [{ ...first!, labelsKnownAt: first!.time + 1 }, ...others] };
    const text = renderReport({ ...report, arms: [early, ...report.arms.slice(1)] });
    expect(sectionOf(text, 'adaptations')).toContain('Look-ahead: 1 of 74');
    expect(sectionOf(page, 'adaptations')).toContain('In all 74 support windows');
  });
});
