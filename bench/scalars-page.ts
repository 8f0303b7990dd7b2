import { readFile } from 'node:fs/promises';
import { dataFolderAt } from '../stack/data-folder.ts';
import { secretFiles } from '../stack/secrets.ts';
import type { Installation } from '../test/support/installation.ts';
import { hasChromium, launchChromium, logIn, openPage } from '../test/ui/chromium.ts';

/** Milliseconds from asking for the page with a task's scalars until its chart is drawn, each time on a new page; none without a Chromium. */
export async function openScalarsPage({ urls, dataDir }: Installation, task: string, times: number): Promise<number[]> {
  if (!hasChromium()) return [];
  const password = (await readFile(secretFiles(dataFolderAt(dataDir)).adminPassword, 'utf8')).trim();
  const browser = await launchChromium();
  try {
    const took: number[] = [];
    // The first fetches and compiles the scripts, as a browser does once, and does not count.
    for (let time = 0; time <= times; time += 1) {
      const page = await openPage(browser);
      await logIn(page, urls.web, { user: 'admin', password, path: '/workers' });
      await page.locator('[data-live=open]').waitFor();
      const begin = performance.now();
      await page.goto(`${urls.web}/tasks/${task}/scalars`);
      await page.getByRole('img', { name: 'Chart of loss' }).locator('canvas').waitFor();
      if (time > 0) took.push(performance.now() - begin);
      await page.close();
    }
    return took;
  } finally {
    await browser.close();
  }
}
