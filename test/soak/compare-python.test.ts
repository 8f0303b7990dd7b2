import assert from 'node:assert/strict';
import { join } from 'node:path';
import { execa } from 'execa';
import { eventually } from '../support/eventually.ts';
import type { Installation } from '../support/installation.ts';
import { providePython } from '../support/python-environment.ts';
import { logIn, openPage, skipWithoutChromium } from '../ui/chromium.ts';
import { type InstalledPages, startInstalledPages } from '../ui/installed-pages.ts';

const SCRIPT = join(import.meta.dirname, '../support/report-figures.py');
const PACKAGES = ['clearml==2.1.12', 'matplotlib', 'numpy', 'pandas', 'pillow', 'plotly'];
const TASKS = ['baseline', 'wider'];
/** Every plot that the program reports, as the page heads it. */
const PLOTS = [
  ...['plotly / line', 'plotly / surface', 'matplotlib / lines', 'histogram / weights'],
  ...['scatter / points', 'line plot', 'confusion / test', 'table / rows'],
];

type OpenPage = Awaited<ReturnType<typeof openPage>>;

describe("the compare view of tasks that ClearML's SDK has reported", function () {
  this.timeout(600_000);
  let installation: Installation;
  let pages: InstalledPages;
  let page: OpenPage;
  let ids: string[];
  before(async function () {
    skipWithoutChromium(this);
    const python = await providePython('clearml-2.1.12-figures', PACKAGES);
    if (!python) return this.skip();
    pages = await startInstalledPages();
    installation = pages.installation;
    for (const [seed, name] of TASKS.entries())
      await execa(python, [SCRIPT, name, String(seed)], { env: installation.env, extendEnv: false });
    const { tasks } = await installation.client.call<{ tasks: { id: string; name: string }[] }>('tasks.get_all', {
      only_fields: ['name'],
    });
    ids = TASKS.map((name) => tasks.find((task) => task.name === name)!.id);
    page = await openPage(pages.browser);
    await logIn(page, installation.urls.web, pages.login);
  });
  after(() => pages?.release());
  afterEach(() => assert.deepEqual(page.faults, []));

  const openTab = (tab: string) => page.goto(`${installation.urls.web}/compare/${tab}?ids=${ids.join(',')}`);

  it('draws each plot of both, side by side', async () => {
    await openTab('plots');
    for (const plot of PLOTS) {
      await page.getByRole('heading', { name: plot, exact: true }).scrollIntoViewIfNeeded();
      for (const name of TASKS)
        await page
          .getByRole('img', { name: `${plot} of ${name}`, exact: true })
          .locator('.main-svg')
          .first()
          .waitFor();
    }
  });

  it('draws curves, bars and points over each other', async () => {
    await page.getByText('Over each other').click();
    for (const plot of ['plotly / line', 'matplotlib / lines', 'histogram / weights', 'scatter / points', 'line plot']) {
      await page.getByRole('heading', { name: plot, exact: true }).scrollIntoViewIfNeeded();
      const both = page.getByRole('img', { name: `${plot} of all tasks`, exact: true });
      for (const name of TASKS) await both.getByText(name).first().waitFor();
    }
  });

  it('shows images of one iteration beside each other, and those of the earlier one', async () => {
    await openTab('debug-samples');
    const image = (series: string, name: string, iteration: number) =>
      page.getByRole('img', { name: `samples / ${series} of ${name}, iteration ${iteration}`, exact: true });
    for (const name of TASKS) {
      for (const series of ['square', 'of pillow'])
        await eventually('the image is there', () =>
          image(series, name, 2).evaluate((element) => (element as HTMLImageElement).naturalWidth === 64),
        );
    }
    await page
      .getByRole('region', { name: 'samples / square' })
      .or(page.locator('section', { hasText: 'samples / square' }))
      .first()
      .getByRole('button', { name: 'Earlier iteration' })
      .click();
    for (const name of TASKS) await image('square', name, 1).waitFor();
  });
});
