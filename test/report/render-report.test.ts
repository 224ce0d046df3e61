import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { ArmRecord, EquityColumns, RunRecord, RunReport } from '../../src/model/run-record.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { HOSTILE_TEXT, HOSTILE_TEXT_SHOWN, hostileReport } from './hostile-report.ts';
import { contentsOf, pageData, sectionOf, textOf, unbalancedTag, withoutScripts } from './page-reader.ts';
import { sampleReport } from './sample-report.ts';

const report = sampleReport();
const page = renderReport(report);

function withRun(change: Partial<RunRecord>, rest: Partial<RunReport> = {}): RunReport {
  return { ...report, ...rest, run: { ...report.run, ...change } };
}

function withMarks(arm: ArmRecord, count: number): ArmRecord {
  const { time, cash, equity, gross, net } = arm.equity;
  const cut = (column: Float64Array): Float64Array => column.slice(0, count);
  const columns: EquityColumns = {
    time: cut(time),
    cash: cut(cash),
    equity: cut(equity),
    gross: cut(gross),
    net: cut(net),
  };
  return { ...arm, equity: columns };
}

describe('the page', () => {
  it('is the same text for the same report, byte for byte', () => {
    expect(renderReport(sampleReport())).toBe(page);
  });

  it('closes every tag that it opens, has one heading of the first rank and every id once', () => {
    expect(unbalancedTag(page)).toBeNull();
    expect(contentsOf(page, 'h1')).toHaveLength(1);
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
  });

  it('gives every table a caption and every head a scope', () => {
    const tables = contentsOf(page, 'table');
    expect(tables.length).toBeGreaterThan(5);
    for (const table of tables) expect(table).toMatch(/^\s*<caption[ >]/);
    expect(withoutScripts(page)).not.toMatch(/<th(?=[ >])(?! scope="(col|row)")/);
  });

  it('allows exactly the scripts and styles that stand in it, by their hashes, and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/
      .exec(page)![1]!
      .replaceAll('&#39;', "'");
    const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const scripts = [...page.matchAll(/<script>(.*?)<\/script>/gs)].map((match) => hash(match[1]!));
    const styles = [...page.matchAll(/<style>(.*?)<\/style>/gs)].map((match) => hash(match[1]!));
    expect(policy).toBe(
      `default-src 'none'; script-src ${scripts.join(' ')}; style-src ${styles.join(' ')}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(page.match(/<script/g)).toHaveLength(scripts.length + 2);
    expect(page).not.toMatch(/<[^>]* style=/);
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style'));
  });

  it('asks the network for nothing', () => {
    expect(page).not.toMatch(/https?:\/\//);
    for (const [, address] of page.matchAll(/ (?:src|href|srcset|action|poster|data)="([^"]*)"/g)) {
      expect(address).toMatch(/^(#|data:,$)/);
    }
    for (const style of contentsOf(page, 'style')) expect(style).not.toMatch(/url\(|@import/);
    for (const [, script] of page.matchAll(/<script>(.*?)<\/script>/gs)) {
      expect(script).not.toMatch(/fetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import\(/);
      expect(() => new Script(script!)).not.toThrow();
    }
  });

  it('is below two megabytes for ten years of days and six arms', () => {
    expect(Buffer.byteLength(renderReport(sampleReport({ marks: 2520 })))).toBeLessThan(2_000_000);
  });

  it('is below four megabytes and made within three seconds for a million marks of six arms', () => {
    const large = sampleReport({ marks: 1_000_000, changes: 3000, stepMs: 60_000 });
    const started = process.cpuUsage();
    const text = renderReport(large);
    const used = process.cpuUsage(started);
    expect((used.user + used.system) / 1e6).toBeLessThan(3);
    expect(Buffer.byteLength(text)).toBeLessThan(4_000_000);
    const data = pageData(text, 'chart-data');
    large.arms.forEach((arm, k) => {
      const drawn = (data.arms[k].equity as number[]).reduce((a, b) => Math.max(a, b));
      const highest = arm.equity.equity.reduce((a, b) => Math.max(a, b));
      expect(drawn).toBe(highest >= 1e8 ? Math.round(highest) : Number(highest.toPrecision(8)));
    });
    expect(text).toContain('Only the first and the last');
  });
});

describe('hostile texts', () => {
  const hostile = renderReport(hostileReport(report));

  it('are text everywhere: the page has the same elements as without them', () => {
    const elements = (text: string): string[] =>
      [...text.matchAll(/<\/?([a-z][a-z0-9]*)/g)].map((match) => match[1]!);
    expect(elements(hostile)).toEqual(elements(page));
    expect(unbalancedTag(hostile)).toBeNull();
    expect(hostile).not.toMatch(/<img|<!--|onerror="/);
  });

  it('can be read on the page as they were written', () => {
    expect(textOf(contentsOf(hostile, 'h1')[0]!)).toContain(`${HOSTILE_TEXT_SHOWN}meta-momentum`);
    expect(textOf(sectionOf(hostile, 'provenance'))).toContain(`${HOSTILE_TEXT_SHOWN}Licence: CC0 1.0.`);
    const data = pageData(hostile, 'chart-data');
    expect(data.arms[0].name).toBe(`${HOSTILE_TEXT}meta`);
  });
});

describe('the head', () => {
  it('puts the verdict first, with its badge, its meaning and the trials', () => {
    const head = contentsOf(page, 'header')[0]!;
    const text = textOf(head);
    expect(text).toContain(report.verdict!.sentence);
    expect(text).toContain('What it does not mean.');
    expect(text).toContain('Trials: 3.');
    expect(head.indexOf('class="verdict inconclusive"')).toBeLessThan(head.indexOf('What it means.'));
  });

  it('explains each of the three answers in its own words', () => {
    const meanings = (['better', 'worse', 'inconclusive'] as const).map((verdict) => {
      const text = renderReport({ ...report, verdict: { ...report.verdict!, verdict } });
      expect(text).toContain(`class="verdict ${verdict}"`);
      return contentsOf(text, 'header')[0]!.split('What it means.')[1]!.slice(0, 120);
    });
    expect(new Set(meanings).size).toBe(3);
  });

  it('names the controls as those who decide, and the baselines where there is no control', () => {
    expect(textOf(sectionOf(page, 'differences'))).toContain(
      'The controls decide the verdict: frozen, random-time.',
    );
    expect(textOf(page)).toContain('neither ahead of every control nor behind any');
    const arms = report.arms.filter((arm) => arm.role !== 'control');
    const comparisons = report.comparisons.slice(2);
    const text = textOf(
      renderReport({ ...report, arms, comparisons, verdict: { ...report.verdict!, comparisons } }),
    );
    expect(text).toContain('All of them decide the verdict.');
    expect(text).toContain('neither ahead of every baseline nor behind any');
  });

  it.each([
    ['failed', 'This run failed'],
    ['interrupted', 'This run was interrupted'],
    ['crashed', 'This run crashed'],
    ['running', 'This run is not finished'],
  ] as const)('says loudly that a run is %s, with its error', (status, title) => {
    const text = renderReport(
      withRun(
        { status, error: 'E_PLUGIN_THREW a.ts: <b>', journalHash: null, finishedAt: null },
        { verdict: null, comparisons: [] },
      ),
    );
    expect(text).toMatch(new RegExp(`role="alert">\\s*<strong>${title}`));
    expect(text).toContain('E_PLUGIN_THREW a.ts: &lt;b&gt;');
    expect(text).toContain('There is no verdict.');
    expect(unbalancedTag(text)).toBeNull();
  });

  it('has no banner over a complete run', () => {
    expect(page).not.toContain('role="alert"');
  });
});

describe('reports with little in them', () => {
  it('a backtest of one arm has no verdict and says what that means', () => {
    const text = renderReport(
      withRun(
        { kind: 'backtest' },
        { arms: report.arms.slice(0, 1), verdict: null, comparisons: [], training: null },
      ),
    );
    expect(text).toContain('A backtest of one arm, without a verdict.');
    expect(text).toContain('A backtest compares nothing.');
    expect(text).toContain('No learner was trained for this run.');
    expect(unbalancedTag(text)).toBeNull();
  });

  it('renders without arms', () => {
    const text = renderReport({ ...report, arms: [], comparisons: [], verdict: null, training: null });
    expect(text).toContain('The run has no arm.');
    expect(text).toContain('The run recorded no equity.');
    expect(unbalancedTag(text)).toBeNull();
  });

  it.each([0, 1, 2])('renders arms with %i marks', (count) => {
    const arms = report.arms.map((arm) => withMarks(arm, count));
    const text = renderReport({ ...report, arms });
    expect(unbalancedTag(text)).toBeNull();
    expect(text.includes('id="chart-data"')).toBe(count > 0);
    expect(withoutScripts(text)).not.toMatch(/NaN|Infinity|undefined</);
  });

  it('renders arms of different length, and metrics that are all null or absent', () => {
    const arms = report.arms.map((arm, k) => ({
      ...withMarks(arm, 100 * (k + 1)),
      regimes: [],
      adaptations: [],
      metrics: k % 2 === 0 ? {} : { sharpe: { value: null, reason: 'fewer than two returns' } },
    }));
    const text = renderReport({ ...report, arms });
    expect(unbalancedTag(text)).toBeNull();
    expect(text).toContain('n/a: fewer than two returns.');
    expect(text).toContain('n/a: not recorded for this arm.');
    expect(text).toContain('No regime change was confirmed');
    const data = pageData(text, 'chart-data');
    expect(data.arms[0].equity.slice(98, 102).map((value: number | null) => value === null)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('renders a training without a loss, with a loss that is not finite, and with one value', () => {
    for (const lossCurve of [[], [Number.NaN, 0.5, Number.POSITIVE_INFINITY, 0.4], [0.5]]) {
      const text = renderReport({ ...report, training: { ...report.training!, lossCurve } });
      expect(unbalancedTag(text)).toBeNull();
      expect(sectionOf(text, 'training')).not.toMatch(/NaN|Infinity/);
    }
  });

  it('renders comparisons whose figures are not finite, without drawing them', () => {
    const [first, ...others] = report.comparisons;
    const odd = {
      ...first!,
      sharpeHigh: Number.POSITIVE_INFINITY,
      minimumDetectable: Number.NaN,
      correlation: null,
    };
    const text = renderReport({ ...report, comparisons: [odd, ...others] });
    expect(sectionOf(text, 'differences')).not.toMatch(/NaN|Infinity/);
    expect(unbalancedTag(text)).toBeNull();
  });

  it('folds a table of more than sixty rows', () => {
    const folds = (text: string): number => text.match(/<details class="fold"/g)!.length;
    // One for the months of each arm but the subject.
    expect(folds(page)).toBe(5);
    const many = renderReport(sampleReport({ changes: 61 }));
    expect(folds(many)).toBe(5 + 3);
    expect(many).toContain('Show the table (62 rows)');
  });
});
