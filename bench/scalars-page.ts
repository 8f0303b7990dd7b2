import type { Installation } from '../test/support/installation.ts';
import { hasChromium, launchChromium, logIn, openPage } from '../test/ui/chromium.ts';
import { firstLogin } from '../test/ui/installed-pages.ts';

/** In milliseconds, each time until the chart is drawn. */
export interface ScalarsPageTimes {
  /** From the address, with everything that a page loads. */
  opened: number[];
  /** From another tab of the same task. */
  chosen: number[];
}

/** Opens the page with a task's scalars, each time anew; null without a Chromium. */
export async function openScalarsPage(installation: Installation, task: string, times: number): Promise<ScalarsPageTimes | null> {
  if (!hasChromium()) return null;
  const login = await firstLogin(installation);
  const browser = await launchChromium();
  try {
    const opened: number[] = [];
    const chosen: number[] = [];
    // The first fetches and compiles the scripts, as a browser does once, and does not count.
    for (let time = 0; time <= times; time += 1) {
      const page = await openPage(browser);
      const chart = page.getByRole('img', { name: 'Chart of loss' }).locator('canvas');
      await logIn(page, installation.urls.web, { ...login, path: `/tasks/${task}/info` });
      await page.locator('[data-live=open]').waitFor();
      const choosing = performance.now();
      await page.getByRole('link', { name: 'Scalars' }).click();
      await chart.waitFor();
      const opening = performance.now();
      await page.reload();
      await chart.waitFor();
      if (time > 0) {
        chosen.push(opening - choosing);
        opened.push(performance.now() - opening);
      }
      await page.close();
    }
    return { opened, chosen };
  } finally {
    await browser.close();
  }
}
