import assert from 'node:assert/strict';
import { eventually } from '../support/eventually.ts';
import { logIn, logInByForm, type OpenPage } from './chromium.ts';
import type { FakeServer } from './fake/server.ts';
import { withMadeUpPages } from './made-up-pages.ts';

const LOGIN = { user: 'admin', password: 'secret' };
const DRAFT = 'a8'.padStart(32, '0');

describe('the page of a task', function () {
  this.timeout(120_000);
  let page: OpenPage;
  let server: FakeServer;
  withMadeUpPages({ tasks: 20 }, (opened, started) => {
    page = opened;
    server = started;
  });

  const open = (tab: string) => logIn(page, server.url, { ...LOGIN, path: `/tasks/${DRAFT}/${tab}` });

  it('gives what was being typed back to who logs in again after the end of the session', async () => {
    await logInByForm(page, server.url, { ...LOGIN, path: `/tasks/${DRAFT}/info` });
    await page.getByRole('button', { name: 'Edit description' }).click();
    await page.getByRole('textbox', { name: 'Description' }).fill('what took an hour to write');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(/\/login/);
    await page.getByLabel('User name').fill(LOGIN.user);
    await page.getByRole('textbox', { name: 'Password' }).fill(LOGIN.password);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/info$/);
    assert.equal(await page.getByRole('textbox', { name: 'Description' }).inputValue(), 'what took an hour to write');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Description saved').waitFor();
    assert.equal((server.state.task(DRAFT) as { comment?: string }).comment, 'what took an hour to write');
  });

  it('forgets a form that was left otherwise', async () => {
    await open('info');
    await page.getByRole('button', { name: 'Edit description' }).click();
    await page.getByRole('textbox', { name: 'Description' }).fill('not meant');
    await page.getByRole('link', { name: 'EXECUTION' }).click();
    await page.getByRole('link', { name: 'INFO' }).click();
    await page.getByRole('button', { name: 'Edit description' }).waitFor();
  });

  it('says that the task is gone when somebody deletes it', async () => {
    await open('info');
    await page.getByText('Details').waitFor();
    const { tasks } = server.state;
    tasks.splice(tasks.indexOf(server.state.task(DRAFT)), 1);
    server.state.emit({ topic: 'task', id: DRAFT });
    await page.getByText(`There is no task ${DRAFT}.`).waitFor();
  });

  it('shows a parameter of several lines in as many', async () => {
    server.state.change(DRAFT, {
      hyperparams: { General: { text: { section: 'General', name: 'text', value: 'one\n  two\nthree' } } },
    } as object);
    await open('configuration');
    const value = page.getByText('three', { exact: false });
    const lines = await value.evaluate((element) => new Set([...element.getClientRects()].map(({ bottom }) => bottom)).size);
    assert.deepEqual([await value.textContent(), lines], ['one\n  two\nthree', 3]);
  });

  it('says so where an image is not stored any more', async () => {
    const [sample] = server.state.samples;
    server.state.samples = [{ ...sample!, url: `${server.url}/none.png` }];
    await open('debug-samples');
    await page.getByText('Not stored any more, or no image').waitFor();
  });

  it('asks for a queue without covering the answer, by keys too', async () => {
    await open('info');
    await page.getByRole('button', { name: 'Enqueue' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Queue' }).or(dialog.getByLabel('Queue')).first().waitFor();
    assert.equal(await page.getByRole('option').count(), 0);
    await page.keyboard.press('Enter');
    await eventually('the task waits', () => server.state.task(DRAFT).status === 'queued');
  });
});
