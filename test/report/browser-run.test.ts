import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import type { Browser, Page } from 'playwright-core';
import * as regimeta from 'regimeta';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunReport } from '../../src/model/run-record.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { type ServedStore, serveStore } from '../../src/run/serve-store.ts';
import { writeBarFiles } from '../support/bar-files.ts';
import {
  browserSuite,
  CHROMIUM,
  keepScreenshot,
  launchChromium,
  type OpenPage,
  openPage,
} from './chromium.ts';

const META = fileURLToPath(new URL('../../strategies/meta-momentum.ts', import.meta.url));

describe.skipIf(CHROMIUM === null)(browserSuite('the report of a recorded run in a browser'), () => {
  let folder: string;
  let store: Database.Database;
  let report: RunReport;
  let served: ServedStore;
  let browser: Browser;
  let shown: OpenPage;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'regimeta-browser-'));
    const dataPath = join(folder, 'data');
    mkdirSync(dataPath);
    writeBarFiles(dataPath, ['AAA', 'BBB', 'CCC', 'DDD'], 1500);
    const storePath = join(folder, 'runs.sqlite');
    const loaded = await regimeta.loadStrategy(META, regimeta);
    const baselines = await regimeta.loadBaselines(regimeta);
    const host = regimeta.nodeHost();
    const request = {
      loaded,
      baselines,
      dataPath,
      settings: {},
      storePath,
      reportFolder: null,
      command: 'test',
    };
    const arms = ['frozen', 'buy-and-hold'];
    ({ report } = await regimeta.runCompare({ ...request, arms, parameters: { metaSteps: 3 } }, host));
    store = new Database(storePath, { readonly: true });
    served = await serveStore({ storePath, port: 0 }, host);
    browser = await launchChromium();
    const path = join(folder, 'report.html');
    writeFileSync(path, renderReport(report));
    shown = await openPage(browser, pathToFileURL(path).href);
    // A comparison and a browser, on a machine that may be busy.
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await served?.close();
    store?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const rows = <Row>(sql: string, ...values: unknown[]): Row[] => store.prepare(sql).all(...values) as Row[];

  async function hover(page: Page, chart: string, fraction: number): Promise<string> {
    const over = page.locator(`#${chart} .u-over`);
    await over.scrollIntoViewIfNeeded();
    const box = (await over.boundingBox())!;
    await page.mouse.move(box.x + box.width * fraction, box.y + box.height / 2);
    return (await page.locator('#cursor-time').innerText()).slice(0, 10);
  }

  it('shows at the cursor the equity, drawdown and exposure that SQLite has', async () => {
    const { page, complaints } = shown;
    for (const [chart, fraction] of [
      ['equity-chart', 0.31],
      ['exposure-chart', 0.77],
    ] as const) {
      const time = Date.parse(`${await hover(page, chart, fraction)}T00:00:00Z`);
      for (const [k, { armId }] of report.arms.entries()) {
        const [mark] = rows<{ equity: number; gross: number; peak: number }>(
          `SELECT equity, gross, (SELECT max(equity) FROM equity AS before
             WHERE before.arm_id = equity.arm_id AND before.time <= equity.time) AS peak
           FROM equity WHERE arm_id = ? AND time = ?`,
          armId,
          time,
        );
        const text = async (selector: string): Promise<number> =>
          Number(
            (await page.locator(selector).innerText())
              .replaceAll(',', '')
              .replace('\u2212', '-')
              .replace('%', ''),
          );
        expect(await text(`[data-equity="${k}"]`)).toBe(Math.round(mark!.equity));
        expect(await text(`[data-drawdown="${k}"]`)).toBeCloseTo(100 * (mark!.equity / mark!.peak - 1), 1);
        expect(await text(`#exposure-${k}`)).toBeCloseTo((100 * mark!.gross) / mark!.equity, 0);
      }
    }
    expect(complaints).toEqual([]);
    await page.evaluate('scrollTo(0, 0)');
    await keepScreenshot(page, 'report-1280-light', true);
  });

  it('lists the trades of an arm and symbol as SQLite has them, and walks through them by the keyboard', async () => {
    const { page, complaints } = shown;
    const [most] = rows<{ symbol: string; n: number; symbol_index: number }>(
      `SELECT symbol, symbol_index, count(*) AS n FROM round_trips JOIN arm_symbols USING (arm_id, symbol_index)
       WHERE arm_id = ? GROUP BY symbol ORDER BY n DESC, symbol_index LIMIT 1`,
      report.arms[0]!.armId,
    );
    expect(await page.locator('#trade-symbol option').first().innerText()).toBe(
      `${most!.symbol} (${most!.n})`,
    );
    const trips = rows<{ entry_time: number; exit_time: number; side: string }>(
      'SELECT * FROM round_trips WHERE arm_id = ? AND symbol_index = ? ORDER BY entry_time, exit_time',
      report.arms[0]!.armId,
      most!.symbol_index,
    );
    expect(await page.locator('#trade-rows tr').count()).toBe(trips.length);
    const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
    await page.locator('#trade-charts').focus();
    for (const trip of trips.slice(0, 3)) {
      await page.keyboard.press('ArrowRight');
      const reading = await page.locator('#trade-reading').innerText();
      expect(reading).toContain(`${trip.side} `);
      expect(reading).toContain(`, ${day(trip.entry_time)} at `);
      expect(reading).toContain(` to ${day(trip.exit_time)} at `);
    }
    await keepScreenshot(page, 'report-trade');
    await page.keyboard.press('0');
    await expect.poll(() => page.locator('#trade-reset').isDisabled()).toBe(true);
    await page.selectOption('#trade-arm', { label: 'frozen' });
    expect(await page.locator('#trade-caption').innerText()).toMatch(/of frozen in/);
    expect(complaints).toEqual([]);
  });

  it('is reached by the keyboard alone: a skip link first, and a frame around what has the focus', async () => {
    const { page } = await openPage(browser, shown.page.url());
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await page.keyboard.press('Enter');
    expect(page.url()).toContain('#content');
    const pressed = page.locator('button[aria-pressed]');
    for (let k = 0; k < (await pressed.count()); k++) {
      expect(await pressed.nth(k).evaluate((button) => (button as { tabIndex: number }).tabIndex)).toBe(0);
    }
    await page.context().close();
  });

  it.each([
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)('fits the screen in its %s theme at %i pixels', async (colorScheme, width) => {
    const options = { viewport: { width, height: 844 }, colorScheme };
    const { page, complaints } = await openPage(browser, shown.page.url(), options);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(complaints).toEqual([]);
    await keepScreenshot(page, `report-${width}-${colorScheme}`, true);
    await page.context().close();
  });

  it('is found in the list of the server, and two runs are compared, without a complaint', async () => {
    const { page, complaints } = await openPage(browser, served.address);
    await keepScreenshot(page, 'serve-list');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1280);
    await page.locator('a[href="/runs/1"]').first().click();
    await page.locator('#charts canvas').nth(3).waitFor();
    expect(await page.locator('#charts canvas').count()).toBe(4);
    await page.locator('a.home').click();
    await page.waitForURL(served.address);
    await page.goto(`${served.address}compare?run=1&run=1`);
    expect(await page.locator('#journals tbody tr').count()).toBe(report.arms.length);
    expect(await page.locator('#charts canvas').count()).toBe(4);
    await keepScreenshot(page, 'serve-compare', true);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
