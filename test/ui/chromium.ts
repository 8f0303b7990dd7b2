import { existsSync } from 'node:fs';
import type { Context } from 'mocha';
import { type Browser, chromium, type Page } from 'playwright-core';

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

/** A page in a context of its own, on the smallest screen that every page must fit. A fault in the page fails the test that looks. */
export async function openPage(browser: Browser, { dark = false } = {}): Promise<Page & { faults: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: dark ? 'dark' : 'light' });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  return Object.assign(page, { faults });
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
