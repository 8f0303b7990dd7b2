import assert from 'node:assert/strict';
import { eventually } from '../support/eventually.ts';
import type { Installation } from '../support/installation.ts';
import { logIn, type OpenPage, openPage, skipWithoutChromium } from './chromium.ts';
import { type InstalledPages, startInstalledPages } from './installed-pages.ts';

describe('sweeps and comparisons on a real installation', function () {
  this.timeout(180_000);
  let pages: InstalledPages;
  let installation: Installation;
  let page: OpenPage;

  before(async function () {
    skipWithoutChromium(this);
    this.timeout(300_000);
    pages = await startInstalledPages();
    installation = pages.installation;
    page = await openPage(pages.browser);
  });
  after(() => pages?.release());

  const call = (action: string, body: object): Promise<any> => installation.client.call(action, body);
  const report = (task: string, value: number) =>
    call('events.add', { type: 'training_stats_scalar', task, metric: 'validation', variant: 'accuracy', iter: 1, value });

  async function createBaseTask(): Promise<string> {
    const { id: project } = await call('projects.create', { name: 'swept', description: '' });
    const parameter = (name: string, value: string, type: string) => ({ section: 'Args', name, value, type });
    const hyperparams = { Args: { lr: parameter('lr', '0.1', 'float'), epochs: parameter('epochs', '3', 'int') } };
    const { id } = await call('tasks.create', { name: 'base', type: 'training', project, hyperparams });
    await call('tasks.started', { task: id });
    await report(id, 0.5);
    await call('tasks.completed', { task: id });
    return id;
  }

  /** Takes the next trial from the queue, as an agent does, and lets it report a value. */
  async function runTrial(queue: string, value: number): Promise<string> {
    let task = '';
    await eventually('a trial waits', async () => {
      task = (await call('queues.get_next_task', { queue })).entry?.task ?? '';
      return task !== '';
    });
    await call('tasks.started', { task });
    await report(task, value);
    await call('tasks.completed', { task });
    return task;
  }

  it('start from a task by the form, show each trial as it ends, pause, resume and end', async () => {
    const base = await createBaseTask();
    const { queues } = await call('queues.get_all', { name: 'default' });
    await logIn(page, installation.urls.web, { ...pages.login, path: `/sweeps/new?task=${base}` });
    await page.getByLabel('Vary Args/lr').click();
    await page.getByText('Random', { exact: true }).click();
    await page.getByLabel('Trials in all').fill('3');
    await page.getByLabel('At a time').fill('1');
    assert.equal(await page.getByRole('combobox', { name: 'Metric' }).inputValue(), 'validation');
    await page.getByRole('button', { name: 'Start sweep' }).click();
    await page.waitForURL(/\/sweeps\/[0-9a-f]{32}$/, { timeout: 30_000 });

    await runTrial(queues[0].id, 0.6);
    await page.locator('[data-count=completed]').filter({ hasText: '1' }).waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.locator('header [data-status=paused]').waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.locator('header [data-status=in_progress]').waitFor();
    const best = await runTrial(queues[0].id, 0.9);
    await runTrial(queues[0].id, 0.7);
    await page.locator('header [data-status=completed]').waitFor({ timeout: 30_000 });
    const first = page.getByRole('grid', { name: 'Trials' }).locator('[data-key]').first();
    assert.equal(await first.getAttribute('data-key'), best);
    assert.equal(await page.getByRole('group', { name: 'Objective of each trial' }).getAttribute('data-points'), '3');
    await page.getByRole('group', { name: 'Parallel coordinates of the trials' }).waitFor();
    assert.deepEqual(page.faults, []);
  });

  it('compare the trials of a sweep with the figures that they reported', async () => {
    await page.getByLabel('Select all loaded rows').click();
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.waitForURL(/\/compare\/details/);
    await page.getByRole('link', { name: 'HYPER-PARAMETERS' }).click();
    await page.locator('[data-row="Args/lr"][data-differs=true]').waitFor();
    await page.locator('[data-row="Args/epochs"][data-differs=false]').waitFor();
    await page.getByRole('link', { name: 'SCALARS' }).click();
    await page.getByText('Last values').click();
    const cells = page.getByRole('table', { name: 'Last values' }).getByRole('row').filter({ hasText: 'validation' });
    assert.deepEqual((await cells.getByRole('cell').allTextContents()).slice(1).sort(), ['0.6', '0.7', '0.9']);
    await page.getByText('Graphs').click();
    await page.getByRole('img', { name: 'Chart of validation / accuracy' }).locator('canvas').waitFor();
    assert.deepEqual(page.faults, []);
  });

  it('list the sweep with its best value', async () => {
    await page.goto(`${installation.urls.web}/sweeps`);
    const row = page.getByRole('grid', { name: 'Sweeps' }).locator('[data-key]').first();
    await row.getByText('Sweep of base').waitFor();
    await row.getByText('0.9', { exact: true }).waitFor();
    await page.getByRole('switch', { name: 'Archive' }).click();
    await page.getByText('No sweep is archived').waitFor();
  });
});
