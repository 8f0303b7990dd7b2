import assert from 'node:assert/strict';
import { logIn, type OpenPage } from './chromium.ts';
import type { FakeServer } from './fake/server.ts';
import { withMadeUpPages } from './made-up-pages.ts';

const RUNNING = 'a0'.padStart(32, '0');

describe('the form that starts a sweep', function () {
  this.timeout(120_000);
  let server: FakeServer;
  let page: OpenPage;
  withMadeUpPages({ tasks: 50 }, (ownPage, ownServer) => {
    page = ownPage;
    server = ownServer;
  });

  const open = (path: string) => logIn(page, server.url, { user: 'admin', password: 'secret', path });
  const start = () => page.getByRole('button', { name: 'Start sweep' });
  const preview = () => page.getByRole('status', { name: 'Preview' });

  it('opens from the menu of a task, and starts a sweep of what was chosen', async () => {
    await open(`/tasks/${RUNNING}/execution`);
    await page.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Sweep this' }).click();
    await page.waitForURL(/\/sweeps\/new\?task=/);
    await page.getByLabel('Vary Args/hidden').click();
    await page.getByLabel('Minimum of Args/hidden').fill('16');
    await page.getByLabel('Maximum of Args/hidden').fill('64');
    await page.getByLabel('Step of Args/hidden').fill('16');
    await page.getByLabel('Vary Args/augment').click();
    await preview().getByText('8 points on the grid').waitFor();
    await page.getByText('Grid', { exact: true }).click();
    await preview().getByText('at most 8 trials').waitFor();
    await start().click();
    await page.waitForURL(/\/sweeps\/0+b6$/);
    const { spec } = server.state.sweeps[6]!.view;
    assert.deepEqual(spec!.space, {
      'Args/augment': { kind: 'choice', values: [true, false] },
      'Args/hidden': { kind: 'integer', min: 16, max: 64, step: 16, log: false },
    });
    assert.deepEqual(spec!.objectives, [{ title: 'accuracy', series: 'train', sign: 'max' }]);
    assert.deepEqual(spec!.strategy, { kind: 'grid' });
    assert.equal(spec!.baseTask, RUNNING);
  });

  it('says at each field what is wrong, once somebody tried', async () => {
    await open(`/sweeps/new?task=${RUNNING}`);
    await page.getByLabel('Vary Args/lr').click();
    await page.getByLabel('Minimum of Args/lr').fill('0');
    await page.getByLabel('Trials in all').fill('');
    assert.equal(await page.getByRole('alert').count(), 0);
    await start().click();
    await page.locator('[data-parameter="Args/lr"]').getByText('min 0 is not allowed on a logarithm').waitFor();
    await page.getByText('nothing ends this sweep').first().waitFor();
    await page.getByLabel('Minimum of Args/lr').fill('0.0001');
    await page.getByLabel('Trials in all').fill('5');
    await page.getByText('Grid', { exact: true }).click();
    await page.getByText('a grid needs values: give Args/lr a step').first().waitFor();
    assert.equal(server.state.sweeps.length, 6);
  });

  it("shows the server's refusal at its field, and starts one sweep for a form", async () => {
    await open(`/sweeps/new?task=${RUNNING}`);
    await page.getByLabel('Vary Args/lr').click();
    await page.getByRole('combobox', { name: 'Queue' }).click();
    await page.getByRole('option', { name: /gpu-large/ }).click();
    await start().click();
    await page.getByText('queue: no agent serves gpu-large').first().waitFor();
    await page.getByRole('combobox', { name: 'Queue' }).click();
    await page.getByRole('option', { name: /default/ }).click();
    await start().click();
    await page.waitForURL(/\/sweeps\/0+b6$/);
    assert.equal(server.state.sweeps.length, 7);
  });

  it('is filled as an earlier sweep was defined, conditions and all', async () => {
    const { spec } = server.state.sweeps[0]!.view;
    await open(`/sweeps/new?from=${'b0'.padStart(32, '0')}`);
    await page.getByLabel('Name', { exact: true }).waitFor();
    assert.equal(await page.getByRole('combobox', { name: 'Args/momentum depends on' }).inputValue(), 'Args/optimizer');
    await start().click();
    await page.waitForURL(/\/sweeps\/0+b6$/);
    const again = server.state.sweeps[6]!.view.spec!;
    assert.deepEqual({ ...again, name: '' }, { ...spec!, name: '' });
  });

  it('says where to begin when no task was named', async () => {
    await open('/sweeps/new');
    await page.getByText('A sweep begins with a task').waitFor();
  });
});
