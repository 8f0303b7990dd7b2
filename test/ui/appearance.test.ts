import assert from 'node:assert/strict';
import { eventually } from '../support/eventually.ts';
import { logIn, type OpenPage } from './chromium.ts';
import type { FakeServer } from './fake/server.ts';
import { withMadeUpPages } from './made-up-pages.ts';

describe('the settings of a browser', function () {
  this.timeout(120_000);
  let server: FakeServer;
  let page: OpenPage;
  withMadeUpPages({ tasks: 200 }, (ownPage, ownServer) => {
    page = ownPage;
    server = ownServer;
  });

  const open = (path: string) => logIn(page, server.url, { user: 'admin', password: 'secret', path });
  const scheme = () => page.locator('html').getAttribute('data-mantine-color-scheme');

  it('choose a theme, which stays, or leave it to the system', async () => {
    await open('/settings/appearance');
    assert.equal(await scheme(), 'light');
    await page.getByText('Dark', { exact: true }).click();
    await eventually('it is dark', async () => (await scheme()) === 'dark');
    await page.reload();
    await eventually('it stays dark', async () => (await scheme()) === 'dark');
    await page.getByText('As the system', { exact: true }).click();
    await eventually('it is as the system', async () => (await scheme()) === 'light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await eventually('it follows the system', async () => (await scheme()) === 'dark');
  });

  it('show the projects that tools keep for their own, or leave them out', async () => {
    const hidden: boolean[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('projects.get_all_ex')) hidden.push(request.postDataJSON().search_hidden);
    });
    await open('/tasks');
    await eventually('projects were asked for', () => hidden.length > 0);
    assert.ok(!hidden.includes(true));
    await page.goto(`${server.url}/settings/appearance`);
    await page.getByRole('switch', { name: 'Show hidden tasks and projects' }).check({ force: true });
    await page.goto(`${server.url}/tasks`);
    await eventually('hidden ones were asked for', () => hidden.at(-1));
  });
});
