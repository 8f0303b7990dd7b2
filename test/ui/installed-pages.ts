import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { dataFolderAt } from '../../stack/data-folder.ts';
import { secretFiles } from '../../stack/secrets.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { buildUi } from './built-ui.ts';
import { type Login, launchChromium } from './chromium.ts';

/** The pages of a whole installation, with a browser to open them. */
export interface InstalledPages {
  installation: Installation;
  browser: Browser;
  /** Of its first user. */
  login: Login;
  release(): Promise<void>;
}

export async function startInstalledPages(): Promise<InstalledPages> {
  await buildUi();
  const installation = await startInstallation();
  try {
    const browser = await launchChromium();
    return {
      installation,
      browser,
      login: await firstLogin(installation),
      async release() {
        await browser.close();
        await installation.release();
      },
    };
  } catch (error) {
    await installation.release();
    throw error;
  }
}

/** What `perdura up` has printed at its first start. */
export async function firstLogin({ dataDir }: Installation): Promise<Login> {
  const password = await readFile(secretFiles(dataFolderAt(dataDir)).adminPassword, 'utf8');
  return { user: 'admin', password: password.trim() };
}
