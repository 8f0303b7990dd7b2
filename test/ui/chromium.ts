import { existsSync } from 'node:fs';
import type { Context } from 'mocha';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const CANDIDATES = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const ARGUMENTS = ['--no-sandbox', '--headless=new', '--disable-gpu', '--disable-background-networking'];

/** Skips a suite that needs a browser where there is none, and says why. */
export function skipWithoutChromium(suite: Context): void {
  if (findChromium()) return;
  console.log('      skipped: no Chromium found: install one, or name it in CHROMIUM_PATH');
  suite.skip();
}

const findChromium = (): string | undefined => CANDIDATES.find((path) => path !== undefined && existsSync(path));

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium()!, args: ARGUMENTS });
}

export type OpenPage = Page & { faults: string[] };

/** A page that knows nobody, on the smallest screen that every page must fit. A fault in the page fails the test that looks. */
export async function openPage(browser: Browser, { dark = false } = {}): Promise<OpenPage> {
  const context = await contextOf(browser, dark);
  await context.setStorageState({ cookies: [], origins: [] });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  return Object.assign(page, { faults });
}

const contexts = new WeakMap<Browser, Map<boolean, Promise<BrowserContext>>>();

/** One for all pages of a browser: within it our scripts, several megabytes, are fetched and compiled once. */
function contextOf(browser: Browser, dark: boolean): Promise<BrowserContext> {
  const known = contexts.get(browser) ?? new Map<boolean, Promise<BrowserContext>>();
  contexts.set(browser, known);
  const context = known.get(dark) ?? newContext(browser, dark);
  known.set(dark, context);
  return context;
}

async function newContext(browser: Browser, dark: boolean): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: dark ? 'dark' : 'light' });
  context.setDefaultTimeout(30_000);
  return context;
}

/** Logs in through the form and waits for the page that was wanted. */
export async function logIn(
  page: Page,
  url: string,
  { user, password, path = '/tasks' }: { user: string; password: string; path?: string },
): Promise<void> {
  await page.goto(`${url}${path}`);
  await page.getByLabel('User name').fill(user);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL((address) => !address.pathname.startsWith('/login'));
}
