import assert from 'node:assert/strict';
import { type Need, ROLES, type Role } from '../../workflows/domain/rights.ts';
import { eventually } from '../support/eventually.ts';
import { logIn, type OpenPage } from './chromium.ts';
import { machineId, scalerId } from './fake/autoscalers.ts';
import { PIPELINE, RUNNING_RUN } from './fake/pipelines.ts';
import type { FakeServer } from './fake/server.ts';
import { withMadeUpPages } from './made-up-pages.ts';

const id = (name: string): string => name.padStart(32, '0');
const [DRAFT, QUEUE, SWEEP] = [id('a8'), id('c0'), id('b0')];

/** What a page offers to those who may do what is needed, by the names of buttons and links. */
const OFFERS: [path: string, need: Need, names: string[]][] = [
  [`/tasks/${DRAFT}/execution`, 'work', ['Edit tags', 'Rename', 'Enqueue', 'Clone', 'Edit source code', 'Edit container']],
  [`/tasks/${DRAFT}/configuration`, 'work', ['Add a parameter in a new section', 'Edit user properties']],
  [`/tasks/${DRAFT}/info`, 'work', ['Edit description']],
  ['/queues', 'work', ['New queue']],
  [`/queues/${QUEUE}`, 'work', ['To the front']],
  [`/pipelines/${PIPELINE}`, 'work', ['New run']],
  [`/pipelines/runs/${RUNNING_RUN}`, 'work', ['New run', 'Abort', 'Pause']],
  [`/pipelines/runs/${RUNNING_RUN}?node=legal+gate`, 'work', ['Approve', 'Refuse']],
  [`/sweeps/${SWEEP}`, 'work', ['Pause', 'Stop', 'Change limits', 'Add trial', 'New sweep from this']],
  [`/sweeps/new?task=${DRAFT}`, 'work', ['Start sweep']],
  ['/autoscalers', 'administer', ['New autoscaler']],
  [`/autoscalers/${scalerId(0)}`, 'administer', ['Pause', 'Drain', 'Stop', 'Edit limits and budget']],
  [`/autoscalers/${scalerId(0)}?machine=${machineId(0)}`, 'administer', ['End it']],
  ['/autoscalers/new', 'administer', ['Start autoscaler']],
  ['/settings/profile', 'administer', ['USERS']],
];

/** Menus whose entries all change something: the place of the row or button, and what is needed. */
const MENUS: [path: string, opener: string, need: Need, but: string[]][] = [
  [`/tasks/${DRAFT}/info`, 'Actions', 'work', []],
  [`/queues/${QUEUE}`, 'Actions', 'work', []],
  [`/pipelines/runs/${RUNNING_RUN}`, 'Actions', 'work', []],
  [`/sweeps/${SWEEP}`, 'More', 'work', ['Controller task', 'Workflow in Temporal']],
  [`/autoscalers/${scalerId(0)}`, 'More', 'administer', []],
];

const MAY: Record<Role, Need[]> = { admin: ['work', 'administer'], user: ['work'], viewer: [] };

