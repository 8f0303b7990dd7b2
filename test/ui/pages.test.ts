import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { buildUi } from './built-ui.ts';
import { launchChromium, logIn, logInByForm, type OpenPage, openPage, skipWithoutChromium } from './chromium.ts';
import type { FakeQueue } from './fake/data.ts';
import { type FakeServer, startFakeServer } from './fake/server.ts';

const LOGIN = { user: 'admin', password: 'secret' };
const RUNNING = 'a0'.padStart(32, '0');
const PENDING = 'a1'.padStart(32, '0');
const DRAFT = 'a8'.padStart(32, '0');

describe('the pages, with thousands of everything', function () {
  this.timeout(120_000);
  let browser: Browser;
  let server: FakeServer;
  let page: OpenPage;

  before(async function () {
    skipWithoutChromium(this);
    await buildUi();
    browser = await launchChromium();
    server = await startFakeServer({ tasks: 10_000, lines: 200_000, curves: 500 });
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

  const open = (path: string) => logIn(page, server.url, { ...LOGIN, path });
  const rows = () =>
    page
      .getByRole('grid')
      .getByRole('row')
      .filter({ has: page.locator('a') });

  it('say that a password is wrong, and lead to the wanted page after the right one', async () => {
    await page.goto(`${server.url}/queues?x=1`);
    await page.getByLabel('User name').fill('admin');
    await page.getByRole('textbox', { name: 'Password' }).fill('nonsense');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('Wrong user name or password.').waitFor();
    await page.getByRole('textbox', { name: 'Password' }).fill('secret');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${server.url}/queues?x=1`);
  });

  it('never lead from the login to another site', async () => {
    for (const target of ['//evil.example', 'https://evil.example', '/\\evil.example']) {
      await page.context().clearCookies();
      await logInByForm(page, server.url, { ...LOGIN, path: `/login?next=${encodeURIComponent(target)}` });
      assert.equal(new URL(page.url()).host, new URL(server.url).host);
    }
  });

  it('scroll through ten thousand tasks with few rows in the document', async () => {
    await open('/tasks');
    await rows().first().waitFor();
    await page.getByRole('grid').focus();
    await eventually('rows far down are there', async () => {
      await page.keyboard.press('PageDown');
      return Number(await rows().first().getAttribute('aria-rowindex')) > 500;
    });
    assert.ok((await page.locator('[role=row]').count()) < 90);
  });

  it('keep sort and filter in the address, and undo them by "back"', async () => {
    await open('/tasks');
    await page.getByRole('button', { name: 'NAME' }).click();
    await page.waitForURL(/sort=-name/);
    await page.getByRole('searchbox').or(page.getByLabel('Search tasks')).fill('vit-small 9');
    await page.waitForURL(/q=vit-small/);
    await eventually('only matching rows', async () =>
      (await rows().allTextContents()).every((text) => text.includes('vit-small 9')),
    );
    const shared = page.url();
    await page.goBack();
    await page.waitForURL((address) => !address.search.includes('sort'));
    await page.goto(shared);
    await eventually('the same view again', async () => (await rows().first().textContent())?.includes('vit-small 9'));
  });

  it('show a change of state in the table without reloading', async () => {
    await open('/tasks?q=convnext+2');
    await page.getByText('Running').first().waitFor();
    server.state.change('a2'.padStart(32, '0'), { status: 'completed', completed: new Date().toISOString() });
    await page.locator(`[data-key$=a2] [data-status=completed]`).waitFor();
  });

  it('offer in the menu of a row what its state allows', async () => {
    await open('/tasks?q=resnet50+8&sort=name');
    await rows().first().click({ button: 'right' });
    const item = (name: string) => page.getByRole('menuitem', { name, exact: true });
    await item('Enqueue').waitFor();
    assert.equal(await item('Enqueue').isDisabled(), false);
    assert.equal(await item('Abort').isDisabled(), true);
    assert.equal(await item('Delete').isDisabled(), false);
    await page.keyboard.press('Escape');
  });

  it('can be worked by keyboard alone', async () => {
    await open('/tasks');
    await rows().first().waitFor();
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.getByText('1 task selected').waitFor();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Clone' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('grid').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/tasks\/[0-9a-f]{32}\/execution/);
  });

  it('show a task beside the table with the tabs of its page, keep it while the table is filtered, and give it the whole screen', async () => {
    await open('/tasks?q=convnext');
    await rows().first().waitFor();
    await page.getByRole('grid').focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Show beside the table' }).click();
    const panel = page.getByRole('complementary', { name: 'Task beside the table' });
    await panel.getByText('Source code').waitFor();
    const id = new URL(page.url()).searchParams.get('panel');
    for (const [tab, text] of [
      ['CONFIGURATION', 'Args'],
      ['ARTIFACTS', 'Output models'],
      ['INFO', 'History'],
    ] as const) {
      await panel.getByRole('link', { name: tab }).click();
      await panel.getByText(text).first().waitFor();
    }
    await page.getByRole('textbox', { name: /Search/ }).fill('mlp');
    await page.waitForURL(/q=mlp/);
    assert.equal(new URL(page.url()).searchParams.get('panel'), id);
    await panel.getByRole('button', { name: 'Full screen' }).click();
    await page.waitForURL(new RegExp(`/tasks/${id}/info$`));
    await page.goBack();
    await panel.getByRole('button', { name: 'Close' }).click();
    await panel.waitFor({ state: 'detached' });
    assert.equal(new URL(page.url()).search, '?q=mlp');
  });

  it('do a batch where it is possible and leave the rest', async () => {
    await open('/tasks?q=convnext+1');
    await rows().first().waitFor();
    await page.getByLabel('Select all loaded rows').click();
    await page
      .getByRole('toolbar')
      .getByRole('button', { name: /^Abort/ })
      .click();
    await page
      .getByRole('dialog')
      .getByText(/will be left as they are/)
      .waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Abort' }).click();
    await page.getByText(/Asked to stop \d+ tasks/).waitFor();
  });

  it('abort all children of a task that wait or run in one call, after a question that says how many', async () => {
    const [parent, ...rest] = server.state.tasks.slice(-20);
    const over = rest.slice(10, 14);
    for (const { id } of rest) server.state.change(id, { parent: { id: parent!.id } });
    for (const [index, { id }] of rest.entries()) server.state.change(id, { status: index % 2 ? 'queued' : 'in_progress' });
    for (const { id } of over) server.state.change(id, { status: 'completed' });
    for (const { id } of rest.slice(14)) server.state.change(id, { parent: null });
    await open(`/tasks/${parent!.id}/info`);
    await page.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Abort all children' }).click();
    const question = page.getByRole('dialog');
    await question.getByText(/^10 tasks, waiting or running\./).waitFor();
    const calls: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/tasks.stop')) calls.push(request.url());
    });
    await question.getByRole('button', { name: 'Abort all' }).click();
    await page.getByText('Asked to stop 10 tasks').waitFor();
    const stopped = rest.filter(({ id }) => server.state.task(id).status === 'stopped');
    assert.deepEqual(stopped, rest.slice(0, 10));
    assert.ok(over.every(({ id }) => server.state.task(id).status === 'completed'));
    assert.equal(calls.length, 1);

    await page.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Clone' }).waitFor();
    await page.getByRole('menuitem', { name: 'Abort all children' }).waitFor({ state: 'detached' });
  });

  it('tag many tasks at once', async () => {
    await open('/tasks?q=mlp+3');
    await rows().first().waitFor();
    await page.getByLabel('Select all loaded rows').click();
    const count = Number(/(\d+) tasks selected/.exec((await page.getByRole('toolbar').textContent()) ?? '')?.[1]);
    await page.getByRole('toolbar').getByRole('button', { name: 'Tags' }).click();
    await page.getByRole('dialog').getByLabel('Add').fill('paper');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText(`Tagged ${count} tasks`).waitFor({ timeout: 30_000 });
    assert.equal(server.state.tasks.filter(({ tags }) => tags.includes('paper')).length, count);
  });

  it('show two hundred thousand lines of a console: the end first, then any place, then what a filter finds', async () => {
    await open(`/tasks/${RUNNING}/console`);
    await page.getByText('line 199999 ').waitFor();
    await page.getByRole('button', { name: 'Load all' }).click();
    await page.getByText('200 000 lines', { exact: true }).waitFor({ timeout: 30_000 });
    await page.getByText('line 199999 ').waitFor();
    await page.getByRole('button', { name: 'Jump to start' }).click();
    await page.getByText("Cloning into 'digits', step 0").waitFor();
    assert.ok((await page.locator('[data-index]').count()) < 200);
    await page.getByLabel('Filter lines').fill('line 77777 ');
    await page.getByText('1 match in 200 000 lines').waitFor();
    await page.getByLabel('Filter lines').fill('');
    await page
      .getByRole('button', { name: 'Jump to end' })
      .or(page.getByRole('button', { name: 'Following' }))
      .click();
    await page.getByText('line 199999 ').waitFor();
  });

  it('follow the console as it grows, and stay where the reader is', async () => {
    await open(`/tasks/${RUNNING}/console`);
    await page.getByText('line 199999 ').waitFor();
    server.state.lines += 3;
    server.state.emit({ topic: 'console', id: RUNNING });
    await page.getByText('line 200002 ').waitFor();
    await page.getByLabel('Console output').hover();
    await page.mouse.wheel(0, -4000);
    await page.getByRole('button', { name: 'Jump to end' }).waitFor();
    const visible = await page.locator('[data-index]').first().textContent();
    server.state.lines += 5;
    server.state.emit({ topic: 'console', id: RUNNING });
    await eventually('the count has grown', async () =>
      (await page.getByRole('status').allTextContents()).some((text) => text.includes('200 008')),
    );
    assert.equal(await page.locator('[data-index]').first().textContent(), visible);
    server.state.lines = 200_000;
  });

  it('draw five hundred curves over wall time, and hide all but one', async () => {
    await open(`/tasks/${RUNNING}/scalars`);
    await page.getByText('Wall time').click();
    const chart = page.getByRole('img', { name: 'Chart of many' });
    await chart.scrollIntoViewIfNeeded();
    await chart.locator('canvas').waitFor();
    await page.getByRole('button', { name: 'curve 250', exact: true }).dblclick();
    await eventually(
      'the others are hidden',
      async () => (await page.getByRole('button', { name: 'curve 251', exact: true }).getAttribute('aria-pressed')) === 'false',
    );
  });

  it('zoom into a chart by dragging and out by a button', async () => {
    await open(`/tasks/${RUNNING}/scalars`);
    const box = (await page.getByRole('img', { name: 'Chart of loss' }).boundingBox())!;
    const asked = page.waitForRequest((request) => request.url().includes('/scalars') && request.url().includes('from='));
    await page.mouse.move(box.x + box.width / 2, box.y + 80);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 90, box.y + 90, { steps: 5 });
    await page.mouse.up();
    const parameters = new URL((await asked).url()).searchParams;
    assert.ok(Number(parameters.get('from')) < Number(parameters.get('to')));
    await page.getByRole('button', { name: 'Reset zoom' }).click();
  });

  it('draw figures of every kind and step through their iterations', async () => {
    await open(`/tasks/${RUNNING}/plots`);
    await page.getByText('Confusion after 40').waitFor({ timeout: 20_000 });
    await page.getByLabel('Earlier iteration').first().click();
    await page.getByText('Confusion after 30').waitFor();
  });

  it('edit a parameter of a Draft, and refuse one that does not fit its type', async () => {
    await open(`/tasks/${DRAFT}/configuration`);
    await page.getByRole('button', { name: 'Edit args' }).click();
    await page.getByLabel('Value of lr').fill('fast');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('lr is of type float').waitFor();
    await page.getByLabel('Value of lr').fill('0.5');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('cell', { name: '0.5' }).waitFor();
    assert.equal((server.state.task(DRAFT) as any).hyperparams.Args.lr.value, '0.5');
  });

  it('offer no edit of a task that is not a Draft, but for its properties', async () => {
    await open(`/tasks/${RUNNING}/configuration`);
    await page.getByRole('button', { name: 'Edit user properties' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Edit args' }).count(), 0);
  });

  it('reorder a queue by keyboard and by dragging', async () => {
    const queue = server.state.queues[0]!;
    await open(`/queues/${queue.id}`);
    const [first, second] = queue.entries.map((entry) => entry.task.name) as [string, string];
    await rows().first().waitFor();
    await page.getByRole('grid', { name: 'Waiting tasks' }).focus();
    await page.keyboard.press('Alt+ArrowDown');
    await eventually(
      'the first is second',
      () => queue.entries[1]?.task.name === first && queue.entries[0]?.task.name === second,
    );
    const grid = page.getByRole('grid', { name: 'Waiting tasks' });
    await grid
      .locator('[data-key]')
      .nth(5)
      .dragTo(grid.locator('[data-key]').nth(0), { targetPosition: { x: 200, y: 3 } });
    await eventually(
      'the sixth is first',
      async () => (await grid.locator('[data-key] a').first().textContent()) === queue.entries[0]?.task.name,
    );
    assert.notEqual(queue.entries[0]?.task.name, second);
  });

  it('move a waiting task to another queue', async () => {
    const [queue, other] = server.state.queues as [FakeQueue, FakeQueue];
    await open(`/queues/${queue.id}`);
    const { task } = queue.entries[2]!;
    await page.locator(`[data-key="${task.id}"]`).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Move to another queue' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Move' }).click();
    await page.locator(`[data-key="${task.id}"]`).waitFor({ state: 'detached' });
    assert.equal(other.entries.at(-1)?.task.id, task.id);
  });

  it('put a task that failed into its queue again, and ask for one where it was in none', async () => {
    const failed = server.state.tasks.find(({ status }) => status === 'failed')!;
    await open(`/tasks/${failed.id}/info`);
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.locator('header [data-status=queued]').waitFor();
    server.state.change(failed.id, { status: 'failed', last_worker: null });
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('dialog').getByLabel('Queue').waitFor();
  });

  it('show a new secret once, with a block to copy', async () => {
    await open('/settings/credentials');
    await page.getByRole('button', { name: 'Create credentials' }).click();
    await page.getByLabel('Label').fill('laptop');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    const block = page.getByRole('region', { name: 'clearml.conf' });
    await block.waitFor();
    assert.match(
      (await block.textContent()) ?? '',
      /api_server: http:\/\/127\.0\.0\.1:8008[\s\S]*"secret_key" = "a-secret-that-is-shown-once"/,
    );
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('laptop').waitFor();
    assert.equal(await page.getByText('a-secret-that-is-shown-once').count(), 0);
  });

  it('tell of working hours: of a worker, and of a task that waits for them', async () => {
    await open('/workers');
    const worker = rows().filter({ hasText: 'gpu-box-1:gpu0' });
    await worker.getByText('off hours').waitFor();
    await worker.getByRole('link', { name: 'gpu-box-1:gpu0' }).click();
    await page.getByText('off by uptime 17-20 TUE in Europe/Berlin until Tue 2026-12-01 17:00 Europe/Berlin').waitFor();
    await page.goto(`${server.url}/tasks/${PENDING}/info`);
    await page.getByText(/is outside of its working hours: gpu-box-1:gpu0/).waitFor();
    await page.getByText(/ in 4 h 1\d min$/).waitFor();
  });

  it('open the addresses that the SDK prints', async () => {
    await open(`/projects/any/experiments/${RUNNING}/output/log`);
    await page.waitForURL(`${server.url}/tasks/${RUNNING}/console`);
  });
});

describe('the pages while the server is away', function () {
  this.timeout(180_000);
  let browser: Browser;

  before(async function () {
    skipWithoutChromium(this);
    await buildUi();
    browser = await launchChromium();
  });
  after(() => browser?.close());

  it('say so, keep what they show, and go on by themselves', async () => {
    let server = await startFakeServer({ tasks: 50 });
    const page = await openPage(browser);
    await logIn(page, server.url, LOGIN);
    await page.getByText('digits, two layers').waitFor();
    const port = Number(new URL(server.url).port);
    await server.close();
    await page.getByRole('alert').getByText('Disconnected from the server').waitFor();
    assert.ok(await page.getByText('digits, two layers').isVisible());

    await page.getByRole('link', { name: 'Queues' }).click();
    await page.getByText('The server cannot be reached').waitFor();
    server = await startFakeServer({ tasks: 50, port });
    await page.getByRole('link', { name: 'gpu-large' }).waitFor();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    assert.deepEqual(page.faults, []);
    await page.close();
    await server.close();
  });
});
