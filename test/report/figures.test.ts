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
    const rows = tableRows(section);
    report.arms.forEach((arm, k) => {
      const defined = METRIC_CATALOG.map((entry) => arm.metrics[entry.name]?.value ?? null);
      expect(storedNumbers(rows[k]!)).toEqual(defined.filter((value) => value !== null));
      expect(rows[k]!.match(/n\/a/g)?.length ?? 0).toBe(defined.filter((value) => value === null).length);
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
          each.steps,
          each.lossBefore,
          each.lossAfter,
          each.gradientNorm,
          each.wallMs,
        ]);
      }
    });
  });

  it('of refused orders are counted by reason', () => {
    const section = sectionOf(page, 'costs');
    expect(contentsOf(contentsOf(section, 'thead')[0]!, 'th').map(textOf)).toEqual([
      'Arm',
      'Turnover a year',
      'Commission',
      'Slippage',
      'Refused: leverage exceeded',
      'Refused: symbol without price',
      'Refused in all',
    ]);
    const rows = tableRows(section);
    expect(storedNumbers(rows[0]!).slice(3)).toEqual([3, 1, 4]);
    expect(storedNumbers(rows[1]!).slice(3)).toEqual([0, 0, 0]);
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
    expect(contentsOf(sectionOf(page, 'costs'), 'table')).toHaveLength(1);
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
