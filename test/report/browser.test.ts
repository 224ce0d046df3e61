import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunReport } from '../../src/model/run-record.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { browserSuite, CHROMIUM, launchChromium, type OpenPage, openPage } from './chromium.ts';
import { HOSTILE_TEXT_SHOWN, hostileReport } from './hostile-report.ts';
import { sampleReport } from './sample-report.ts';

describe.skipIf(CHROMIUM === null)(browserSuite('the page in a browser'), () => {
  let browser: Browser;
  let folder: string;
  // The tests that act as a reader share one page and leave it as they found it.
  let shared: OpenPage;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'regimeta-browser-'));
    browser = await launchChromium();
    shared = await open(report);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(report: RunReport, options: BrowserContextOptions = {}): Promise<OpenPage> {
    const path = join(folder, 'report.html');
    writeFileSync(path, renderReport(report));
    const address = pathToFileURL(path).href;
    return openPage(browser, address, options);
  }

  const report = sampleReport();

  async function hover(page: Page, chart: string, fraction: number): Promise<void> {
    const over = page.locator(`#${chart} .u-over`);
    await over.scrollIntoViewIfNeeded();
    const box = (await over.boundingBox())!;
    await page.mouse.move(box.x + box.width * fraction, box.y + box.height / 2);
  }

  async function drag(page: Page, from: number, to: number): Promise<void> {
    await hover(page, 'equity-chart', from);
    await page.mouse.down();
    await hover(page, 'equity-chart', (from + to) / 2);
    await hover(page, 'equity-chart', to);
    await page.mouse.up();
  }

  /** The first and last day that the cursor can be put on: what the charts show of the time axis. */
  async function ends(page: Page, chart: string): Promise<[string, string]> {
    const days: string[] = [];
    for (const fraction of [0.0005, 0.9995]) {
      await hover(page, chart, fraction);
      days.push((await page.locator('#cursor-time').innerText()).slice(0, 10));
    }
    return [days[0]!, days[1]!];
  }

  it('draws all charts without a complaint and without any request', async () => {
    const { page, complaints } = shared;
    expect(await page.locator('#charts canvas').count()).toBe(4);
    expect(await page.locator('#trade-charts canvas').count()).toBe(1);
    expect(await page.locator('#zoom-reset').isDisabled()).toBe(true);
    expect(await page.locator('#cursor-time').innerText()).toMatch(/^Last: 2024-06-28/);
    expect(complaints).toEqual([]);
  });

  it('shows at the cursor the values that are in the data, on either chart', async () => {
    const { page, complaints } = shared;
    for (const [chart, fraction] of [
      ['equity-chart', 0.37],
      ['drawdown-chart', 0.81],
    ] as const) {
      await hover(page, chart, fraction);
      const day = (await page.locator('#cursor-time').innerText()).slice(0, 10);
      for (const [k, arm] of report.arms.entries()) {
        const row = arm.equity.time.indexOf(Date.parse(`${day}T00:00:00Z`));
        expect(row).toBeGreaterThan(0);
        const equity = arm.equity.equity[row]!;
        const peak = Math.max(...arm.equity.equity.slice(0, row + 1));
        const value = await page.locator(`[data-equity="${k}"]`).innerText();
        expect(Number(value.replaceAll(',', ''))).toBe(Math.round(equity));
        const drawdown = await page.locator(`[data-drawdown="${k}"]`).innerText();
        expect(drawdown.replace('\u2212', '-')).toBe(
          `${(Math.round((equity / peak - 1) * 1e6) / 1e4).toFixed(2)}%`,
        );
      }
    }
    expect(complaints).toEqual([]);
  });

  it('zooms all charts by dragging one, and shows all again by the button and by a double click', async () => {
    const { page, complaints } = shared;
    const whole = await ends(page, 'drawdown-chart');
    await drag(page, 0.4, 0.6);
    const zoomed = await ends(page, 'drawdown-chart');
    expect(zoomed[0] > whole[0] && zoomed[1] < whole[1]).toBe(true);
    for (const chart of ['equity-chart', 'exposure-chart', 'turnover-chart'])
      expect(await ends(page, chart)).toEqual(zoomed);
    await page.locator('#zoom-reset').click();
    expect(await ends(page, 'equity-chart')).toEqual(whole);
    expect(await page.locator('#zoom-reset').isDisabled()).toBe(true);
    await drag(page, 0.2, 0.3);
    expect(await page.locator('#zoom-reset').isDisabled()).toBe(false);
    await page.locator('#equity-chart .u-over').dblclick();
    expect(await ends(page, 'drawdown-chart')).toEqual(whole);
    expect(complaints).toEqual([]);
  });

  it('hides and shows an arm by its button, and changes the scale, the bands and the theme', async () => {
    const { page, complaints } = shared;
    const picture = (): Promise<string> => page.evaluate(`document.querySelector('canvas').toDataURL()`);
    const pictures = [await picture()];
    const press = async (selector: string, pressed: string | null): Promise<void> => {
      const button = page.locator(selector);
      await button.click();
      if (pressed !== null) expect(await button.getAttribute('aria-pressed')).toBe(pressed);
      pictures.push(await picture());
    };
    await press('[data-arm="2"]', 'false');
    await press('#log-scale', 'false');
    await press('#regime-bands', 'false');
    await press('#theme', null);
    for (let i = 1; i < pictures.length; i++) expect(pictures[i] === pictures[i - 1]).toBe(false);
    for (const selector of ['[data-arm="2"]', '#log-scale', '#regime-bands']) {
      await page.locator(selector).click();
      expect(await page.locator(selector).getAttribute('aria-pressed')).toBe('true');
    }
    expect(complaints).toEqual([]);
  });

  it('can be used by the keyboard alone', async () => {
    const { page, complaints } = shared;
    // Wherever another test has left the page: all of the time axis, and a cursor that has days behind it.
    await page.locator('#charts').focus();
    await page.keyboard.press('0');
    await hover(page, 'equity-chart', 0.2);
    await page.locator('#charts').focus();
    await page.keyboard.press('ArrowRight');
    const first = await page.locator('#cursor-time').innerText();
    await page.keyboard.press('ArrowRight');
    expect((await page.locator('#cursor-time').innerText()).slice(0, 10) > first.slice(0, 10)).toBe(true);
    await page.keyboard.press('+');
    await expect.poll(() => page.locator('#zoom-reset').isDisabled()).toBe(false);
    await page.keyboard.press('0');
    await expect.poll(() => page.locator('#zoom-reset').isDisabled()).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('runs nothing that stands in a name', async () => {
    const { page, complaints } = await open(hostileReport(report));
    await hover(page, 'equity-chart', 0.5);
    await page.locator('[data-arm="0"]').click();
    expect(await page.evaluate('globalThis.broken')).toBeUndefined();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('h1').textContent()).toContain(HOSTILE_TEXT_SHOWN);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1280);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)(
    'does not overflow a screen of 390 pixels in its %s theme',
    async (colorScheme) => {
      // Names that are long and cannot break are the harder case.
      const names = colorScheme === 'light' ? hostileReport(report) : report;
      const { page, complaints } = await open(names, { viewport: { width: 390, height: 844 }, colorScheme });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      expect(await page.evaluate('document.body.scrollWidth')).toBe(390);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  it('draws one mark, marks at zero equity, arms of different length and many marks without a complaint', async () => {
    const one = sampleReport({ marks: 100, changes: 0 });
    const cut = (length: number): RunReport => ({
      ...one,
      arms: one.arms.map((arm, k) => {
        const end = Math.max(1, Math.floor(length / (k + 1)));
        const column = (values: Float64Array): Float64Array => values.slice(0, end);
        const { time, cash, equity, gross, net } = arm.equity;
        const columns = {
          time: column(time),
          cash: column(cash),
          equity: column(equity),
          gross: column(gross),
          net: column(net),
        };
        if (k === 1) columns.equity.fill(0, Math.floor(end / 2));
        return { ...arm, equity: columns };
      }),
    });
    for (const each of [
      cut(1),
      cut(2),
      cut(60),
      sampleReport({ marks: 100_000, changes: 300, stepMs: 60_000 }),
    ]) {
      const { page, complaints } = await open(each);
      await hover(page, 'equity-chart', 0.5);
      await page.locator('#log-scale').click();
      await page.locator('#zoom-in').click();
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  });

  it('prints in the light theme with every table unfolded', async () => {
    const { page, complaints } = await open(sampleReport({ changes: 70 }), { colorScheme: 'dark' });
    expect(await page.locator('details[open]').count()).toBe(0);
    const document = await page.pdf({ format: 'A4', landscape: true });
    expect(document.length).toBeGreaterThan(50_000);
    expect(await page.locator('details:not([open])').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
