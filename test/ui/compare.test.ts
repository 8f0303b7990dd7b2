import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { formatNumber } from '../../ui/src/domain/format.ts';
import { eventually } from '../support/eventually.ts';
import { buildUi } from './built-ui.ts';
import { launchChromium, logIn, type OpenPage, openPage, skipWithoutChromium } from './chromium.ts';
import { makeLastMetrics } from './fake/data.ts';
import { type FakeServer, startFakeServer } from './fake/server.ts';

const id = (index: number): string => `a${index}`.padStart(32, '0');
const THREE = [3, 4, 5].map(id);

describe('the compare view', function () {
  this.timeout(120_000);
  let browser: Browser;
  let server: FakeServer;
  let page: OpenPage;

  before(async function () {
    skipWithoutChromium(this);
    await buildUi();
    browser = await launchChromium();
    server = await startFakeServer({ tasks: 300 });
  });
  beforeEach(async () => {
    page = await openPage(browser);
  });
  afterEach(async () => {
    assert.deepEqual(page.faults, []);
    await page.close();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  const open = (path: string) => logIn(page, server.url, { user: 'admin', password: 'secret', path });
  const openTab = (tab: string, ids = THREE, more = '') => open(`/compare/${tab}?ids=${ids.join(',')}${more}`);
  const compared = () => page.getByRole('list', { name: 'Compared tasks' }).getByRole('listitem');
  const figure = (task: string, metric: string, variant: string, kind: string) =>
    formatNumber((makeLastMetrics(task)[metric]![variant] as Record<string, number>)[kind]!);

  it('opens from the selection of the task table', async () => {
    await open('/tasks?q=convnext+1');
    await page.getByLabel('Select row').first().click();
    const compare = page.getByRole('toolbar').getByRole('button', { name: 'Compare' });
    assert.equal(await compare.getAttribute('aria-disabled'), 'true');
    await page.getByLabel('Select row').nth(1).click();
    await compare.click();
    await page.waitForURL(/\/compare\/details\?ids=/);
    await eventually('two tasks', async () => (await compared().count()) === 2);
  });

  it('takes tasks out, adds others, and makes another one the base', async () => {
    await openTab('details');
    await eventually('three tasks', async () => (await compared().count()) === 3);
    const second = server.state.task(THREE[1]!).name;
    await page.getByRole('button', { name: `Compare with ${second}` }).click();
    await page.waitForURL((address) => address.search.startsWith(`?ids=${THREE[1]},${THREE[0]}`));
    await page.getByRole('button', { name: `Take ${second} out` }).click();
    await eventually('two are left', async () => (await compared().count()) === 2);
    await page.getByRole('button', { name: 'Add tasks' }).click();
    await page.getByRole('dialog').getByRole('combobox', { name: 'Tasks' }).fill('mlp 7');
    await page.getByRole('option', { name: 'train mlp 7', exact: true }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
    await compared().getByText('train mlp 7').waitFor();
  });

  it('shows source, packages and configuration side by side, and only the differences on demand', async () => {
    await openTab('details');
    const packages = page.getByRole('table', { name: 'Packages' });
    await packages.waitFor();
    assert.equal(await packages.locator('[data-row=torch]').getAttribute('data-differs'), 'false');
    assert.equal(await packages.locator('[data-row=numpy]').getAttribute('data-differs'), 'true');
    await page.getByRole('table', { name: 'Configuration: model.yaml' }).getByRole('cell', { name: '- 96' }).first().waitFor();
    await page.getByRole('switch', { name: 'Only differences' }).click();
    await eventually('equal packages are gone', async () => (await packages.locator('[data-row=torch]').count()) === 0);
    assert.equal(await packages.locator('[data-row=numpy]').count(), 1);
  });

  it('shows parameters as a table, as parallel coordinates that can be brushed, and as a scatter', async () => {
    await openTab('hyper-parameters');
    const table = page.getByRole('table', { name: 'Args' });
    await table.locator('[data-row="Args/lr"][data-differs=true]').waitFor();
    await table.locator('[data-row="Args/epochs"][data-differs=false]').waitFor();
    await page.getByText('Parallel coordinates', { exact: true }).click();
    await page.waitForURL(/view=graph/);
    const rows = page.getByRole('table', { name: 'Tasks of the parallel coordinates' }).getByRole('row');
    await eventually('three tasks', async () => (await rows.count()) === 4);
    await page.locator('[data-axis="Args/lr"]').focus();
    for (let step = 0; step < 10; step += 1) await page.keyboard.press('Shift+ArrowUp');
    await eventually('fewer tasks', async () => (await rows.count()) < 4);
    await page.getByText('Scatter', { exact: true }).click();
    await page.locator('[role=group][aria-label="Parameter against metric"][data-points="3"]').waitFor();
    await page.getByText('Minimum', { exact: true }).click();
  });

  it("shows the same figures as the tasks' own pages", async () => {
    const [first] = THREE;
    for (const [view, name, kind] of [
      ['last', 'Last values', 'value'],
      ['max', 'Maxima', 'max_value'],
      ['min', 'Minima', 'min_value'],
    ] as const) {
      await openTab('scalars', THREE, `&view=${view}`);
      const row = page.getByRole('table', { name }).locator('tr', { hasText: 'loss / train' });
      await row.waitFor();
      const shown = THREE.map((task) => figure(task, 'loss', 'train', kind));
      assert.deepEqual((await row.getByRole('cell').allTextContents()).slice(1), shown, name);
    }
    await page.goto(`${server.url}/tasks/${first}/scalars`);
    await page.getByText('Values', { exact: true }).click();
    const own = page.getByRole('table', { name: 'Scalar values' }).locator('tr', { hasText: /loss\s*train/ });
    await own.waitFor();
    assert.equal(await own.getByRole('cell').nth(3).textContent(), figure(first!, 'loss', 'train', 'min_value'));
    assert.equal(await own.getByRole('cell').nth(2).textContent(), figure(first!, 'loss', 'train', 'value'));
  });

  it('draws the curves of a hundred tasks over each other', async () => {
    const hundred = Array.from({ length: 100 }, (_, index) => id(index + 100));
    await openTab('scalars', hundred);
    await eventually('a hundred tasks', async () => (await compared().count()) === 100);
    await page.getByRole('img', { name: 'Chart of accuracy / train' }).locator('canvas').waitFor({ timeout: 30_000 });
  });

  it('draws plots side by side, and over each other where their kind allows it', async () => {
    await openTab('plots');
    const heat = page.getByRole('img', { name: /^confusion matrix \/ test of train/ });
    await eventually('one for each task', async () => (await heat.count()) === 3);
    await page.getByText('Over each other').click();
    await page.getByText('Figures of this kind cannot be drawn over each other.').first().waitFor();
    await page.getByRole('heading', { name: 'weights / histogram' }).scrollIntoViewIfNeeded();
    await page.getByRole('img', { name: 'weights / histogram of all tasks' }).locator('.main-svg').first().waitFor();
  });

  it('shows debug samples of the same iteration', async () => {
    await openTab('debug-samples');
    await page
      .getByRole('img', { name: /^digits \/ sample 0 of train .*, iteration 5$/ })
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Earlier iteration' }).first().click();
    const earlier = page.getByRole('img', { name: /^digits \/ sample 0 of train .*, iteration 4$/ });
    await eventually('all of them step', async () => (await earlier.count()) === 3);
  });

  it('says what to do when nothing was chosen', async () => {
    await open('/compare');
    await page.getByText('Nothing to compare').waitFor();
  });
});
