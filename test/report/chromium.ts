import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const named = process.env['CHROME_PATH'] ?? process.env['CHROMIUM_PATH'];

/** The browser that CHROME_PATH names, or one at a usual place; null where there is none. */
export const CHROMIUM: string | null = named ?? PLACES.find((path) => existsSync(path)) ?? null;

/** The name of a suite that needs the browser, with the reason where it is skipped. */
export function browserSuite(name: string): string {
  return CHROMIUM === null ? `${name} (skipped: no Chromium was found; CHROME_PATH may name one)` : name;
}

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM!, args: ARGUMENTS });
}

/** A page with what it complained about. */
export interface OpenPage {
  readonly page: Page;
  /** Console messages above information, uncaught errors, and requests for anything but the allowed addresses. */
  readonly complaints: string[];
}

/** Opens an address in a window of its own, which may ask for what begins with that address alone. */
export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    timezoneId: 'Pacific/Auckland',
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith('data:')) complaints.push(url);
  });
  await page.goto(address);
  return { page, complaints };
}

const FOLDER = fileURLToPath(new URL('../../screenshots', import.meta.url));

/** Keeps a picture of a page, for eyes; the folder is no part of the repository. */
export async function keepScreenshot(page: Page, name: string, fullPage = false): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage });
}