describe('the pages for users of each role', function () {
  this.timeout(240_000);
  let server: FakeServer;
  let page: OpenPage;
  withMadeUpPages({ tasks: 200 }, (ownPage, ownServer) => {
    page = ownPage;
    server = ownServer;
  });

  const named = (name: string) =>
    page
      .getByRole('button', { name, exact: true })
      .or(page.getByRole('link', { name, exact: true }))
      .first();
  const settled = async () => {
    await page.locator('[data-live=open]').waitFor();
    const loading = page.getByRole('status').filter({ hasText: 'Loading' });
    await eventually('everything is shown', async () => (await loading.count()) === 0);
  };
  async function as(role: Role, path: string): Promise<void> {
    server.state.role = role;
    await page.context().clearCookies();
    await logIn(page, server.url, { user: 'admin', password: 'secret', path });
    await settled();
  }
  async function go(path: string): Promise<void> {
    await page.goto(`${server.url}${path}`);
    await settled();
  }

  for (const role of ROLES) {
    it(`offer a user with the role ${role} what it may do, and nothing else`, async () => {
      await as(role, '/workers');
      for (const [path, need, names] of OFFERS) {
        await go(path);
        for (const name of names) {
          if (MAY[role].includes(need)) await named(name).waitFor();
          else assert.equal(await named(name).count(), 0, `${role} ${path} ${name}`);
        }
      }
    });

    it(`let a user with the role ${role} choose from menus what it may do, and say why not the rest`, async () => {
      await as(role, '/workers');
      for (const [path, opener, need, but] of MENUS) {
        await go(path);
        await page.getByRole('button', { name: opener, exact: true }).click();
        const entries = (await menuEntries()).filter(({ name }) => !but.includes(name));
        if (MAY[role].includes(need)) assert.ok(entries.some(({ disabled }) => !disabled));
        else assert.ok(entries.length > 0 && entries.every(isRefusedTo(role)), `${role} ${path} ${JSON.stringify(entries)}`);
      }
    });
  }

  interface MenuItem {
    name: string;
    disabled: boolean;
    title: string;
  }

  async function menuEntries(): Promise<MenuItem[]> {
    const items = page.getByRole('menuitem');
    await items.first().waitFor();
    return Promise.all(
      (await items.all()).map(async (item) => ({
        name: (await item.textContent()) ?? '',
        disabled: await item.isDisabled(),
        title: (await item.getAttribute('title')) ?? '',
      })),
    );
  }

  const isRefusedTo =
    (role: Role) =>
    ({ disabled, title }: MenuItem): boolean =>
      disabled && title.startsWith(`Your role is ${role}; this needs the role `);

  it('let a viewer select tasks to compare them, not to change them', async () => {
    await as('viewer', '/tasks');
    await page.getByRole('checkbox', { name: 'Select row' }).first().check();
    const bar = page.getByRole('toolbar', { name: 'Selected tasks' });
    await bar.getByRole('button', { name: 'Compare' }).waitFor();
    assert.equal(await bar.getByRole('button', { name: 'Archive' }).count(), 0);
    await as('user', '/tasks');
    await page.getByRole('checkbox', { name: 'Select row' }).first().check();
    await bar.getByRole('button', { name: 'Archive' }).waitFor();
  });

  it('say what the role of oneself is good for', async () => {
    await as('viewer', '/settings/profile');
    await page.getByText('Viewer may look at everything, and change nothing').waitFor();
    await go(`/tasks/${DRAFT}/info`);
    await page.getByRole('button', { name: 'Actions' }).click();
    await page.getByText('Your role is viewer; this needs the role user or admin').waitFor();
    await go('/autoscalers/new');
    await page.getByText('Your role is viewer; this needs the role admin').waitFor();
  });

  it('let an administrator add users, change their roles, shut them out, and revoke their credentials', async () => {
    await as('admin', '/settings/users');
    await page.getByRole('button', { name: 'Add user' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('User name').fill('vera');
    await dialog.getByRole('textbox', { name: 'Password' }).fill('a-password');
    await dialog.getByRole('combobox', { name: 'Role' }).click();
    await page.getByRole('option', { name: 'Viewer' }).click();
    await dialog.getByRole('button', { name: 'Add' }).click();
    const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('cell', { name, exact: true }) });
    await row('vera').waitFor();
    assert.equal(server.state.users.at(-1)?.role, 'viewer');
    await page.getByRole('combobox', { name: 'Role of ada' }).click();
    await page.getByRole('option', { name: 'Administrator' }).click();
    await page.getByText('ada: Administrator').waitFor();
    assert.equal(server.state.users.find(({ id: user }) => user === 'ada')?.role, 'admin');
    await page.getByRole('button', { name: 'Disable grace' }).click();
    await dialog.getByRole('button', { name: 'Disable' }).click();
    await row('grace').getByText('disabled').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Disable file-user' }).count(), 0);
    await page.getByRole('button', { name: 'Credentials of ada' }).click();
    await page.getByRole('button', { name: 'Revoke gpu-box-1' }).click();
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('None', { exact: true }).waitFor();
    assert.deepEqual(server.state.credentials, []);
  });

  it('let one make credentials for an agent, and a viewer none', async () => {
    await as('user', '/settings/credentials');
    await page.getByRole('button', { name: 'Create credentials' }).click();
    await page.getByRole('dialog').getByText('An agent', { exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
    await page.getByText('The secret key is shown only now').waitFor();
    assert.equal(server.state.credentials.at(-1)?.madeFor, 'agent');
    await as('viewer', '/settings/credentials');
    await page.getByRole('button', { name: 'Create credentials' }).click();
    await page.getByRole('dialog').getByLabel('Label').waitFor();
    assert.equal(await page.getByRole('radio', { name: 'An agent' }).count(), 0);
  });
});
