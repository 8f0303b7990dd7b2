import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { buildUi } from './built-ui.ts';
import { launchChromium, type OpenPage, openPage, skipWithoutChromium } from './chromium.ts';
import { type FakeServer, startFakeServer } from './fake/server.ts';

/** For each test of a suite a page of its own, on a server of made-up data; a fault that the browser reports fails the test. */
export function withMadeUpPages(data: { tasks: number }, give: (page: OpenPage, server: FakeServer) => void): void {
  let browser: Browser;
  let page: OpenPage;
  let server: FakeServer;
  let port = 0;
  before(async function () {
    skipWithoutChromium(this);
    await buildUi();
    browser = await launchChromium();
  });
  beforeEach(async () => {
    // Always at the same address, under which the browser has kept the scripts.
    server = await startFakeServer({ ...data, port });
    port = Number(new URL(server.url).port);
    page = await openPage(browser);
    give(page, server);
  });
  afterEach(async () => {
    assert.deepEqual(page.faults, []);
    await page.close();
    await server.close();
  });
  after(() => browser?.close());
}
