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
      await page.addInitScript(noteWhenDrawn);
      const chart = page.getByRole('img', { name: 'Chart of loss' }).locator('canvas');
      await logIn(page, installation.urls.web, { ...login, path: `/tasks/${task}/info` });
      await page.locator('[data-live=open]').waitFor();
      await page.getByRole('link', { name: 'Scalars' }).click();
      await chart.waitFor();
      const sinceChoice = await page.evaluate(() => window.drawnAt - window.chosenAt);
      await page.reload();
      await chart.waitFor();
      const sinceOpening = await page.evaluate(() => window.drawnAt);
      if (time > 0) {
        chosen.push(sinceChoice);
        opened.push(sinceOpening);
      }
      await page.close();
    }
    return { opened, chosen };
  } finally {
    await browser.close();
  }
}

declare global {
  interface Window {
    chosenAt: number;
    drawnAt: number;
  }
}

/** In the page itself, in milliseconds since it was opened: who looks from outside looks every half a second. */
function noteWhenDrawn(): void {
  addEventListener(
    'click',
    () => {
      window.chosenAt = performance.now();
    },
    { capture: true },
  );
  const observer = new MutationObserver(() => {
    if (!document.querySelector('[role=img][aria-label="Chart of loss"] canvas')) return;
    window.drawnAt = performance.now();
    observer.disconnect();
  });
  observer.observe(document, { childList: true, subtree: true });
}
