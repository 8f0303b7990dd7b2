import { existsSync } from 'node:fs';
import type { Context } from 'mocha';
import { type Browser, type BrowserContext, type Cookie, chromium, type Page } from 'playwright-core';

/** The first is Chromium without windows to draw: it takes half the processor time. */
const CANDIDATES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];

/** Skips a suite that needs a browser where there is none, and says why. */
export function skipWithoutChromium(suite: Context): void {
  if (hasChromium()) return;
  console.log('      skipped: no Chromium found: install one, or name it in CHROMIUM_PATH');
  suite.skip();
}

export const hasChromium = (): boolean => findChromium() !== undefined;

const findChromium = (): string | undefined => CANDIDATES.find((path) => path !== undefined && existsSync(path));

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium()!, args: ARGUMENTS });
}

export type OpenPage = Page & { faults: string[] };

/** A page that knows nobody, on the smallest screen that every page must fit. A fault in the page fails the test that looks. */
export async function openPage(browser: Browser): Promise<OpenPage> {
  const context = await contextOf(browser);
  await context.setStorageState({ cookies: [], origins: [] });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  return Object.assign(page, { faults });
}

const contexts = new WeakMap<Browser, Promise<BrowserContext>>();

/** One for all pages of a browser: within it our scripts, several megabytes, are fetched and compiled once. */
function contextOf(browser: Browser): Promise<BrowserContext> {
  const context = contexts.get(browser) ?? newContext(browser);
  contexts.set(browser, context);
  return context;
}

async function newContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(30_000);
  return context;
}

export interface Login {
  user: string;
  password: string;
  /** The page that is wanted. */
  path?: string;
}

const sessions = new WeakMap<BrowserContext, Map<string, Cookie[]>>();

/** Opens a page as somebody: the first time through the form, then with the session that this has given. */
export async function logIn(page: Page, url: string, { user, password, path = '/tasks' }: Login): Promise<void> {
  const context = page.context();
  const known = sessions.get(context) ?? new Map<string, Cookie[]>();
  sessions.set(context, known);
  const person = `${user} at ${url}`;
  const session = known.get(person);
  if (session) {
    await context.addCookies(session);
    await page.goto(`${url}${path}`);
    return;
  }
  await logInByForm(page, url, { user, password, path });
  known.set(person, await context.cookies(url));
}

/** Logs in through the form and waits for the page that was wanted. */
export async function logInByForm(page: Page, url: string, { user, password, path = '/tasks' }: Login): Promise<void> {
  await page.goto(`${url}${path}`);
  await page.getByLabel('User name').fill(user);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL((address) => !address.pathname.startsWith('/login'));
}
