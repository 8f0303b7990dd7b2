import assert from 'node:assert/strict';
import { eventually } from '../support/eventually.ts';
import { logIn, type OpenPage } from './chromium.ts';
import { countStates, machineId, scalerId } from './fake/autoscalers.ts';
import type { FakeServer } from './fake/server.ts';
import { withMadeUpPages } from './made-up-pages.ts';

const LOGIN = { user: 'admin', password: 'secret' };
const FLEET = `/autoscalers/${scalerId(0)}`;

describe('the pages of autoscalers', function () {
  this.timeout(120_000);
  let server: FakeServer;
  let page: OpenPage;
  withMadeUpPages({ tasks: 200 }, (ownPage, ownServer) => {
    page = ownPage;
    server = ownServer;
  });

  const open = (path: string) => logIn(page, server.url, { ...LOGIN, path });
  const scaler = (index: number) => server.state.scalers[index]!;
  const lastCall = (index: number) => scaler(index).calls.at(-1);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const machine = (index: number) => page.locator(`[data-key="${machineId(index)}"]`);
  const waitForLive = () => page.locator('[data-live=open]').waitFor();

  it('list them with their machines, what they spend and why they do no more', async () => {
    await open('/autoscalers');
    const row = page.locator(`[data-key="${scalerId(0)}"]`);
    for (const text of ['gpu fleet', 'Running', 'AWS EC2', '5 / 6', '$9.37 of $20.00', 'no machine for 3 tasks'])
      await row.getByText(text).first().waitFor();
    await page
      .locator(`[data-key="${scalerId(1)}"]`)
      .getByText('0.4 h of 8 h · $0.00')
      .waitFor();
    assert.equal(await row.locator('[data-column=waiting]').textContent(), '5');
    await row.dblclick();
    await page.waitForURL(new RegExp(`${FLEET}$`));
  });

  it('say what an autoscaler is, and how one is started, where there is none', async () => {
    server.state.scalers.length = 0;
    await open('/autoscalers');
    await page.getByText('No autoscalers yet').waitFor();
    await page.getByText('npx perdura autoscaler start -f aws_autoscaler.yaml').waitFor();
    await page.getByRole('link', { name: 'Fill in a form' }).click();
    await page.waitForURL(/\/autoscalers\/new$/);
  });

  it('show machines by their states, tasks that wait, and what was spent against the budget', async () => {
    await open(FLEET);
    await page.locator('[data-count=waiting]').waitFor();
    const { view } = scaler(0);
    for (const [state, count] of Object.entries(view.machines))
      assert.equal(await page.locator(`[data-count=${state}]`).textContent(), String(count), state);
    assert.equal(await page.locator('[data-count=waiting]').textContent(), '5');
    assert.match((await page.getByRole('group', { name: 'Today spent' }).textContent()) ?? '', /\$9\.37 of \$20\.00/);
    await page.getByText('413 h, 143 machines').waitFor();
    await page.getByText('3 machines never joined', { exact: true }).waitFor();
    for (const chart of ['Tasks and machines', 'Dollars per hour']) await page.getByRole('img', { name: chart }).waitFor();
    for (const curve of ['Tasks waiting', 'Busy machines', 'Idle machines', 'Starting machines'])
      await page.getByRole('button', { name: curve }).waitFor();
  });

  it("show the back-off of a resource with the cloud's own message, and until when", async () => {
    await open(FLEET);
    const banner = page.getByRole('status').filter({ hasText: 'aws4gpu-spot is not asked for again for' });
    await banner.getByText(/InsufficientInstanceCapacity/).waitFor();
    await banner.getByText(/again for \d+ min \d\d s, because/).waitFor();
    await page.locator('[data-queue=gpu-large] [data-resource=aws4gpu-spot]').getByText('backs off').waitFor();
    assert.equal(await page.locator('[data-resource=aws4gpu]').getByText('backs off').count(), 0);
  });

  it('say so when the cloud cannot be asked', async () => {
    scaler(0).view.cloudError = 'AuthFailure: AWS was not able to validate the provided access credentials';
    await open(FLEET);
    await page.getByRole('status').filter({ hasText: 'The cloud could not be asked: AuthFailure' }).waitFor();
  });

  it('follow machines as they come, work and go', async () => {
    await open(FLEET);
    await machine(3).locator('[data-machine=starting]').waitFor();
    await waitForLive();
    const { machines, view } = scaler(0);
    Object.assign(machines[3]!, { state: 'busy', task: { id: server.state.tasks[5]!.id, name: server.state.tasks[5]!.name } });
    machines.splice(2, 1);
    view.machines = countStates(machines);
    view.notes = [];
    server.state.emitScaler(scalerId(0));
    await machine(3).locator('[data-machine=busy]').waitFor();
    await machine(3).getByRole('link', { name: server.state.tasks[5]!.name }).waitFor();
    await eventually('the idle one is gone', async () => (await machine(2).count()) === 0);
    assert.equal(await page.locator('[data-count=busy]').textContent(), '3');
    await eventually(
      'the notes are gone',
      async () => (await page.getByRole('list', { name: 'Notes of the last look' }).count()) === 0,
    );
  });

  it('see at once what a queue or an agent changes in them', async () => {
    await open(FLEET);
    await page.locator('[data-count=waiting]').waitFor();
    await waitForLive();
    scaler(0).view.queues[0]!.waiting = 17;
    server.state.emit({ topic: 'queues' });
    await page.locator('[data-count=waiting]').getByText('17').waitFor();
  });

  it('pause, resume, drain and end what is idle', async () => {
    await open(FLEET);
    await button('Pause').click();
    await page.getByText('Paused: nothing is launched.').waitFor();
    await button('Resume').click();
    await page.getByText('Resumed: gpu fleet').waitFor();
    await button('End idle now').click();
    await machine(2).locator('[data-machine=ending]').waitFor();
    await button('Drain').click();
    await page.getByText('Draining: nothing is launched').waitFor();
    assert.deepEqual(
      scaler(0).calls.map(({ action }) => action),
      ['pause', 'resume', 'end-idle', 'drain'],
    );
  });

  for (const [label, machines] of [
    ['Leave them', 'nothing'],
    ['End those that are idle', 'idle'],
    ['End all', 'all'],
  ])
    it(`stop and do with the machines as was chosen: ${label}`, async () => {
      await open(FLEET);
      await button('Stop').click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('It has 5 machines now, 2 of them with a task.').waitFor();
      await dialog.getByLabel(label!, { exact: true }).check();
      await dialog.getByRole('button', { name: 'Stop' }).click();
      await page.locator('header [data-status=stopping]').waitFor();
      assert.deepEqual(lastCall(0), { action: 'stop', body: { machines } });
    });

  it('start again from the menu of the list, by keys', async () => {
    await open('/autoscalers');
    await page.locator(`[data-key="${scalerId(2)}"]`).waitFor();
    await page.getByRole('grid', { name: 'Autoscalers' }).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Start again', exact: true }).click();
    await page.locator(`[data-key="${scalerId(2)}"] [data-status=running]`).waitFor();
  });

  it('change the maximum of a resource in its cell', async () => {
    await open(FLEET);
    const field = page.getByLabel('Maximum of aws4gpu-spot for gpu-large');
    await field.fill('5');
    await field.press('Enter');
    await page.getByText('Maximum of aws4gpu-spot for gpu-large: 5').waitFor();
    // a change names all queues, and resources that more than one of them uses keep their own maximum
    assert.deepEqual(lastCall(0), {
      action: 'change',
      body: {
        queues: {
          'gpu-large': [
            ['aws4gpu-spot', 5],
            ['aws4gpu', 1],
          ],
          default: [['aws4gpu', 2]],
        },
      },
    });
    assert.equal(await field.inputValue(), '5');
  });

  it('keep the maximum when it is no number, when Escape is pressed, and when the server refuses', async () => {
    await open(FLEET);
    const field = page.getByLabel('Maximum of aws4gpu-spot for gpu-large');
    await field.fill('many');
    await field.press('Enter');
    await page.getByText('A whole number from 0 up').waitFor();
    await field.press('Escape');
    assert.equal(await field.inputValue(), '3');
    await field.fill('4');
    await field.press('Escape');
    assert.deepEqual(scaler(0).calls, []);
    await field.fill('100001');
    await field.press('Enter');
    await page.getByText('allowed: a whole number from 0 to 100000').waitFor();
    await eventually('the old one is back', async () => (await field.inputValue()) === '3');
  });

  it('change limits and budget, and send only what was changed', async () => {
    await open(FLEET);
    await button('Edit limits and budget').click();
    await page.getByLabel('Idle for at most').fill('soon');
    await button('Save').click();
    await page.getByText('Idle for at most: "soon" is not a number from 0 up').waitFor();
    await page.getByLabel('Idle for at most').fill('3');
    await page.getByLabel('Dollars a day').fill('');
    await page.getByLabel('Kept ready for default').fill('2');
    await button('Save').click();
    await page.getByText('Limits and budget saved').waitFor();
    assert.deepEqual(lastCall(0)!.body, {
      maxIdleMinutes: 3,
      budget: { costPerDay: null },
      warmPool: { 'gpu-large': 1, default: 2 },
    });
    await page.getByText('3 min', { exact: true }).waitFor();
    assert.match((await page.getByRole('group', { name: 'Today spent' }).textContent()) ?? '', /no limit/);
  });

  it('list machines that ended by the switch, which stands in the address, and say why they did', async () => {
    await open(FLEET);
    await machine(0).waitFor();
    assert.equal(await machine(5).count(), 0);
    await page.getByRole('switch', { name: 'Ended ones too' }).click();
    await machine(5).getByText('it had no task for 10 min (limit 10 min)').waitFor();
    assert.match(page.url(), /ended=1/);
    await page.reload();
    await machine(5).waitFor();
  });

  it('find machines by text and state, and lead to their task and worker', async () => {
    await open(FLEET);
    await machine(0).waitFor();
    await page.getByLabel('Filter machines').fill('warm pool');
    await page.getByText('1 of 5 machines').waitFor();
    await machine(4).waitFor();
    await page.getByLabel('Filter machines').fill('');
    await page.getByRole('combobox', { name: 'States' }).click();
    await page.getByRole('option', { name: 'Busy' }).click();
    await page.getByText('2 of 5 machines').waitFor();
    // It lies above the first rows.
    await page.keyboard.press('Escape');
    await page.getByRole('option', { name: 'Busy' }).waitFor({ state: 'hidden' });
    await machine(1).getByText('taken back').waitFor();
    assert.equal(
      await machine(0).getByRole('link', { name: 'worker' }).getAttribute('href'),
      `/workers/${encodeURIComponent('dynamic_worker:aws4gpu:g4dn.xlarge:i-0b1c2d3e4f5a6b70')}`,
    );
    await machine(0).getByRole('link', { name: 'digits, two layers' }).click();
    await page.waitForURL(/\/tasks\/0+a0\/console/);
  });

  it('end one machine, after a question that names its task', async () => {
    await open(FLEET);
    await machine(0).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'End it' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('digits, two layers').waitFor();
    await dialog.getByRole('button', { name: 'End it' }).click();
    await machine(0).locator('[data-machine=ending]').waitFor();
    assert.deepEqual(lastCall(0), { action: 'end', body: { machine: machineId(0) } });
  });

  it('show what a machine printed, also after its end, with what went wrong with it', async () => {
    await open(`${FLEET}?ended=1&machine=${machineId(6)}`);
    const drawer = page.getByRole('dialog');
    await drawer.getByText('extra_vm_bash_script failed with exit code 1').waitFor();
    await drawer.getByText('its agent has not joined within 30 min').waitFor();
    const text = (await drawer.getByRole('region', { name: 'Console' }).textContent()) ?? '';
    assert.match(text, /cloud-init: step 59 of the set-up\nscript failed: exit code 1\npowering off/);
    await page.keyboard.press('Escape');
    await eventually('the drawer is closed', async () => !page.url().includes('machine='));
    await machine(5).dblclick();
    await drawer.getByText('Nothing was kept of what it printed.').waitFor();
  });

  it('follow what a machine prints while it starts', async () => {
    await open(`${FLEET}?machine=${machineId(3)}`);
    await page.getByText('Nothing yet: clouds tell it a few minutes late.').waitFor();
    await waitForLive();
    scaler(0).consoles[machineId(3)] = 'installing the agent\n';
    server.state.emitScaler(scalerId(0));
    await page.getByRole('region', { name: 'Console' }).getByText('installing the agent').waitFor();
  });

  it('tell each decision with its reason, the newest first, and lead to the machine', async () => {
    await open(FLEET);
    const log = page.getByRole('table', { name: 'Decisions' });
    await log.getByText('warm pool of default: 1 kept ready').waitFor();
    assert.match((await log.getByRole('row').nth(2).textContent()) ?? '', /Refused.*InsufficientInstanceCapacity/);
    await page
      .getByRole('list', { name: 'Notes of the last look' })
      .getByText('machines of aws4gpu for this queue: 1 of 1')
      .waitFor();
    await page.getByRole('combobox', { name: 'Kind of decision' }).click();
    await page.getByRole('option', { name: 'End' }).click();
    await eventually('one kind is left', async () => (await log.getByRole('row').count()) === 2);
    await log.getByRole('button', { name: 'Show it' }).click();
    await page.getByRole('dialog').getByText('i-0b1c2d3e4f5a6b75', { exact: true }).waitFor();
  });

  it('are worked by keys: the table of machines opens the drawer, and Escape closes it', async () => {
    await open(FLEET);
    await machine(0).waitFor();
    await page.getByRole('grid', { name: 'Machines' }).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('cloud-init: step 0 of').waitFor();
    await page.keyboard.press('Escape');
    await eventually('the drawer is closed', async () => (await page.getByRole('dialog').count()) === 0);
  });
});
