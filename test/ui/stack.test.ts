import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { definePipeline, integer, readRun, submitPipeline, text } from '../../sdk/index.ts';
import { eventually } from '../support/eventually.ts';
import type { Installation } from '../support/installation.ts';
import { logIn, logInByForm, type OpenPage, openPage, skipWithoutChromium } from './chromium.ts';
import { type InstalledPages, startInstalledPages } from './installed-pages.ts';

/** What a workflow has to do what it was asked for. */
const PATIENCE_MS = 20_000;

describe('the pages on a real installation', function () {
  this.timeout(120_000);
  let browser: Browser;
  let installation: Installation;
  let pages: InstalledPages;
  let page: OpenPage;

  before(async function () {
    skipWithoutChromium(this);
    this.timeout(300_000);
    pages = await startInstalledPages();
    ({ installation, browser } = pages);
  });
  beforeEach(async () => {
    page = await openPage(browser);
  });
  afterEach(async () => {
    assert.deepEqual(page.faults, []);
    await page.close();
  });
  after(() => pages?.release());

  const call = (action: string, body: object): Promise<any> => installation.client.call(action, body);
  const open = (path: string) => logIn(page, installation.urls.web, { ...pages.login, path });

  async function createTask(name: string): Promise<string> {
    const { id: project } = await call('projects.create', { name: `project of ${name}`, description: '' });
    const hyperparams = { Args: { lr: { section: 'Args', name: 'lr', value: '0.1', type: 'float' } } };
    return (await call('tasks.create', { name, type: 'training', project, hyperparams })).id;
  }

  it('say that a password is wrong, and lead to the wanted page after the right one', async () => {
    await page.goto(`${installation.urls.web}/queues`);
    await page.getByLabel('User name').fill('admin');
    await page.getByRole('textbox', { name: 'Password' }).fill('nonsense');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('Wrong user name or password.').waitFor();
    await page.getByRole('textbox', { name: 'Password' }).fill(pages.login.password);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${installation.urls.web}/queues`);
    await page.getByRole('link', { name: 'services' }).waitFor();
  });

  it('show new tasks and changes of state without reloading', async () => {
    await open('/tasks');
    await page.getByText('No tasks yet').waitFor();
    await page.locator('[data-live=open]').waitFor();
    const id = await createTask('watched');
    const row = page.locator(`[data-key="${id}"]`);
    await row.waitFor();
    await call('tasks.started', { task: id });
    await row.locator('[data-status=in_progress]').waitFor();
    await call('tasks.failed', { task: id });
    await row.locator('[data-status=failed]').waitFor();
  });

  it('tag thirty tasks at once, and find them by either tag, by both and by neither', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 30; index += 1)
      ids.push((await call('tasks.create', { name: `tagged ${index}`, type: 'training' })).id);
    await open('/tasks?q=tagged');
    await page.getByLabel('Select all loaded rows').click();
    await page.getByText('30 tasks selected').waitFor();
    await page.getByRole('toolbar').getByRole('button', { name: 'Tags' }).click();
    for (const tag of ['red', 'blue']) {
      await page.getByRole('dialog').getByLabel('Add').fill(tag);
      await page.keyboard.press('Enter');
    }
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Tagged 30 tasks').waitFor({ timeout: PATIENCE_MS });
    for (const id of ids.slice(0, 10)) await call('tasks.update_tags', { ids: [id], remove_tags: ['blue'] });
    for (const id of ids.slice(0, 4)) await call('tasks.update_tags', { ids: [id], remove_tags: ['red'] });
    await page.getByRole('button', { name: /^Tags, user/ }).click();
    await page.getByRole('combobox', { name: 'Tags' }).click();
    for (const tag of ['red', 'blue']) await page.getByRole('option', { name: tag, exact: true }).click();
    await page.keyboard.press('Tab');
    const shows = (count: number) =>
      page
        .getByRole('grid')
        .and(page.locator(`[aria-rowcount="${count}"]`))
        .waitFor();
    await shows(26);
    await page.getByRole('radiogroup', { name: 'How tags are matched' }).getByText('All of them').click();
    await shows(20);
    await page.getByRole('radiogroup', { name: 'How tags are matched' }).getByText('None of them').click();
    await shows(4);
    assert.deepEqual(new URL(page.url()).searchParams.getAll('tags').toSorted(), ['blue', 'red']);
  });

  it('follow the console', async () => {
    const id = await createTask('talking');
    await call('tasks.started', { task: id });
    await open(`/tasks/${id}/console`);
    await page.getByText('No output').waitFor();
    await page.locator('[data-live=open]').waitFor();
    await addLog(id, 'first line');
    await page.getByText('first line').waitFor();
    await addLog(id, 'second \u001b[31mred\u001b[0m line');
    await page.getByText('second red line').waitFor();
    assert.equal(await page.getByText('red', { exact: true }).count(), 1);
  });

  async function addLog(task: string, msg: string): Promise<void> {
    await call('events.add', { type: 'log', task, msg, level: 'info', timestamp: Date.now(), worker: 'test' });
  }

  it('draw scalars as they come', async () => {
    const id = await createTask('learning');
    await call('tasks.started', { task: id });
    await open(`/tasks/${id}/scalars`);
    await page.getByText('No scalars').waitFor();
    await page.locator('[data-live=open]').waitFor();
    for (let iter = 0; iter < 5; iter += 1) {
      await call('events.add', {
        type: 'training_stats_scalar',
        task: id,
        metric: 'loss',
        variant: 'train',
        iter,
        value: 1 / (iter + 1),
      });
    }
    await page.getByRole('img', { name: 'Chart of loss' }).locator('canvas').waitFor();
    await page.getByText('Values', { exact: true }).click();
    await page.getByRole('row', { name: /loss train 0.2 0.2 1 5/ }).waitFor();
  });

  it('reorder a queue', async () => {
    const { id: queue } = await call('queues.create', { name: 'ordered' });
    const tasks: string[] = [];
    for (const name of ['one', 'two', 'three']) {
      const id = await createTask(name);
      await call('tasks.enqueue', { task: id, queue });
      tasks.push(id);
    }
    const order = async () => (await call('queues.get_by_id', { queue })).queue.entries.map(({ task }: any) => task.id ?? task);
    await open(`/queues/${queue}`);
    await page.locator(`[data-key="${tasks[2]}"]`).getByRole('button', { name: 'To the front' }).click();
    await eventually('the third is first', async () => (await order())[0] === tasks[2]);
    await page.getByRole('grid', { name: 'Waiting tasks' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Alt+ArrowDown');
    await eventually('it is second', async () => (await order())[1] === tasks[2]);
    await call('queues.move_task_to_front', { queue, task: tasks[1] });
    await eventually('two is on top', async () => (await page.locator('[data-key] a').first().textContent()) === 'two');
  });

  it('say why a pending task waits', async () => {
    const id = await createTask('patient');
    await call('tasks.enqueue', { task: id, queue_name: 'default' });
    await open(`/tasks/${id}/info`);
    await page.getByText('Why it waits').waitFor();
    await page
      .getByText(/no (worker|agent)/i)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Dequeue' }).click();
    await page.locator('header [data-status=created]').waitFor();
  });

  it('edit a parameter of a Draft, and keep those of other tasks', async () => {
    const id = await createTask('draft');
    await open(`/tasks/${id}/configuration`);
    await page.getByRole('button', { name: 'Edit args' }).click();
    await page.getByLabel('Value of lr').fill('0.5');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('cell', { name: '0.5' }).waitFor();
    const { task } = await call('tasks.get_by_id', { task: id });
    assert.deepEqual([task.hyperparams.Args.lr.value, task.hyperparams.Args.lr.type], ['0.5', 'float']);
    await call('tasks.started', { task: id });
    await page.getByRole('button', { name: 'Edit args' }).waitFor({ state: 'detached' });
  });

  it('make credentials that work until they are revoked', async () => {
    await open('/settings/credentials');
    await page.getByRole('button', { name: 'Create credentials' }).click();
    await page.getByLabel('Label').fill('laptop');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    const block = (await page.getByRole('region', { name: 'clearml.conf' }).textContent()) ?? '';
    const [, accessKey, secretKey] = /"access_key" = "([^"]+)"\s+"secret_key" = "([^"]+)"/.exec(block) ?? [];
    const answers = async () =>
      (
        await fetch(`${installation.urls.api}/auth.login`, {
          method: 'POST',
          headers: { authorization: `Basic ${btoa(`${accessKey}:${secretKey}`)}` },
        })
      ).status;
    assert.equal(await answers(), 200);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Revoke laptop' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await eventually('they are refused', async () => (await answers()) === 401);
  });

  it('follow and steer a run of a pipeline: approve, signal, refuse, continue, run again from a step, pause, abort, run anew', async () => {
    const definition = definePipeline(
      {
        name: 'release',
        project: 'web',
        version: '1.0.0',
        parameters: { epochs: integer({ default: 3 }), dataset: text({ default: 'digits' }) },
      },
      (p) => {
        const gate = p.approval('gate', { prompt: 'May it begin?' });
        const go = p.wait('go', { parents: [gate], signal: 'go' });
        const parameters = { 'Args/epochs': p.parameters.epochs, 'Args/data': `${p.parameters.dataset}.csv` };
        const train = p.task('train', { parents: [go], code: 'print("x")', packages: [], parameters });
        p.approval('release', { parents: [train], prompt: 'Is it good?' });
      },
    );
    const { run } = await submitPipeline(installation.client, definition);
    const state = (step: string) => page.locator(`.react-flow__node[data-id="${step}"] [data-state]`).first();
    const reaches = (step: string, wanted: string) =>
      page.locator(`.react-flow__node[data-id="${step}"] [data-state="${wanted}"]`).first().waitFor({ timeout: PATIENCE_MS });
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const answer = async (step: string, name: 'Approve' | 'Refuse') => {
      await page.locator(`[data-step="${step}"]`).click();
      await button(name).click();
      await page.getByRole('dialog').getByRole('button', { name }).click();
    };
    const nodeOf = async (step: string, of = run) =>
      (await readRun(installation.client, of)).nodes.find(({ name }) => name === step)!;
    const letTrain = async () => {
      await reaches('gate', 'awaiting');
      await answer('gate', 'Approve');
      await reaches('go', 'awaiting');
      await page.locator('[data-step="go"]').click();
      await button('Send signal').click();
      await reaches('train', 'queued');
    };
    const argumentsOf = async (task: string | null) => {
      const { Args } = (await call('tasks.get_by_id', { task })).task.hyperparams;
      return [Args.epochs.value, Args.epochs.type, Args.data.value];
    };

    await open('/pipelines');
    await page.getByRole('link', { name: 'release', exact: true }).click();
    await page.getByRole('link', { name: '#1', exact: true }).click();
    await page.waitForURL(new RegExp(run));
    await letTrain();
    assert.equal((await nodeOf('gate')).approvedBy, 'Administrator');
    const { task } = await nodeOf('train');
    assert.deepEqual(await argumentsOf(task), ['3', 'int', 'digits.csv']);
    await call('tasks.started', { task, force: true });
    await reaches('train', 'running');
    await call('tasks.completed', { task, force: true });
    await reaches('release', 'awaiting');
    await answer('release', 'Refuse');
    await reaches('release', 'failed');
    await button('Continue').click();
    await reaches('release', 'awaiting');
    assert.equal((await nodeOf('train')).task, task);
    await answer('release', 'Approve');
    await page.locator('header [data-status=completed]').waitFor({ timeout: PATIENCE_MS });

    await page.locator('[data-step="train"]').click();
    await button('Run again from here').click();
    await page.getByRole('dialog').getByText('runs again too: release').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Run again' }).click();
    await reaches('train', 'queued');
    await reaches('release', 'pending');
    assert.notEqual((await nodeOf('train')).task, task);
    assert.equal(await state('go').getAttribute('data-state'), 'completed');

    await button('Pause').click();
    await page.getByText('Paused: what runs goes on').waitFor();
    await page.locator('header').getByRole('button', { name: 'Resume' }).click();
    await page.getByText('Paused: what runs goes on').waitFor({ state: 'detached' });
    await button('Abort').click();
    await page.getByRole('dialog').getByLabel('Reason').fill('enough');
    await page.getByRole('dialog').getByRole('button', { name: 'Abort' }).click();
    await page.locator('header [data-status=stopped]').waitFor({ timeout: PATIENCE_MS });

    await page.goto(`${installation.urls.web}/pipelines/runs/${run}/timeline?event=0`);
    await reaches('gate', 'pending');
    await button('Now').click();
    await reaches('gate', 'completed');
    await button('New run').click();
    await page.getByRole('dialog').getByLabel('epochs').fill('5');
    await page.getByRole('dialog').getByLabel('dataset').fill('letters');
    await page.getByRole('dialog').getByRole('button', { name: 'Run' }).click();
    await page.getByRole('heading', { name: 'release #2' }).waitFor();
    const second = new URL(page.url()).pathname.split('/').at(-1)!;
    assert.deepEqual((await readRun(installation.client, second)).parameters, { epochs: 5, dataset: 'letters' });
    await letTrain();
    assert.deepEqual(await argumentsOf((await nodeOf('train', second)).task), ['5', 'int', 'letters.csv']);
  });

  it('leave the steps of pipelines out of the table of tasks until they are asked for', async () => {
    await open('/tasks?q=train');
    await page.getByText('No task matches the filters').waitFor();
    await page.getByRole('switch', { name: 'Hidden' }).click({ force: true });
    await page.getByRole('grid', { name: 'Tasks' }).getByRole('link', { name: 'train' }).first().waitFor();
  });

  it('end the session at the log-out, and ask for the password again', async () => {
    await logInByForm(page, installation.urls.web, { ...pages.login, path: '/workers' });
    await page.getByRole('button', { name: 'User menu' }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.waitForURL(/\/login/);
    await page.goto(`${installation.urls.web}/workers`);
    await page.waitForURL(/\/login\?next=%2Fworkers/);
  });

  it('lead to the login when the session was ended elsewhere', async () => {
    await open('/tasks');
    await page.locator('[data-live=open]').waitFor();
    await page.context().clearCookies();
    // It may have heard of it before anything is asked for.
    const asked = page.getByRole('link', { name: 'Workers' }).click();
    await Promise.any([page.waitForURL(/\/login/), asked]);
    await page.waitForURL(/\/login/);
    await asked.catch(() => {});
  });

  it('say that the server is away, and go on when it is back', async () => {
    await open('/tasks');
    await page.getByRole('grid', { name: 'Tasks' }).locator('a').first().waitFor();
    await page.locator('[data-live=open]').waitFor();
    await installation.kill('api');
    await page.getByRole('alert').getByText('Disconnected from the server').waitFor();
    assert.ok(await page.getByRole('grid', { name: 'Tasks' }).locator('a').first().isVisible());
    await page.getByRole('alert').waitFor({ state: 'detached', timeout: 30_000 });
    const id = await createTask('after the outage');
    await page.locator(`[data-key="${id}"]`).waitFor();
  });
});
