import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { buildUi } from './built-ui.ts';
import { launchChromium, logIn, openPage, skipWithoutChromium } from './chromium.ts';
import { unreadableTexts } from './contrast.ts';
import { PIPELINE, RUNNING_RUN } from './fake/pipelines.ts';
import { type FakeServer, startFakeServer } from './fake/server.ts';

const id = (name: string): string => name.padStart(32, '0');
const [RUNNING, DRAFT, QUEUED] = [id('a0'), id('a8'), id('a1')];
const PAGES = [
  '/tasks',
  '/tasks?archived=1',
  `/tasks/${DRAFT}/execution`,
  `/tasks/${RUNNING}/configuration`,
  `/tasks/${RUNNING}/artifacts`,
  `/tasks/${QUEUED}/info`,
  `/tasks/${RUNNING}/console`,
  `/tasks/${RUNNING}/scalars`,
  `/tasks/${RUNNING}/plots`,
  `/tasks/${RUNNING}/debug-samples`,
  '/pipelines',
  `/pipelines/${PIPELINE}`,
  `/pipelines/runs/${RUNNING_RUN}`,
  `/pipelines/runs/${RUNNING_RUN}?node=legal+gate`,
  `/pipelines/runs/${RUNNING_RUN}?node=train+large&tab=parameters`,
  `/pipelines/runs/${RUNNING_RUN}?tab=events`,
  `/pipelines/runs/${RUNNING_RUN}/timeline?event=9`,
  '/sweeps',
  ...['details', 'hyper-parameters', 'hyper-parameters?view=graph', 'scalars', 'plots', 'debug-samples'].map(
    (tab) => `/compare/${tab}${tab.includes('?') ? '&' : '?'}ids=${RUNNING},${id('a3')},${id('a4')}`,
  ),
  `/sweeps/${id('b0')}`,
  `/sweeps/${id('b1')}`,
  `/sweeps/new?task=${RUNNING}`,
  '/queues',
  `/queues/${id('c0')}`,
  '/workers',
  '/workers/gpu-box-1:gpu0',
  `/tasks/${id('a1')}/info`,
  '/autoscalers',
  `/autoscalers/${id('f0')}`,
  `/autoscalers/${id('f0')}?ended=1&machine=${id('96')}`,
  '/autoscalers/new',
  `/autoscalers/new?from=${id('f0')}`,
  '/settings/profile',
  '/settings/credentials',
  '/settings/users',
  '/settings/storage',
  '/settings/connect',
  '/settings/about',
  '/no/such/page',
];
/** What level AA of the WCAG asks of text. */
const LEAST_CONTRAST = 4.5;

describe('every page', function () {
  this.timeout(120_000);
  let browser: Browser;
  let server: FakeServer;

  before(async function () {
    skipWithoutChromium(this);
    await buildUi();
    browser = await launchChromium();
    server = await startFakeServer({ tasks: 300 });
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  it('is readable in the light and in the dark theme, and fits 1280 pixels', async () => {
    const page = await openPage(browser);
    await logIn(page, server.url, { user: 'admin', password: 'secret' });
    const problems: string[] = [];
    for (const path of PAGES) {
      await page.goto(`${server.url}${path}`);
      await page.locator('main :is(h1, h2, strong, [role=grid])').first().waitFor();
      await eventually('all is loaded', async () => (await page.locator('[role=status]:has-text("Loading")').count()) === 0);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
        for (const text of await unreadableTexts(page, LEAST_CONTRAST)) problems.push(`${path}, ${colorScheme}: ${text}`);
        const width = await page.evaluate(() =>
          Math.max(document.documentElement.scrollWidth, document.querySelector('main')!.scrollWidth),
        );
        if (width > 1280) problems.push(`${path}, ${colorScheme}: ${width} pixels wide`);
      }
    }
    assert.deepEqual([...problems, ...page.faults], []);
    await page.close();
  });
});
