import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { startTestCloud, type TestCloud } from '../support/cloud/cloud.ts';
import { eventually } from '../support/eventually.ts';
import type { Installation } from '../support/installation.ts';
import { logIn, type OpenPage, openPage, skipWithoutChromium } from '../ui/chromium.ts';
import { type InstalledPages, startInstalledPages } from '../ui/installed-pages.ts';

const EXAMPLE = new URL('../../examples/autoscaler/aws_autoscaler.yaml', import.meta.url);
/** How soon a change takes effect. */
const AT_ONCE = { timeout: 5000 };
const SLOW = { timeout: 30_000 };

describe('an autoscaler on a real installation, with EC2 as moto simulates it', function () {
  this.timeout(180_000);
  let cloud: TestCloud;
  let pages: InstalledPages;
  let installation: Installation;
  let page: OpenPage;

  before(async function () {
    this.timeout(300_000);
    skipWithoutChromium(this);
    const started = await startTestCloud();
    if (!started) return this.skip();
    cloud = started;
    pages = await startInstalledPages();
    installation = pages.installation;
    page = await openPage(pages.browser);
  });
  after(async () => {
    await pages?.release();
    await cloud?.release();
  });
  afterEach(() => assert.deepEqual(page.faults, []));

  const call = (action: string, body: object): Promise<any> => installation.client.call(action, body);
  const rows = () => page.getByRole('grid', { name: 'Machines' }).locator('[data-key]');
  const live = async () => (await cloud.instances()).filter(({ State }) => State?.Name !== 'terminated');
  const log = () => page.getByRole('table', { name: 'Decisions' });

  async function enqueue(count: number): Promise<void> {
    const { queues } = await call('queues.get_all', { name: 'gpu_queue' });
    for (let index = 0; index < count; index += 1) {
      const { id } = await call('tasks.create', { name: `waits ${index}`, type: 'training' });
      await call('tasks.enqueue', { task: id, queue: queues[0].id });
    }
  }

  it("is started by the form from ClearML's file, makes its queue, and waits for tasks", async () => {
    await logIn(page, installation.urls.web, { ...pages.login, path: '/autoscalers' });
    await page.getByText('No autoscalers yet').waitFor();
    await page.getByRole('link', { name: 'New autoscaler' }).click();
    await page.getByRole('button', { name: 'Paste a file' }).click();
    await page.getByLabel('File', { exact: true }).fill(await readFile(EXAMPLE, 'utf8'));
    await page.getByRole('button', { name: 'Fill the form' }).click();
    await page.getByLabel('Name', { exact: true }).fill('fleet');
    await page.getByRole('button', { name: 'Start autoscaler' }).click();
    await page.waitForURL(/\/autoscalers\/[0-9a-f]{32}$/, SLOW);
    await page.locator('header [data-status=running]').waitFor();
    await page.getByText('They come when tasks wait in its queues.').waitFor();
    await log().getByText('made the queue gpu_queue').waitFor();
  });

  it('shows machines as tasks begin to wait, and why there are no more', async () => {
    await enqueue(6);
    await rows().nth(2).waitFor(SLOW);
    assert.equal(await rows().count(), 3);
    await page.locator('[data-queue=gpu_queue]').getByText('at its maximum').waitFor();
    await page
      .getByRole('list', { name: 'Notes of the last look' })
      .getByText('machines of aws4gpu for this queue: 3 of 3')
      .waitFor();
    await log().getByText('Launch', { exact: true }).first().waitFor();
    await eventually('they are in the cloud', async () => (await live()).length === 3);
    const ids = (await live()).map(({ InstanceId }) => InstanceId!);
    for (const id of ids) await rows().getByText(id).waitFor(SLOW);
  });

  it('launches more at once when the maximum is raised in its cell', async () => {
    const field = page.getByLabel('Maximum of aws4gpu for gpu_queue');
    await field.fill('5');
    await field.press('Enter');
    await rows().nth(4).waitFor(AT_ONCE);
    await eventually('they are in the cloud', async () => (await live()).length === 5);
  });

  it('ends one machine that somebody wants gone, launches another in its place, and keeps what is known of it', async () => {
    const name = (await rows().last().locator('[data-column=machine]').textContent())!;
    await rows().last().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'End it' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End it' }).click();
    await eventually('it is gone', async () => !(await live()).some(({ InstanceId }) => InstanceId === name));
    await eventually('it is not listed', async () => (await rows().getByText(name).count()) === 0);
    await eventually('there are five again', async () => (await live()).length === 5 && (await rows().count()) === 5);
    await page.getByRole('switch', { name: 'Ended ones too' }).click();
    await rows().getByText(name).click();
    await page.getByRole('dialog').getByText('somebody asked for its end').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('switch', { name: 'Ended ones too' }).click();
  });

  it("backs off with the cloud's own message when that refuses", async () => {
    const message =
      'We currently do not have sufficient g3s.xlarge capacity in the Availability Zone you requested (us-west-2c).';
    cloud.inject({ action: 'RunInstances', times: 99, fault: { code: 'InsufficientInstanceCapacity', message } });
    const field = page.getByLabel('Maximum of aws4gpu for gpu_queue');
    await field.fill('6');
    await field.press('Enter');
    await page.getByRole('status').filter({ hasText: 'aws4gpu is not asked for again' }).getByText(message).waitFor(SLOW);
    await log().getByText('Refused').first().waitFor();
  });

  it('stops with all its machines, and can be started again', async () => {
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('dialog').getByLabel('End all', { exact: true }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
    await page.locator('header [data-status=stopped]').waitFor({ timeout: 60_000 });
    assert.deepEqual(await live(), []);
    await page.getByText('No machines', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Start again' }).waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Change and start again' }).click();
    await page.getByLabel('Idle for at most').fill('3');
    await page.getByRole('button', { name: 'Start again' }).click();
    await page.locator('header [data-status=running]').waitFor(SLOW);
    await page.getByText('3 min', { exact: true }).waitFor();
  });
});
